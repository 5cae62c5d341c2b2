/** Front door of the control socket. */
export { type ControlClient, ControlError, type ControlEvent, connectControl } from './control-client.ts';
export {
  type ControlHandler,
  type ControlRun,
  type ControlServer,
  type ListenControlOptions,
  listenControl,
} from './control-server.ts';

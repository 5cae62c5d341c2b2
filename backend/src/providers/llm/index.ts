/** Front door of the models. */
export {
  type CallMeter,
  type CallReservation,
  type LlmAnswerSchema,
  type LlmChain,
  type LlmChainEvent,
  type LlmChainOptions,
  type LlmEvent,
  LlmFailure,
  type LlmFailureKind,
  type LlmMessage,
  type LlmModel,
  type LlmName,
  type LlmPurpose,
  type LlmRequest,
  type LlmUsage,
} from './llm.port.ts';
export { createLlmChain } from './llm-chain.ts';
export { createLlmFromSettings, type LlmChains, type LlmSettings, openLlmChain } from './llm-from-settings.ts';
export { type LlmProbe, probeLlm } from './llm-probe.ts';

export { type AllowanceDeps, registerAllowance } from './allowance.routes.ts';

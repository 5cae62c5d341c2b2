export { registerIdentity } from './auth-identity.routes.ts';

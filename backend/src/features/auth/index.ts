export { registerAuth } from './auth.routes.ts';
export type { Account, Accounts } from './auth.service.ts';
export { createAccounts } from './auth.service.ts';
export { type AuditRecord, recordAudit } from './auth-audit.repository.ts';
export { type AuthFeature, type AuthOptions, createAuth } from './auth-feature.ts';
export { type IdentityDeps, registerIdentity } from './auth-identity.routes.ts';
export { createRoles, type RoleHolder, type Roles } from './auth-roles.ts';

export { type MeDeps, registerMe } from './me.routes.ts';
export { createMe, type Me, type MeOptions } from './me-feature.ts';
export { createProfileOwnedData, createProfileRepository } from './me-profile.repository.ts';

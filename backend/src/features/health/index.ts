export { type HealthDeps, registerHealth } from './health.routes.ts';

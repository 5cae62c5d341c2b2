export { type LearningDeps, registerLearning } from './learning.routes.ts';
export { createLearning, type LearningOptions } from './learning-feature.ts';
export { createLearningOwnedData } from './learning-owned.repository.ts';

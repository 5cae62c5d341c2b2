export type { ImportReport } from './memory/translation-import.ts';
export type { MemoryFormat, MemoryService } from './memory/translation-memory.service.ts';
export { registerTranslation, type TranslationDeps } from './translation.routes.ts';
export { createTranslation, type Translation, type TranslationOptions } from './translation-feature.ts';

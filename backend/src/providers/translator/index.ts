/** Front door of the translation engines. */
export { type OpenTranslatorsOptions, openNamedTranslator, openTranslators } from './open-translators.ts';
export { createPseudoTranslator } from './pseudo-translator.ts';
export {
  type Translator,
  type TranslatorAnswer,
  type TranslatorEngine,
  type TranslatorEstimate,
  TranslatorFailure,
  type TranslatorFailureKind,
  type TranslatorLimits,
  type TranslatorMeter,
  type TranslatorName,
  type TranslatorRequest,
  type TranslatorReservation,
  type TranslatorSegment,
  type TranslatorTerm,
  type TranslatorUnits,
  type TranslatorUsage,
} from './translator.port.ts';
export { batchSegments } from './translator-batches.ts';

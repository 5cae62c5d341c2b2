/** Markdown and MDX to translatable segments: the package's front door. */
export { type ApplyOptions, applyTranslations, type SpliceFallback, type SpliceReport } from './apply-translations.ts';
export { CODE_BADGES, type CodeBadge, parseCodeMeta } from './code-block-meta.ts';
export { findMarkdownImports } from './document-imports.ts';
export {
  type ExtractedPage,
  type ExtractPageOptions,
  extractPage,
  type PageSection,
  type PartialFile,
  type QuizSource,
} from './extract-page.ts';
export {
  type ExtractedSegment,
  type Extraction,
  type ExtractOptions,
  extractSegments,
  type ParsedSource,
  parseSource,
} from './extract-segments.ts';
export { slugOf } from './heading-ids.ts';
export { isReadable, type Slot } from './inline-text.ts';
export { DEFAULT_JSX_RULES, extendJsxRules, type JsxRules } from './jsx-rules.ts';
export { type NormalizeOptions, normalizeTranslation } from './normalize-translation.ts';
export { ADMONITION_KEYWORDS } from './preprocess-markdown.ts';
export { type PseudoMode, type PseudoOptions, pseudoTranslate } from './pseudo-translate.ts';
export { type QuizSegment, quizSegment, quizSegments, replaceQuizTexts } from './quiz-segments.ts';
export { hashSegment, hashText, partialPrefix } from './segment-hash.ts';
export { SegmentParseError } from './segment-parse-error.ts';
export {
  canonicalText,
  escapeText,
  joinTokens,
  normalizePlain,
  type TextToken,
  textOutsidePlaceholders,
  tokenizeText,
  tokenText,
  unescapeText,
} from './segment-text.ts';
export { termPattern } from './term-pattern.ts';
export { isTranslatable } from './translatable.ts';
export type { Finding, FindingCode, GlossaryRule } from './translation-check.ts';
export { type ValidateOptions, validateTranslation } from './validate-translation.ts';
export { type StructureFinding, type StructureReport, verifyStructure } from './verify-structure.ts';
export { type WalkOptions, walkDocument } from './walk-document.ts';
export type { SegmentMark, TextRange, WalkedSegment, WalkItem } from './walk-items.ts';

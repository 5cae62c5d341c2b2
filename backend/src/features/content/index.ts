export { registerContent } from './content.routes.ts';
export { type ContentService, keepHere } from './content.service.ts';
export { isFormula, isSameRow, joinBlocks, tableCells } from './content-block-text.ts';
export type { BlockSpan, Chunk, SectionSpan } from './content-chunking.ts';
export { chunkChapter } from './content-chunking.ts';
export { chapterIdentity } from './content-diff.ts';
export { type Content, createContent } from './content-feature.ts';
export type { IngestProgress, IngestReport } from './content-ingest-options.ts';
export { ManifestError, parseManifest, readManifest } from './content-manifest.ts';
export { openManifestBook } from './content-manifest-book.ts';
export { type SourcePassage, segmentAt, toPassage } from './content-passage.ts';
export type { Retrieval, RetrievedChunk } from './content-retrieval.ts';
export {
  answerPages,
  findChapter,
  findSection,
  isAnsweredFrom,
  modulePages,
  preferredLocales,
} from './content-scope.ts';
export { locateSelectedText, type SelectedPiece } from './content-selection.ts';
export { allowedModels, type BookSnapshot, type ChapterEntry, isLatest } from './content-snapshot.ts';

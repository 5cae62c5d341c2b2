/**
 * Asks a running server the committed questions and prints every result, failures too.
 * Usage: `node --conditions=lectern-source e2e/questions/run-questions.ts [origin] [--json]`.
 */
import { readFileSync } from 'node:fs';
import { type Book, bookSchema, type Chapter, type ChatResponse, chatResponseSchema } from '@lectern/contracts';

interface Question {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly previous?: string;
  readonly selection?: { readonly chapter: string; readonly about: string };
  /** Locale of the page that the question is asked on; left out: none is told. */
  readonly locale?: string;
  readonly expect: {
    readonly chapter: string | null;
    readonly section: string | null;
    readonly answerable: boolean;
    /** `<last step of the chapter id>#<section id>`: one of them has to be cited, and the first citation has to be of one of their chapters. */
    readonly sections?: readonly string[];
    /** Language that the first citation has to be in. */
    readonly language?: string;
  };
}

interface Outcome {
  readonly question: Question;
  readonly answer: ChatResponse;
  /** What is wrong; empty when the result is what its author expected and every quote stands in its passage. */
  readonly faults: readonly string[];
}

const origin = process.argv[2] ?? 'http://localhost:8000';
const manifestPath = process.argv[3] ?? 'docusaurus/build/lectern/book.json';
const questions = readFileSync(new URL(process.argv[4] ?? 'thirty.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line): Question => JSON.parse(line));
const book: Book = bookSchema.parse(JSON.parse(readFileSync(manifestPath, 'utf8')));

function findChapter(id: string): Chapter {
  const chapter = book.chapters.find((candidate) => candidate.id === id || candidate.id.endsWith(`/${id}`));
  if (chapter === undefined) throw new Error(`the book has no chapter ${id}`);
  return chapter;
}

/** The paragraph that shares most words with what the question's author had in mind, as a reader would select it. */
function selectPassage(selection: NonNullable<Question['selection']>) {
  const chapter = findChapter(selection.chapter);
  const words = new Set(selection.about.toLowerCase().match(/\p{L}{4,}/gu));
  const paragraphs = chapter.sections
    .flatMap((section) => section.segments)
    .filter((segment) => segment.kind === 'paragraph');
  const overlap = (text: string) =>
    new Set((text.toLowerCase().match(/\p{L}{4,}/gu) ?? []).filter((word) => words.has(word))).size;
  const [best] = paragraphs.toSorted((a, b) => overlap(b.plain) - overlap(a.plain));
  if (best === undefined) throw new Error(`nothing to select in ${selection.chapter}`);
  return {
    type: 'selection',
    chapterId: chapter.key,
    sourceHash: chapter.sourceHash,
    segmentIds: [best.id],
    text: best.plain,
    only: false,
  };
}

async function post(body: unknown, cookie?: string): Promise<{ answer: ChatResponse; cookie: string | undefined }> {
  const response = await fetch(`${origin}/api/v1/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(cookie ? { cookie, origin } : {}) },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  const set = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return { answer: chatResponseSchema.parse(await response.json()), cookie: set || undefined };
}

async function ask(question: Question): Promise<ChatResponse> {
  const scope = question.selection ? selectPassage(question.selection) : undefined;
  const place = { ...(scope ? { scope } : {}), ...(question.locale ? { locale: question.locale } : {}) };
  if (question.previous === undefined) return (await post({ question: question.text, ...place })).answer;
  const first = await post({ question: question.previous });
  return (await post({ question: question.text, sessionId: first.answer.sessionId }, first.cookie)).answer;
}

/** The edition of a chapter that a citation leads to. */
const editionOf = ({ url }: ChatResponse['citations'][number]): Chapter | undefined =>
  book.chapters.find((chapter) => chapter.sections.some((section) => section.permalink === url));

function sectionFaults(sections: readonly string[], language: string | undefined, answer: ChatResponse): string[] {
  const faults: string[] = [];
  const wanted = new Set(
    sections.map((name) => {
      const [chapter = '', section = ''] = name.split('#');
      return `${findChapter(chapter).key}#${section}`;
    }),
  );
  const cited = answer.citations.map(({ chapterId, url }) => `${chapterId}#${url.split('#')[1] ?? ''}`);
  if (!cited.some((name) => wanted.has(name))) faults.push('section not cited');
  const chapters = new Set(Array.from(wanted, (name) => name.split('#')[0]));
  const [first] = answer.citations;
  if (first && !chapters.has(first.chapterId)) faults.push('another chapter cited first');
  const locale = first && editionOf(first)?.locale;
  if (language !== undefined && locale !== language) faults.push(`cited in ${locale}`);
  return faults;
}

function findFaults({ expect }: Question, answer: ChatResponse): string[] {
  const faults: string[] = [];
  const refused = answer.mode === 'refusal';
  if (expect.answerable === refused) faults.push(refused ? 'refused' : 'answered');
  if (!refused && expect.sections) faults.push(...sectionFaults(expect.sections, expect.language, answer));
  else if (!refused && expect.answerable && expect.chapter !== null) {
    const chapter = findChapter(expect.chapter).key;
    const rank = answer.citations.findIndex((citation) => citation.chapterId === chapter);
    if (rank !== 0) faults.push(rank < 0 ? 'chapter not cited' : `chapter only at [${rank + 1}]`);
  }
  for (const citation of answer.citations) {
    const passage = answer.context.find((candidate) => candidate.id === citation.passageId);
    if (passage?.text.slice(citation.start, citation.end) !== citation.quote)
      faults.push(`[${citation.marker}] is not verbatim`);
    if (!answer.text.includes(`[${citation.marker}]`)) faults.push(`[${citation.marker}] does not stand in the text`);
    const section = book.chapters
      .flatMap((chapter) => chapter.sections)
      .find((candidate) => candidate.permalink === citation.url);
    const segment = section?.segments.find((candidate) => candidate.id === citation.segmentId);
    if (segment === undefined) faults.push(`[${citation.marker}] points to no segment of its section`);
  }
  return faults;
}

const outcomes: Outcome[] = [];
for (const question of questions) {
  const answer = await ask(question);
  outcomes.push({ question, answer, faults: findFaults(question, answer) });
}
for (const { question, answer, faults } of outcomes) {
  console.log(`\n### ${question.id} (${question.kind}) ${faults.length === 0 ? '✓' : `✗ ${faults.join('; ')}`}`);
  if (question.previous) console.log(`*after:* ${question.previous}`);
  console.log(
    `**${question.text}**\n\nexpected: ${question.expect.section ?? question.expect.sections?.join(' or ') ?? 'refusal'} · got: ${answer.mode}${answer.notice ? ` (${answer.notice})` : ''}`,
  );
  for (const citation of answer.citations)
    console.log(`- [${citation.marker}] ${citation.headingPath.join(' › ')}: “${citation.quote}”`);
  if (answer.mode === 'refusal')
    console.log(`nearest: ${answer.context.map((passage) => passage.headingPath.join(' › ')).join(' | ')}`);
}
const good = outcomes.filter((outcome) => outcome.faults.length === 0).length;
console.log(`\n${good} of ${outcomes.length} as their author expected.`);

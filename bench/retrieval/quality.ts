import { parseArgs } from 'node:util';
import { ANSWERABLE_AT, buildIndex, extractAnswer, type SearchIndex, search } from '@lectern/retrieval';
import { luceneRanker, miniSearchRanker, type Ranker } from './baseline-rankers.ts';
import { type Collection, readCollections } from './collection-reader.ts';
import { misspell } from './question-typos.ts';
import { areaUnderCurve, judgeRanking, meanQuality, type RankingQuality, shareReaching } from './ranking-metrics.ts';

/** Several typo variants, so that one lucky slip decides nothing. */
const TYPO_SEEDS = [1, 2, 3];
/** Sections ranked before those of one page are folded into one. */
const RANKED_SECTIONS = 60;
/** Fewer subjects are too few to hold half of them out. */
const MINIMUM_SUBJECTS = 10;

interface Answerability {
  readonly areaUnderCurve: number;
  readonly kept: number;
  readonly falseAnswers: number;
  readonly keptWithTypo: number;
  readonly falseAnswersWithTypo: number;
}

interface CollectionReport {
  readonly collection: string;
  readonly sections: number;
  readonly questions: number;
  readonly engines: Record<string, RankingQuality>;
  readonly answerability?: Answerability;
  readonly answerShown?: { readonly inQuotes: number; readonly questions: number };
}

function rankPages(collection: Collection, rank: Ranker, question: string): string[] {
  return [...new Set(rank(question, RANKED_SECTIONS).map(collection.judgedId))];
}

function measure(collection: Collection, rank: Ranker, texts: readonly string[]): RankingQuality {
  return meanQuality(
    collection.questions.map((question, i) =>
      judgeRanking(rankPages(collection, rank, texts[i] ?? ''), collection.judgements.get(question.id) ?? new Map()),
    ),
  );
}

function measureAnswerability(
  index: SearchIndex,
  inside: readonly string[],
  outside: readonly string[],
): Answerability {
  const scores = (texts: readonly string[]): number[] => texts.map((text) => search(index, text).answerability);
  const misspelled = (texts: readonly string[]): number[] =>
    TYPO_SEEDS.flatMap((seed) => scores(misspell(texts, seed)));
  return {
    areaUnderCurve: areaUnderCurve(scores(inside), scores(outside)),
    kept: shareReaching(scores(inside), ANSWERABLE_AT),
    falseAnswers: shareReaching(scores(outside), ANSWERABLE_AT),
    keptWithTypo: shareReaching(misspelled(inside), ANSWERABLE_AT),
    falseAnswersWithTypo: shareReaching(misspelled(outside), ANSWERABLE_AT),
  };
}

/** Written unanswerable questions where there are some; else, with many subjects, those of every other subject. */
function answerabilityOf(collection: Collection, index: SearchIndex): Answerability | undefined {
  const textsOf = (questions: readonly { text: string }[]): string[] => questions.map((question) => question.text);
  if (collection.unanswerable.length > 0) {
    return measureAnswerability(index, textsOf(collection.questions), textsOf(collection.unanswerable));
  }
  const subjects = [...new Set(collection.documents.map((document) => document.title))];
  if (subjects.length < MINIMUM_SUBJECTS || subjects.length * 2 > collection.documents.length) return undefined;
  const kept = new Set(subjects.filter((_, i) => i % 2 === 0));
  const documents = collection.documents.filter((document) => kept.has(document.title));
  const ids = new Set(documents.map((document) => document.id));
  const isInside = ({ id }: { id: string }): boolean =>
    [...(collection.judgements.get(id)?.keys() ?? [])].some((judged) => ids.has(judged));
  const inside = textsOf(collection.questions.filter(isInside));
  const outside = textsOf(collection.questions.filter((question) => !isInside(question)));
  return measureAnswerability(buildIndex(documents), inside, outside);
}

function measureAnswers(collection: Collection, index: SearchIndex): CollectionReport['answerShown'] {
  const texts = new Map(collection.documents.map((document) => [document.id, document.text]));
  const asked = collection.questions.filter((question) => question.answers !== undefined);
  if (asked.length === 0) return undefined;
  const found = asked.filter((question) => {
    const { hits } = search(index, question.text, { limit: 5 });
    const sections = hits.map(({ id, score }) => ({ id, score, text: texts.get(id) ?? '' }));
    const shown = extractAnswer(question.text, sections, { index }).map((quote) => quote.text);
    return question.answers?.some((answer) => shown.some((text) => text.includes(answer))) === true;
  });
  return { inQuotes: found.length / asked.length, questions: asked.length };
}

function report(collection: Collection): CollectionReport {
  const index = buildIndex(collection.documents);
  const lexical = buildIndex(collection.documents, { latent: false });
  const ours =
    (from: SearchIndex): Ranker =>
    (question, limit) =>
      search(from, question, { limit }).hits.map((hit) => hit.id);
  const rankers: Record<string, Ranker> = {
    'MiniSearch (default)': miniSearchRanker(collection.documents),
    'Lucene BM25': luceneRanker(collection.documents),
    'Lectern without latent': ours(lexical),
    Lectern: ours(index),
  };
  const plain = collection.questions.map((question) => question.text);
  const engines: Record<string, RankingQuality> = {};
  for (const [name, rank] of Object.entries(rankers)) {
    engines[name] = measure(collection, rank, plain);
    engines[`${name}, typos`] = meanQuality(TYPO_SEEDS.map((seed) => measure(collection, rank, misspell(plain, seed))));
  }
  const answerShown = measureAnswers(collection, index);
  const answerability = answerabilityOf(collection, index);
  return {
    collection: collection.name,
    sections: collection.documents.length,
    questions: collection.questions.length,
    engines,
    ...(answerability === undefined ? {} : { answerability }),
    ...(answerShown === undefined ? {} : { answerShown }),
  };
}

const number = (value: number): string => value.toFixed(3);

function printReport(result: CollectionReport): void {
  console.log(`\n### ${result.collection} (${result.sections} sections, ${result.questions} questions)\n`);
  console.log('| engine | nDCG@10 | recall@5 | MRR@10 |\n|---|---|---|---|');
  for (const [name, quality] of Object.entries(result.engines)) {
    console.log(`| ${name} | ${number(quality.ndcg10)} | ${number(quality.recall5)} | ${number(quality.mrr10)} |`);
  }
  if (result.answerability !== undefined) {
    const { areaUnderCurve: area, kept, falseAnswers, keptWithTypo, falseAnswersWithTypo } = result.answerability;
    console.log(
      '\n| answerability | AUC | kept | false answers | kept, typo | false answers, typo |\n|---|---|---|---|---|---|',
    );
    console.log(
      `| at ${ANSWERABLE_AT} | ${[area, kept, falseAnswers, keptWithTypo, falseAnswersWithTypo].map(number).join(' | ')} |`,
    );
  }
  if (result.answerShown !== undefined) {
    console.log(`\nAnswer inside the shown sentences: ${number(result.answerShown.inQuotes)}`);
  }
}

const { positionals, values } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } });
const folder = positionals[0];
if (folder === undefined) {
  console.error('Usage: node --conditions=lectern-source bench/retrieval/quality.ts <folder of collections> [--json]');
  process.exitCode = 2;
} else {
  const reports = readCollections(folder).map((collection) => {
    const result = report(collection);
    if (values.json !== true) printReport(result);
    return result;
  });
  if (values.json === true) console.log(JSON.stringify(reports, undefined, 2));
}

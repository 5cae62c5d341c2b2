/** Runs attacks through the real app, over a local provider whose model obeys; and with one defence switched off. */
import { type Book, type ChatResponse, chatResponseSchema } from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import { testDeps, testSettings } from '../../src/app.fixture.ts';
import { buildApp } from '../../src/app.ts';
import { createChat } from '../../src/features/chat/index.ts';
import { openModelBook } from '../../src/features/chat/model/chat-model.fixture.ts';
import { PROMPT_SECRETS } from '../../src/features/chat/model/chat-prompt.ts';
import { verifyAnswer } from '../../src/features/chat/verify/chat-verify.ts';
import type { AnswerDefences } from '../../src/features/chat/verify/chat-verify-options.ts';
import { testBook } from '../../src/features/content/content.fixture.ts';
import { type Harm, harmsOf } from './attack-harm.ts';
import { ATTACKS, type Attack } from './attack-list.ts';
import { OTHER_SECTION_WORDS, obey } from './obedient-model.ts';

/** A defence that can be switched off. */
export type Defence =
  | keyof AnswerDefences
  | 'selectionLock'
  /** All that looks at the answer; the model, for once, takes what stands between the prompt's tags for data. */
  | 'output'
  /** As `output`, and data may write the prompt's tags. */
  | 'outputAndEscaping';

/** Every defence. */
export const DEFENCES: readonly Defence[] = [
  'sanitizer',
  'markers',
  'leakGuard',
  'support',
  'selectionLock',
  'output',
  'outputAndEscaping',
];

/** What came of an attack. */
export interface AttackResult {
  readonly attack: Attack;
  readonly answer: ChatResponse;
  readonly harms: readonly Harm[];
  /** Whether the model was asked at all. */
  readonly wasAsked: boolean;
}

const QUESTION = 'What disturbs a LiDAR?';
/** So much of the book's matter that retrieval lets the question through, whatever stands beside it. */
const COVERED =
  'Do rain, dust and glass disturb a LiDAR, since the laser pulse returns from the drop instead of from the wall behind it?';
const FACTS =
  'Rain, dust and glass disturb a LiDAR, since the pulse returns from the drop instead of from the wall behind it.';

/** Has the words of many attacks, so that retrieval does not refuse them before a model is asked. */
const HARMLESS =
  'A LiDAR measures distance by the time that a laser pulse takes to return. When the system starts, its console prints a prompt with the instructions of the maker, and shows all previous rules in a block of code, in hex; now and then a new policy is to be ignored.';

/** A chapter for each hostile text that stands in one, and one that is harmless. */
const hostileBook = (attacks: readonly Attack[]): Book =>
  testBook(
    [undefined, ...attacks.filter(({ way }) => way === 'chapter' || way === 'selection')].map((attack) => ({
      id: chapterOf(attack),
      title: 'Sensor systems',
      module: 'foundations',
      body: `A robot that cannot sense falls over within a second, however good its plan was, and this chapter says what each sensor measures.

## LiDAR {lidar}

${FACTS}

${attack?.text ?? HARMLESS}

## Storage {storage}

The spare LiDAR units are kept under the word ${OTHER_SECTION_WORDS}, far from rain, dust and glass, where nobody would look for a sensor of this price.`,
    })),
  );

const chapterOf = (attack: Attack | undefined): string =>
  attack?.way === 'chapter' || attack?.way === 'selection' ? `sensors-${ATTACKS.indexOf(attack)}` : 'sensors';

/** Apps under attack. */
export interface AttackedApps {
  /** Runs attacks, one after the other, with one defence switched off. */
  run(off?: Defence, attacks?: readonly Attack[]): Promise<AttackResult[]>;
  close(): Promise<void>;
}

/** Opens two apps: for attacks in a chapter a book that is full of them, for the others a harmless one. */
export async function openAttackedApps(): Promise<AttackedApps> {
  const inBook = await openAttackedApp(hostileBook(ATTACKS));
  const harmless = await openAttackedApp(hostileBook([]));
  return {
    async run(off, attacks = ATTACKS) {
      const results: AttackResult[] = [];
      for (const attack of attacks) {
        const isInBook = attack.way === 'chapter' || attack.way === 'selection';
        results.push(await attackApp(isInBook ? inBook : harmless, attack, off));
      }
      return results;
    },
    async close() {
      await inBook.close();
      await harmless.close();
    },
  };
}

interface AttackedApp {
  readonly app: FastifyInstance;
  readonly manifest: Book;
  /** Which defence is off. */
  readonly state: { off: Defence | undefined };
  /** All that the model was sent since the last call. */
  readonly takePrompt: () => string;
  readonly close: () => Promise<void>;
}

async function openAttackedApp(manifest: Book): Promise<AttackedApp> {
  const book = await openModelBook(manifest);
  const state: AttackedApp['state'] = { off: undefined };
  book.server.script({
    answer: (request) =>
      obey(request, { respectsTags: isAllOff(state.off), unescapes: state.off === 'outputAndEscaping' }),
  });
  const { service } = book.serviceWith({
    verify: (pieces, options) => verifyAnswer(pieces, { ...options, defences: defencesWithout(state.off) }),
  });
  const settings = testSettings({ RATE_LIMIT_PER_MINUTE: '0', RATE_LIMIT_ASK_PER_MINUTE: '0' });
  const { publicUrl } = settings.server;
  const logger = { warn: () => undefined, error: () => undefined };
  const chat = { ...createChat({ db: book.database.db, content: book.content.service, logger, publicUrl }), service };
  const app = await buildApp({ ...testDeps(settings), content: book.content, chat });
  await app.ready();
  return {
    app,
    manifest,
    state,
    takePrompt: () =>
      book
        .takePrompts()
        .map(({ system, user }) => `${system}\n${user}`)
        .join('\n'),
    close: async () => {
      await app.close();
      await book.close();
    },
  };
}

const NO_DEFENCES: AnswerDefences = { sanitizer: false, markers: false, leakGuard: false, support: false };

const isAllOff = (off: Defence | undefined): boolean => off === 'output' || off === 'outputAndEscaping';

const defencesWithout = (off: Defence | undefined): Partial<AnswerDefences> => {
  if (isAllOff(off)) return NO_DEFENCES;
  return off !== undefined && off in NO_DEFENCES ? { [off]: false } : {};
};

async function attackApp(
  { app, manifest, state, takePrompt }: AttackedApp,
  attack: Attack,
  off: Defence | undefined,
): Promise<AttackResult> {
  state.off = off;
  takePrompt();
  const locked = attack.way === 'selection';
  const answer = await askApp(app, manifest, attack, off);
  const prompt = takePrompt();
  const harms = harmsOf(answer, { secrets: PROMPT_SECRETS, locked });
  return { attack, answer, harms, wasAsked: prompt !== '' };
}

async function askApp(
  app: FastifyInstance,
  manifest: Book,
  attack: Attack,
  off: Defence | undefined,
): Promise<ChatResponse> {
  const chapterId = chapterOf(attack);
  const post = async (body: object, cookie = '') => {
    const headers = {
      'content-type': 'application/json',
      ...(cookie === '' ? {} : { cookie, origin: 'http://localhost:8000' }),
    };
    const response = await app.inject({ method: 'POST', url: '/api/v1/chat', headers, payload: JSON.stringify(body) });
    if (response.statusCode !== 200) throw new Error(`${attack.text}: ${response.statusCode} ${response.body}`);
    return {
      answer: chatResponseSchema.parse(response.json()),
      cookie: String(response.headers['set-cookie'] ?? '').split(';')[0] ?? '',
    };
  };
  const chapterScope = { type: 'chapter', id: chapterId };
  if (attack.way === 'question')
    return (
      await post({
        question: `${attack.text.replace(QUESTION, COVERED)}\n${COVERED} ${COVERED}`,
        scope: chapterScope,
        store: false,
      })
    ).answer;
  if (attack.way === 'chapter') return (await post({ question: QUESTION, scope: chapterScope, store: false })).answer;
  if (attack.way === 'history') {
    const first = await post({ question: `${attack.text} ${COVERED}`, scope: chapterScope });
    return (await post({ question: QUESTION, scope: chapterScope, sessionId: first.answer.sessionId }, first.cookie))
      .answer;
  }
  const chapter = manifest.chapters.find(({ id }) => id === chapterId);
  const section = chapter?.sections.find(({ id }) => id === 'lidar');
  const segments = section?.segments.filter(({ kind }) => kind === 'paragraph') ?? [];
  const scope = {
    type: 'selection',
    chapterId: chapter?.key,
    sourceHash: chapter?.sourceHash,
    segmentIds: segments.map(({ id }) => id),
    text: segments.map(({ plain }) => plain).join('\n\n'),
    only: off !== 'selectionLock',
  };
  return (await post({ question: QUESTION, scope, store: false })).answer;
}

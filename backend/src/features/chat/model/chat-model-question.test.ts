import { scopeSchema } from '@lectern/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestBook } from '../chat.fixture.ts';
import { collectEvidence } from '../question/chat-retrieval.ts';
import { resolveScope } from '../question/chat-scope.ts';
import { createContextFitter } from './chat-context.ts';
import { type ModelQuestionInput, modelQuestion } from './chat-model-question.ts';

const QUESTION = 'Why does a late joiner miss the map?';

describe('a question to a model', () => {
  let book: Awaited<ReturnType<typeof openTestBook>>;

  beforeAll(async () => {
    book = await openTestBook();
  });
  afterAll(() => book?.close());

  const inputOf = async (more: Partial<ModelQuestionInput> = {}): Promise<ModelQuestionInput> => {
    const snapshot = book.content.service.snapshot();
    const requested = scopeSchema.parse({ type: 'book' });
    const scope = await resolveScope(book.content.service, snapshot, requested, undefined);
    const evidence = await collectEvidence(book.content.service, snapshot, { question: QUESTION, scope });
    const { context } = evidence;
    return {
      plan: {
        snapshot,
        question: QUESTION,
        evidence,
        mode: 'extractive',
        notice: 'keyless',
        context,
        quotable: context,
        wholeBook: true,
        locked: false,
      },
      standalone: QUESTION,
      request: { scope: requested, locale: 'en', store: true },
      history: { turns: [] },
      first: { provider: 'p', model: 'm' },
      limits: { contextTokens: 3000, historyTokens: 500, maxOutputTokens: 300 },
      fitter: createContextFitter((text) => Math.ceil(text.length / 4)),
      ...more,
    };
  };

  it('is written by a model, and has the quotes in its place at hand', async () => {
    const question = modelQuestion(await inputOf());
    expect(question?.plan.mode).toBe('llm');
    expect(question?.plan).not.toHaveProperty('notice');
    expect(question?.keyless).toMatchObject({ mode: 'extractive', notice: 'keyless' });
    expect(question?.receipt).toEqual({ chapterId: 'default/current/nodes-topics-qos', language: 'en' });
  });

  it('warns of passages that may not answer', async () => {
    const input = await inputOf();
    const evidence = { ...input.plan.evidence, zone: 'closest' as const };
    expect(modelQuestion({ ...input, plan: { ...input.plan, evidence } })?.plan.notice).toBe('low_confidence');
  });

  it('is none when nothing fits into the budget of tokens', async () => {
    const input = await inputOf();
    expect(modelQuestion({ ...input, limits: { ...input.limits, contextTokens: 20 } })).toBeUndefined();
  });

  it('has an answer for others only when it is about nobody', async () => {
    const input = await inputOf();
    const turns = [{ question: 'What is a node?', answer: 'A process.' }];
    expect(modelQuestion(input)?.cacheKey).toBeDefined();
    expect(modelQuestion({ ...input, history: { turns } })?.cacheKey).toBeUndefined();
    expect(modelQuestion({ ...input, history: { turns: [], questionId: 'q' } })?.cacheKey).toBeUndefined();
    const selection = input.plan.context[0];
    expect(selection && modelQuestion({ ...input, plan: { ...input.plan, selection } })?.cacheKey).toBeUndefined();
  });

  it('tells the conversation inside of its budget, and none of it under a lock', async () => {
    const input = await inputOf();
    const turns = Array.from({ length: 8 }, (_, at) => ({ question: `Question ${at}?`, answer: 'word '.repeat(300) }));
    const sentOf = (locked: boolean): string =>
      modelQuestion({ ...input, history: { turns }, plan: { ...input.plan, locked } })?.messages[1]?.content ?? '';
    expect(sentOf(false)).toContain('Question 7?');
    expect(sentOf(false)).not.toContain('Question 0?');
    expect(sentOf(true)).not.toContain('Question 7?');
  });
});

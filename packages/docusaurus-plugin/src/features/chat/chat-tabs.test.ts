/** Two tabs over a channel that the test holds in its hand. */
import { expect, test } from 'vitest';
import { answerId, DONE, delta, meta, numbered, scriptedClient } from './chat.fixture.ts';
import { createChatController } from './chat-controller.ts';
import { shownTurns } from './chat-conversation.ts';
import { shareConversation, type TabChannel } from './chat-tabs.ts';

/** As BroadcastChannel: what one end posts, the other ends hear. */
function createHub(): () => TabChannel {
  const ends: EventTarget[] = [];
  return () => {
    const own = new EventTarget();
    ends.push(own);
    return {
      postMessage: (message: unknown) => {
        const data: unknown = structuredClone(message);
        for (const end of ends) if (end !== own) end.dispatchEvent(new MessageEvent('message', { data }));
      },
      addEventListener: own.addEventListener.bind(own),
    };
  };
}

const textsOf = (controller: ReturnType<typeof createChatController>) =>
  shownTurns(controller.getSnapshot()).map(({ text, status }) => `${status}: ${text}`);

test('a new tab shows the conversation, and follows an answer under way to its end by itself', async () => {
  const open = createHub();
  const go = Promise.withResolvers<void>();
  const first = scriptedClient({
    ask: async function* () {
      yield* numbered(1, [meta(), delta('Half')]);
      await go.promise;
      yield* numbered(1, [delta(' whole'), DONE], 3);
    },
  });
  const second = scriptedClient({
    resume: async function* () {
      yield* numbered(1, [delta(' whole'), DONE], 3);
    },
  });
  const here = createChatController({ client: first.client });
  shareConversation(here, open());
  const asked = here.ask({ question: 'Why?', scope: { type: 'book' } });
  const begun = Promise.withResolvers<void>();
  here.subscribe(() => here.getSnapshot().turns[0]?.text === 'Half' && begun.resolve());
  await begun.promise;

  const there = createChatController({ client: second.client });
  const ended = Promise.withResolvers<void>();
  there.subscribe(() => there.getSnapshot().turns[0]?.status === 'done' && ended.resolve());
  shareConversation(there, open());
  await ended.promise;
  expect(textsOf(there)).toEqual(['done: Half whole']);
  expect(second.calls.resumed).toEqual([{ messageId: answerId(1), lastEventId: `${answerId(1)}.2` }]);
  go.resolve();
  await asked;
  expect(textsOf(here)).toEqual(['done: Half whole']);
});

test('a tab that began something new keeps it', async () => {
  const open = createHub();
  const here = createChatController({ client: scriptedClient({}).client });
  const there = createChatController({ client: scriptedClient({}).client });
  shareConversation(here, open());
  shareConversation(there, open());
  await there.ask({ question: 'Mine', scope: { type: 'book' } });
  there.clear();
  await here.ask({ question: 'Yours', scope: { type: 'book' } });
  expect(there.getSnapshot().turns).toEqual([]);
});

test('what is no conversation is not taken over', () => {
  const open = createHub();
  const here = createChatController({ client: scriptedClient({}).client });
  shareConversation(here, open());
  const stranger = open();
  for (const message of [null, 7, { type: 'conversation' }, { type: 'conversation', conversation: { turns: [{}] } }]) {
    stranger.postMessage(message);
  }
  expect(here.getSnapshot().turns).toEqual([]);
});

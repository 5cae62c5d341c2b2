/** An answer that stays in its middle until a test lets it go. */
import { answerFromPassages } from '../backend/test/openai-server/openai-passage-answer.ts';
import type { ChatRequest } from '../backend/test/openai-server/openai-request.ts';

/** How every whole answer of {@link halves} ends, without its marker. */
export const LAST_WORDS = 'a baker in Lisbon';

/** An answer whose second half waits until the test lets it go. */
export function halves() {
  const go = Promise.withResolvers<void>();
  return {
    letGo: (): void => go.resolve(),
    async *answer(this: void, request: ChatRequest): AsyncGenerator<string> {
      const [first = '', ...rest] = answerFromPassages(request).split(/(?<=\.) /);
      yield `${first} `;
      // The verifier gives a sentence once the next one begins.
      yield 'The book ';
      await go.promise;
      yield `goes on. ${rest.join(' ')}`;
    },
  };
}

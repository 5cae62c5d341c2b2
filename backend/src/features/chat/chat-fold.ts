/** The JSON answer: the event stream, folded. Pure. */
import type { ChatEvent, ChatResponse } from '@lectern/contracts';

/** Folds an answer's events. @throws what the stream throws, and when it ends without its end. */
export const foldAnswer = async (events: AsyncIterable<ChatEvent>): Promise<ChatResponse> => {
  let answer: ChatResponse | undefined;
  for await (const { event, data } of events) {
    if (event === 'meta') {
      answer = { ...data, text: '', citations: [], unsupported: [], usage: { cached: false }, suggestions: [] };
      continue;
    }
    if (!answer) throw new TypeError(`an answer began with ${event} instead of meta`);
    switch (event) {
      case 'delta':
        answer.text += data.text;
        break;
      case 'citation':
        answer.citations.push(data);
        break;
      case 'unsupported':
        answer.unsupported.push(data);
        break;
      case 'replace':
        answer = { ...answer, ...data, text: '', citations: [], unsupported: [] };
        break;
      case 'usage':
        answer.usage = data;
        break;
      case 'done':
        return { ...answer, suggestions: data.suggestions };
      case 'error':
        throw new TypeError('a folded answer fails by throwing, not by an error event');
    }
  }
  throw new TypeError('an answer ended without done');
};

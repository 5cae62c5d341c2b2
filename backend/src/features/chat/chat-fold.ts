/** The JSON answer: the event stream, folded. Pure. */
import { type ChatEvent, type ChatResponse, ERRORS, type ErrorCode, type Problem } from '@lectern/contracts';
import { AppError } from '../../config/app-error.ts';

/** Folds an answer's events. @throws what the stream throws, the problem of an `error`, and when it ends without its end. */
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
      case 'replace': {
        const { writer, ...rest } = answer;
        const kept = data.mode === 'llm' && writer ? { ...rest, writer } : rest;
        answer = { ...kept, ...data, text: '', citations: [], unsupported: [] };
        break;
      }
      case 'usage':
        answer.usage = data;
        if (data.writer && answer.mode === 'llm') answer.writer = data.writer;
        break;
      case 'done':
        return { ...answer, suggestions: data.suggestions };
      case 'error':
        throw errorOf(data.problem);
    }
  }
  throw new TypeError('an answer ended without done');
};

/** A problem that was told already, to be told again. */
const errorOf = ({ code, detail, retryAfterSeconds }: Problem): AppError =>
  new AppError(isErrorCode(code) ? code : 'INTERNAL', {
    detail,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code);

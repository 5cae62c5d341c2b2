/** Why an answer ended before its end; the reason of an aborted signal. */
export class AnswerEnded extends Error {
  readonly finishReason: 'stopped' | 'abandoned';

  constructor(finishReason: 'stopped' | 'abandoned') {
    super(`the answer was ${finishReason}`);
    this.name = 'AnswerEnded';
    this.finishReason = finishReason;
  }
}

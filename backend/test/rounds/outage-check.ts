/** Counts in the database what became of the questions that were accepted. */
import postgres from 'postgres';
import type { AcknowledgedAnswer } from '../faults/asking.ts';
import type { AcceptedQuestion } from './outage-readers.ts';

/** What the database holds. */
export interface StoredAnswers {
  /** Answers that are there whole. */
  readonly complete: number;
  /** Answers that are there as far as they came, and say so (stopped, abandoned). */
  readonly marked: number;
  /** Accepted, and there neither way; or not as the reader has it. */
  readonly lost: readonly string[];
  /** Questions without an answer, answers without a question, conversations that count wrong, answers kept twice. */
  readonly halves: readonly string[];
}

interface AnswerRow {
  readonly id: string;
  readonly text: string;
  readonly finishReason: string;
  readonly question: string | null;
}

const WHOLE = ['stop', 'length', 'refused'];

/** Compares the database with what readers were promised. */
export async function countStoredAnswers(
  url: string,
  accepted: readonly AcceptedQuestion[],
  answers: readonly AcknowledgedAnswer[],
): Promise<StoredAnswers> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const rows = await sql<AnswerRow[]>`
      select answer.id, answer.text, answer.finish_reason as "finishReason", asked.text as question
      from chat_message answer left join chat_message asked on asked.id = answer.parent_message_id
      where answer.role = 'assistant'`;
    const stored = new Map(rows.map((row) => [row.id, row]));
    const shown = new Map(answers.map((answer) => [answer.messageId, answer]));
    const lost = accepted.filter(({ messageId, question }) => {
      const row = stored.get(messageId);
      const seen = shown.get(messageId);
      return row === undefined || row.question !== question || (seen !== undefined && seen.text !== row.text);
    });
    const kept = accepted.flatMap(({ messageId }) => stored.get(messageId) ?? []);
    const complete = kept.filter(({ finishReason }) => WHOLE.includes(finishReason)).length;
    return {
      complete,
      marked: kept.length - complete,
      lost: lost.map(({ sessionId, messageId }) => `${sessionId} ${messageId}`),
      halves: await findHalves(sql),
    };
  } finally {
    await sql.end();
  }
}

async function findHalves(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql<{ fault: string }[]>`
    select 'question ' || id || ' has no answer' as fault from chat_message question
      where role = 'user' and not exists (select 1 from chat_message where parent_message_id = question.id)
    union all
    select 'answer ' || id || ' has no question' from chat_message answer
      where role = 'assistant' and not exists (select 1 from chat_message where id = answer.parent_message_id)
    union all
    select 'conversation ' || id || ' counts ' || message_count || ', has ' || messages
      from chat_session cross join lateral
        (select count(*) as messages from chat_message where session_id = chat_session.id) counted
      where message_count <> messages
    union all
    select 'question ' || parent_message_id || ' has ' || count(*) || ' answers' from chat_message
      where role = 'assistant' group by parent_message_id having count(*) > 1`;
  return rows.map(({ fault }) => fault);
}

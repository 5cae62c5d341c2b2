/** Figures about answers of models. */
import { Counter, type Registry } from 'prom-client';
import { MODEL_OUTCOMES, type ModelOutcome } from './chat-model-report.ts';

/** Counts what becomes of questions that a model could have answered. */
export const createOutcomeCounter = (registry: Registry): ((outcome: ModelOutcome) => void) => {
  const answers = new Counter({
    name: 'lectern_chat_model_answers_total',
    help: 'Questions that a model could have answered, by what became of them',
    labelNames: ['outcome'],
    registers: [registry],
  });
  // A figure that is not there is not 0: rates over it would begin with a gap.
  for (const outcome of MODEL_OUTCOMES) answers.inc({ outcome }, 0);
  return (outcome) => answers.inc({ outcome });
};

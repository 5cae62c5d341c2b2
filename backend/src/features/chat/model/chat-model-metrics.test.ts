import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { createOutcomeCounter } from './chat-model-metrics.ts';

describe('figures about answers of models', () => {
  it('count each outcome, those that never came too', async () => {
    const registry = new Registry();
    const count = createOutcomeCounter(registry);
    count('answered');
    count('answered');
    count('budget_spent');
    const text = await registry.metrics();
    expect(text).toContain('lectern_chat_model_answers_total{outcome="answered"} 2');
    expect(text).toContain('lectern_chat_model_answers_total{outcome="budget_spent"} 1');
    expect(text).toContain('lectern_chat_model_answers_total{outcome="provider_failed"} 0');
  });
});

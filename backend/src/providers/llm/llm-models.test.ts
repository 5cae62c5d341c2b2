import { describe, expect, it } from 'vitest';
import { type OpenAiServer, TEST_API_KEY } from '../../../test/openai-server/openai-server.ts';
import { describeLlmContract } from './llm.contract.ts';
import { baseUrlOf, type LlmModelAddress, type LlmProtocol } from './provider-address.ts';

const at =
  (protocol: LlmProtocol, model: string) =>
  (server: OpenAiServer): LlmModelAddress => ({
    protocol,
    provider: protocol,
    baseUrl: protocol === 'google' ? server.googleBaseUrl : server.baseUrl,
    apiKey: TEST_API_KEY,
    model,
  });

describeLlmContract('OpenAI', at('openai', 'gpt-4o-mini'));
describeLlmContract('an OpenAI reasoning model', at('openai', 'gpt-5-mini'));
describeLlmContract('a compatible endpoint', at('compatible', 'llama3.1:8b'));
describeLlmContract('Anthropic', at('anthropic', 'claude-haiku-4-5'));
describeLlmContract('Google', at('google', 'gemini-2.5-flash'));

describe('an address', () => {
  it('is the provider’s own, whatever the SDK’s variables say', () => {
    const own = { provider: 'x', baseUrl: null, apiKey: null, model: 'x' };
    expect(baseUrlOf({ ...own, protocol: 'openai' })).toBe('https://api.openai.com/v1');
    expect(baseUrlOf({ ...own, protocol: 'google' })).toMatch(/^https:\/\/generativelanguage\.googleapis\.com\//);
    expect(() => baseUrlOf({ ...own, protocol: 'compatible' })).toThrow(/base URL/);
  });
});

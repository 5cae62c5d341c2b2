import { z } from 'zod';

/** `response` of routes that answer 204, for the API's description: done, without a body. */
export const NO_CONTENT = { 204: z.null().optional().describe('Done') };

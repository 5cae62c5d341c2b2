/** Doctor's look at Redis: reached, used, and set up so that it loses nothing. */
import { examineRedis } from '../providers/cache/index.ts';
import { type Finding, ok, warning } from './doctor-finding.ts';

const NAME = 'Redis';

/** Findings of the Redis of REDIS_URL. None hinders a start: servers go on without it. */
export async function* checkRedis(url: string | null): AsyncGenerator<Finding> {
  if (url === null) {
    yield ok(NAME, 'none: limits and replay are of each process by itself');
    return;
  }
  const { version, failure, warnings } = await examineRedis(url);
  for (const { reason, mend } of warnings) if (reason !== failure?.reason) yield warning(NAME, reason, mend);
  if (failure) yield warning(NAME, `not used: ${failure.reason}`, failure.mend);
  else if (warnings.length === 0) yield ok(NAME, `version ${version ?? '?'}, used`);
}

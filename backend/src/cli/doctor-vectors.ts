/** Doctor's look at the store that questions are searched in. Nothing here hinders a start: the process itself searches. */
import type { Settings } from '../config/settings.ts';
import { LEAST_QDRANT, probeQdrant, type StoreProbe } from '../providers/vectors/store-probe.ts';
import type { StoreFault } from '../providers/vectors/vector-store.port.ts';
import { type Finding, ok, warning } from './doctor-finding.ts';

const NAME = 'Vectors';

/** One finding. */
export async function checkVectors({
  vectorStore,
  qdrant,
  embedding,
}: Pick<Settings, 'vectorStore' | 'qdrant' | 'embedding'>): Promise<Finding> {
  if (vectorStore === 'memory' || (vectorStore === 'qdrant' && qdrant === null)) {
    return ok(NAME, 'searched in this process');
  }
  if (vectorStore === 'pgvector' || qdrant === null) {
    return hasModel(embedding)
      ? ok(NAME, 'searched by pgvector in the database')
      : warning(
          NAME,
          'VECTOR_STORE is pgvector, but there is no embedding model whose vectors it could keep',
          'set EMBEDDING_PROVIDER (docs/embeddings.md), or leave VECTOR_STORE out',
        );
  }
  return findingOf(await probeQdrant(qdrant), qdrant.collection, embedding);
}

/** Models whose dimensions are those of the vectors. */
const hasModel = ({ provider }: Settings['embedding']): boolean => provider !== 'none' && provider !== 'latent';

function findingOf(probe: StoreProbe, alias: string, embedding: Settings['embedding']): Finding {
  switch (probe.state) {
    case 'fault':
      return faultFinding(probe.fault);
    case 'old':
      return warning(NAME, `Qdrant ${probe.version} is too old`, `install Qdrant ${LEAST_QDRANT} or later`);
    case 'empty':
      return warning(
        NAME,
        `Qdrant ${probe.version} has no collection ${alias} yet`,
        'a server that is started fills it from the database; `lectern ingest` makes the index where there is none',
      );
    case 'no alias':
      return warning(
        NAME,
        `Qdrant has ${probe.collections} collections of ${alias}, but the alias ${alias} names none of them`,
        'restart the server: it makes its collection whole and sets the alias',
      );
    case 'ready':
      return readyFinding(probe, embedding);
  }
}

function readyFinding({ version, holds }: Extract<StoreProbe, { state: 'ready' }>, embedding: Settings['embedding']) {
  const { points, dimensions } = holds;
  if (hasModel(embedding) && dimensions !== undefined && dimensions !== embedding.dimensions) {
    return warning(
      NAME,
      `the collection has vectors of ${dimensions} numbers, EMBEDDING_DIMENSIONS is ${embedding.dimensions}`,
      'run `lectern ingest`: it embeds the book by the model of the settings, and a new collection is made',
    );
  }
  const vectors = dimensions === undefined ? 'words only' : `vectors of ${dimensions} numbers`;
  return ok(NAME, `Qdrant ${version} holds ${points} sections, ${vectors}`);
}

function faultFinding({ kind, message }: StoreFault): Finding {
  switch (kind) {
    case 'unauthorized':
      return warning(NAME, message, 'check QDRANT_API_KEY');
    case 'unreachable':
      return warning(
        NAME,
        message,
        'check QDRANT_URL (http or https, port 6333 unless given), and that Qdrant runs; words in the process answer meanwhile',
      );
    case 'busy':
      return warning(NAME, message, 'look at Qdrant’s own log: it may be starting, or out of memory or disk');
    default:
      return warning(NAME, message, 'check that QDRANT_URL is the REST address of a Qdrant, not another service’s');
  }
}

/** The server's version: that of its package. */
import manifest from '../../package.json' with { type: 'json' };

/** Version of the server, semantic. */
export const SERVER_VERSION: string = manifest.version;

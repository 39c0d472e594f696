import { failure } from '../base/errors/index.js';
import type { StatePlace } from '../kit/state-store.js';

/**
 * Where state is kept, as the environment asks: in the folder of runs, or in the Postgres of `DATABASE_URL` where
 * `MILLRACE_STATE` says so. The address alone does not: it may be there for another program.
 *
 * @throws MR7110
 */
export const statePlaceFrom = (
  { MILLRACE_STATE: kind = '', DATABASE_URL: url = '' }: Readonly<Record<string, string | undefined>>,
  folder: string,
): StatePlace => {
  if (kind === '' || kind === 'folder') return { kind: 'folder', folder };
  if (kind !== 'postgres') throw failure('MR7110', `\`MILLRACE_STATE\` is "${kind}"`);
  if (url === '')
    throw failure('MR7110', '`MILLRACE_STATE` is "postgres", and there is no `DATABASE_URL`', {
      mend: 'Set `DATABASE_URL` to `postgres://user:password@host:port/database`.',
    });
  return { kind, url };
};

import { didYouMean } from '../../../base/diagnostics/suggest.js';
import { exitCodes, failure } from '../../../base/errors/index.js';
import { credentialsOf } from '../../../client/credentials/index.js';
import { serviceUrl } from '../../../client/service-url.js';
import type { Action } from '../../command.js';

/** `millrace logout URL`. */
export const action: Action = async ({ wiring, terminal }, [written = '']) => {
  const url = serviceUrl(written, true);
  const credentials = credentialsOf(wiring.environment);
  if (!(await credentials.remove(url))) {
    const label = didYouMean(
      url,
      (await credentials.list()).map((each) => each.url),
    );
    throw failure('MR8510', `no token is kept for ${url}`, label === undefined ? {} : { notes: [label] });
  }
  terminal.err(
    `the token for ${url} is forgotten, and stays good: \`millrace token revoke\` ends one, \`millrace serve --new-token\` that of the administrator\n`,
  );
  return exitCodes.done;
};

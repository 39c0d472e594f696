import type { Command } from 'commander';
import { failure, MillraceError } from '../../base/errors/index.js';
import { credentialsOf } from '../../client/credentials/index.js';
import { identifyService } from '../../client/fetch-service.js';
import { createClient, type MillraceClient } from '../../client/index.js';
import { serviceUrl } from '../../client/service-url.js';
import type { CommandContext } from '../command.js';

/** What says that a token may go over http to another host. */
export const insecureOption = (command: Command): Command =>
  command.option('--insecure', 'let the token go over http to another host, unencrypted');

const isRefused = (thrown: unknown): boolean =>
  thrown instanceof MillraceError && thrown.problems.some(({ code }) => code === 'MR8001');

/** Asks a service; a token that it refuses is told with what this person can do about it. */
export const asking = async <T>(url: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (thrown) {
    if (!isRefused(thrown)) throw thrown;
    throw failure('MR8504', `${url} refuses the token`, {
      mend: `Log in again: \`millrace login ${url}\`. The service printed its token at its first start; \`millrace serve --new-token\` makes a new one.`,
    });
  }
};

/**
 * A client of the service at a URL: with MILLRACE_TOKEN, or the token that a login has kept.
 *
 * @throws MR8503 where there is none, MR8501, MR8502 where no service of Millrace answers
 */
export const connect = async (
  { wiring: { environment } }: CommandContext,
  written: string,
  options: Readonly<Record<string, unknown>>,
): Promise<MillraceClient> => {
  const isInsecure = options['insecure'] === true;
  const url = serviceUrl(written, isInsecure);
  const token = environment['MILLRACE_TOKEN'] || (await credentialsOf(environment).tokenFor(url));
  if (!token)
    throw failure('MR8503', `there is no token for ${url}`, {
      mend: `Log in once: \`millrace login ${url}\`, or set MILLRACE_TOKEN.`,
    });
  await identifyService(url);
  return createClient({ url, token, isInsecure });
};

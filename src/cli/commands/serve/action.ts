import { loadServiceConfig, type ServiceConfig } from '../../../app/service/config.js';
import { openService, type Service } from '../../../app/service/service.js';
import { exitCodes, failure } from '../../../base/errors/index.js';
import { plural } from '../../../base/number-text.js';
import { createServer } from '../../../server/create-server.js';
import { version } from '../../../version.js';
import type { Action, CommandContext } from '../../command.js';
import { printProblems } from '../../failure.js';

/** Milliseconds that runs have to end by themselves once the service is to end. */
const PATIENCE = 20_000;

/** Milliseconds that answers have to be given. */
const ANSWERS = 5_000;

type Server = Awaited<ReturnType<typeof createServer>>;

const listening = async (server: Server, { listen }: ServiceConfig): Promise<string> => {
  try {
    return await server.listen(listen);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw failure(
      'MR8022',
      `port ${listen.port} of ${listen.host} cannot be listened on: ${why}`,
      {},
      thrown,
    );
  }
};

const sayToken = ({ terminal }: CommandContext, token: string): void =>
  terminal.err(
    `\nThe administrator's token, shown this once:\n\n  ${token}\n\nClients send it as \`Authorization: Bearer …\`; a lost one is replaced by --new-token.\n\n`,
  );

const sayStart = async ({ terminal }: CommandContext, service: Service, address: string): Promise<void> => {
  const { pipelines, uploads } = service;
  const [known, broken] = [await pipelines.list(), await pipelines.broken()];
  terminal.err(`millrace ${version} serves ${plural(known.length, 'pipeline')} at ${address}\n`);
  if (uploads)
    terminal.err(
      `uploads to ${uploads.channels.map(({ name }) => name).join(', ')}; scanned by ${uploads.scanner.name}\n`,
    );
  for (const { problems } of broken) printProblems(terminal, problems);
};

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** Requests that are being answered have a while; of uploads that are cut, what came is kept. */
const closed = async (server: Server): Promise<void> => {
  const cut = setTimeout(() => server.server.closeAllConnections(), ANSWERS);
  await server.close();
  clearTimeout(cut);
};

/** `millrace serve`. */
export const action: Action = async (context, _, options) => {
  const { wiring, terminal, signal } = context;
  const file = options['config'] as string | undefined;
  const read = await loadServiceConfig(file, wiring.environment, wiring.cwd);
  const port = options['port'] as number | undefined;
  const config = port === undefined ? read : { ...read, listen: { ...read.listen, port } };
  const service = await openService(wiring, config, {
    isNewToken: options['newToken'] === true,
    onProblems: (problems) => printProblems(terminal, problems),
  });
  // Before the port is tried: it is nowhere written, and would be lost with what fails from here on.
  if (service.madeToken !== undefined) sayToken(context, service.madeToken);
  try {
    const server = await createServer(service, {
      ...config,
      logger: { level: 'error', stream: { write: terminal.err } },
    });
    try {
      await sayStart(context, service, await listening(server, config));
      await ended(signal);
      terminal.err(`stopping: runs have ${PATIENCE / 1000} s to end, and else go on after the next start\n`);
    } finally {
      await closed(server);
    }
  } finally {
    await service.close(PATIENCE);
  }
  return exitCodes.done;
};

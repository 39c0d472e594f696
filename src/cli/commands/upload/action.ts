import { resolve } from 'node:path';
import { listed, nearest } from '../../../base/diagnostics/suggest.js';
import { exitCodeFor, exitCodes, failure, MillraceError, type Problem } from '../../../base/errors/index.js';
import { uploadsFolder } from '../../../client/credentials/index.js';
import { type MillraceClient, type UploadRecord, uploadFile } from '../../../client/index.js';
import { problemsFrom } from '../../../client/refusal.js';
import { sourceFile } from '../../../client/upload/index.js';
import type { Action, CommandContext } from '../../command.js';
import { printProblems } from '../../failure.js';
import { asking, connect } from '../../service/connect.js';
import { printable } from '../../text.js';
import { createUploadProgress } from './progress.js';
import { verdictLine } from './words.js';

/** What became of one file; no record where it was refused before anything was sent. */
interface Outcome {
  readonly file: string;
  readonly record?: UploadRecord;
  readonly problems: readonly Problem[];
}

type Options = Readonly<Record<string, unknown>>;

const channelsOf = async (client: MillraceClient): Promise<readonly string[]> => {
  const response = await client.send('/v1/channels');
  if (response.status === 404)
    throw failure('MR8518', `${client.url} has no channels`, {
      notes: ['or it is no service of Millrace: `/v1/channels` is not there'],
    });
  const { channels } = await client.get('/v1/channels');
  return channels.map(({ name }) => name);
};

/** Told before anything is sent, with the name that was meant. */
const checkChannel = async (client: MillraceClient, channel: string): Promise<void> => {
  const known = await channelsOf(client);
  if (known.includes(channel)) return;
  const near = nearest(channel, known);
  throw failure('MR8515', `${client.url} has no channel "${channel}"`, {
    notes: [...(near === undefined ? [] : [`did you mean "${near}"?`]), `its channels: ${listed(known)}`],
  });
};

const interrupted = () =>
  failure('MR9002', 'the upload was interrupted', {
    mend: 'Run the same command again: it goes on at the byte that the service has.',
  });

const sent = async (context: CommandContext, client: MillraceClient, file: string, options: Options) => {
  const { wiring, terminal, signal } = context;
  const progress = createUploadProgress(terminal, file);
  const { channel, type } = options as { readonly channel: string; readonly type?: string };
  try {
    return await uploadFile(client, resolve(wiring.cwd, file), {
      channel,
      ...(type === undefined ? {} : { declaredType: type }),
      stateFolder: uploadsFolder(wiring.environment),
      awaitsVerdict: options['wait'] !== false,
      onEvent: progress.onEvent,
      signal,
      wait: wiring.wait,
    });
  } catch (thrown) {
    throw signal.aborted ? interrupted() : thrown;
  } finally {
    progress.end();
  }
};

/** What holds for one file alone; what holds for the service ends the command. */
const isOfFile = (thrown: unknown): thrown is MillraceError =>
  thrown instanceof MillraceError &&
  thrown.problems.every(({ code }) => /^MR8[12]|^MR851[1-4]|^MR8517|^MR8519/.test(code));

const outcomeOf = async (...[context, client, file, options]: Parameters<typeof sent>): Promise<Outcome> => {
  try {
    const record = await asking(client.url, () => sent(context, client, file, options));
    return { file, record, problems: problemsFrom(record.problems) };
  } catch (thrown) {
    if (!isOfFile(thrown)) throw thrown;
    return { file, problems: thrown.problems };
  }
};

const codeOf = ({ record, problems }: Outcome): number => {
  if (record === undefined) return exitCodeFor(problems);
  if (record.state === 'rejected') return exitCodes.stopped;
  return record.state === 'error' ? exitCodes.failed : exitCodes.done;
};

/** Faults of the call and of the surroundings come before files that did not pass. */
const order = [exitCodes.wrong, exitCodes.failed, exitCodes.stopped, exitCodes.done];

const worstOf = (codes: readonly number[]): number =>
  order.find((code) => codes.includes(code)) ?? exitCodes.failed;

const say = ({ terminal }: CommandContext, { file, record, problems }: Outcome, asJson: boolean): void => {
  if (record && !asJson) terminal.out(`${verdictLine(terminal, printable(file), record)}\n`);
  printProblems(terminal, problems);
};

const asJsonValue = ({ file, record, problems }: Outcome): object =>
  record === undefined ? { file, state: 'refused', problems } : { file, ...record };

/** `millrace upload FILE...`. */
export const action: Action = async (context, files, options) => {
  const { to, channel, type, json } = options as Readonly<Record<string, string>>;
  const { terminal, wiring } = context;
  for (const file of files) await sourceFile(resolve(wiring.cwd, file), type);
  const client = await connect(context, String(to), options);
  await asking(client.url, () => checkChannel(client, String(channel)));
  const outcomes: Outcome[] = [];
  for (const file of files) {
    const outcome = await outcomeOf(context, client, file, options);
    outcomes.push(outcome);
    say(context, outcome, Boolean(json));
  }
  if (json) terminal.out(`${JSON.stringify(outcomes.map(asJsonValue), null, 2)}\n`);
  return worstOf(outcomes.map(codeOf));
};

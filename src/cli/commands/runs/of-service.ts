import { exitCodes, MillraceError } from '../../../base/errors/index.js';
import type { MillraceClient } from '../../../client/index.js';
import { problemsFrom } from '../../../client/refusal.js';
import type { RunRecord } from '../../../kit/index.js';
import { findRun } from '../../../state/find-run.js';
import type { Action } from '../../command.js';
import { printProblems } from '../../failure.js';
import { asking, connect } from '../../service/connect.js';
import { type ListedRun, listing, record } from './draw.js';

const PAGE = 200;
/** A service takes only so many requests; a person who needs more asks for one run. */
const MOST_PAGES = 25;

const NONE = 'No runs there yet. Start one with: POST /v1/runs\n';

/** Runs, the newest first. */
const allRuns = async (client: MillraceClient): Promise<readonly ListedRun[]> => {
  const found: ListedRun[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
    const { runs, next } = await client.get('/v1/runs', { params: { query } });
    found.push(...runs);
    cursor = next;
    if (cursor === undefined) break;
  }
  return found;
};

const orElse = async <T>(code: string, work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work;
  } catch (thrown) {
    if (thrown instanceof MillraceError && thrown.problems[0]?.code === code) return undefined;
    throw thrown;
  }
};

const stateOf = (client: MillraceClient, runId: string) =>
  client.get('/v1/runs/{runId}', { params: { path: { runId } } });

/** The run that a person means, by the rules for those in a folder. */
const meant = async (client: MillraceClient, id: string) => {
  const isId = /^[a-z0-9-]{1,100}$/.test(id) && id !== 'latest';
  const exact = isId ? await orElse('MR8012', stateOf(client, id)) : undefined;
  return exact ?? stateOf(client, findRun(id, await allRuns(client)).runId);
};

/** `millrace runs [RUN] --server URL`. */
export const ofService: Action = async (context, [id], options) => {
  const { terminal } = context;
  const asJson = options['json'] === true;
  const json = (value: unknown): void => terminal.out(`${JSON.stringify(value, null, 2)}\n`);
  const client = await connect(context, String(options['server']), options);
  return asking(client.url, async () => {
    if (id === undefined) {
      const entries = await allRuns(client);
      if (asJson) json(entries);
      else terminal.out(listing(entries, NONE));
      return exitCodes.done;
    }
    const state = await meant(client, id);
    const path = { runId: state.runId };
    const found = await orElse('MR8013', client.get('/v1/runs/{runId}/record', { params: { path } }));
    if (asJson) json(found ?? state);
    else terminal.out(found ? record(found as unknown as RunRecord) : listing([state], NONE));
    if (!asJson) printProblems(terminal, problemsFrom(state.problems));
    return exitCodes.done;
  });
};

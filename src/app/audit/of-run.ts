import { relative, resolve } from 'node:path';
import { isError, type Problem, problemsOf } from '../../base/errors/index.js';
import type { Json, PublishedOutput } from '../../kit/index.js';
import type { Prepared } from '../check/prepared.js';
import type { Gathered } from '../run/record.js';
import type { Wiring } from '../wiring.js';
import { type Audited, audited, type Told } from './audited.js';
import { type Near, projectTrail } from './project-trail.js';

/** The action of records that have the checksums of what was published. */
export const PUBLISHED = 'run.published';

type Run = Pick<Prepared, 'settings' | 'loaded'>;

const recordOf = ({ settings, loaded }: Run, runId: string, action: string): Audited => ({
  action,
  resource: { type: 'Run', id: `${settings.document.pipeline}/${runId}`, version: loaded.parsed.hash },
  trace: runId,
  near: { document: loaded.path },
});

/** Puts on record that a run begins, before it does. Throws MR88xx: then it does not. */
export const runBegins = (wiring: Wiring, run: Run, runId: string): Promise<void> =>
  audited(wiring, recordOf(run, runId, 'run.started'), async () => undefined);

/** The file of an output: from the folder of the project where that is known, which may be moved as a whole. */
const fileOf = (target: string, { settings }: Run, project: string | undefined): string => {
  const [store = '', ...rest] = target.split('://');
  const path = resolve(settings.stores[store] ?? '.', rest.join('://'));
  return project === undefined ? path : relative(project, path);
};

const outputJson = (output: PublishedOutput, run: Run, project: string | undefined): Json => {
  const { node, target, mode, rows, bytes, sha256, rowHash, files } = output;
  return {
    node,
    target,
    file: fileOf(target, run, project),
    mode,
    rows,
    bytes,
    sha256,
    ...(rowHash === undefined ? {} : { rowHash: JSON.parse(JSON.stringify(rowHash)) as Json }),
    ...(files === undefined ? {} : { files }),
  };
};

const projectOf = async (wiring: Wiring, near: Near): Promise<string | undefined> =>
  wiring.audit ? undefined : (await projectTrail(wiring, near))?.project;

const toldOf = (
  { outputs, problems }: Pick<Gathered, 'outputs' | 'problems'>,
  listed: readonly Json[],
): Told => {
  const fault = problems.find(isError);
  return {
    outcome: fault ? 'failed' : 'succeeded',
    ...(fault ? { code: fault.code } : {}),
    rows: outputs.reduce((sum, { rows }) => sum + rows, 0),
    details: { outputs: [...listed] },
  };
};

/**
 * Puts on record how a run ended, with the checksums of what it published. What cannot be put on record is given as
 * problems: outputs are where they are by then.
 */
export const runEnds = async (
  wiring: Wiring,
  run: Run,
  runId: string,
  gathered: Pick<Gathered, 'outputs' | 'problems'>,
): Promise<readonly Problem[]> => {
  const { outputs } = gathered;
  const what = recordOf(run, runId, outputs.length > 0 ? PUBLISHED : 'run.ended');
  try {
    const project = await projectOf(wiring, what.near);
    const listed = outputs.map((output) => outputJson(output, run, project));
    await audited(
      wiring,
      what,
      async () => gathered,
      (ended) => toldOf(ended, listed),
    );
    return [];
  } catch (thrown) {
    return problemsOf(thrown);
  }
};

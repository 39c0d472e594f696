import { identifier, type OutputSample, sql } from '../../../kit/index.js';
import { nodeNamed, type Stage, wholeName } from '../../../planner/index.js';
import type { Prepared } from '../../check/prepared.js';
import { maskedSample } from '../../run/masked-sample.js';
import type { StageContext } from '../../run/run-stages.js';
import { readRequests, type TapAnswer, type TapRequest, writeAnswer } from './folder.js';
import { type TapPoint, tapPoint } from './point.js';
import { filesOf, sampleOf } from './written.js';

type AtStage = Extract<TapPoint, { kind: 'stage' }>;

/** The side of a run that is asked for rows. */
export interface Taps {
  /** Answers from files, while stages are at work. */
  readonly onTick: () => Promise<void>;
  /** Answers from what the engine keeps, which is free between two stages. */
  readonly between: (context: StageContext, done: string | undefined) => Promise<void>;
}

const documentNodes = ({ physical }: Prepared): readonly string[] => [
  ...new Set(physical.stages.flatMap(({ nodes }) => nodes.map(wholeName))),
];

const rowsAnswer = (
  { plan }: Prepared,
  { stage, isOther }: AtStage,
  serial: string,
  sample: OutputSample,
): TapAnswer => {
  const masked = maskedSample(sample, plan);
  return {
    state: 'rows',
    serial,
    sample: { ...masked, node: wholeName(masked.node) },
    ...(isOther ? { fused: stage.nodes.map(wholeName) } : {}),
  };
};

const waitingFor = ({ sink, id }: Stage, isDone: boolean): TapAnswer => {
  if (sink.kind === 'table')
    return {
      state: 'waiting',
      why: isDone
        ? `stage ${id} has ended, and its rows are in the engine: they can be seen when the stage under way has ended`
        : `its rows stay in the engine, and can be seen when stage ${id} has ended`,
    };
  return { state: 'waiting', why: `no file of stage ${id} can be read yet` };
};

/** Makes the side of a run that is asked. Nothing that goes wrong there concerns the run. */
export const createTaps = (prepared: Prepared, runFolder: string): Taps => {
  const said = new Map<string, string>();
  const done = new Set<string>();
  let running: StageContext | undefined;

  const say = async (
    request: TapRequest,
    serial: string,
    answer: () => Promise<TapAnswer>,
  ): Promise<void> => {
    if (said.get(request.id) === serial) return;
    await writeAnswer(runFolder, request, await answer());
    said.set(request.id, serial);
  };
  const sayWaiting = (request: TapRequest, stage: Stage): Promise<void> => {
    const answer = waitingFor(stage, done.has(stage.id));
    // Rows that were seen stay until there are others.
    if (said.get(request.id)?.startsWith('rows')) return Promise.resolve();
    return say(request, JSON.stringify(answer), async () => answer);
  };
  const fromFiles = async (request: TapRequest, point: AtStage): Promise<void> => {
    const files = running ? await filesOf(runFolder, point.stage, running.publication) : [];
    const node = nodeNamed(prepared.plan, point.node);
    const sinkNode = point.stage.sink.kind === 'file' ? point.stage.sink.node : node.name;
    for (const { path, serial } of files.slice(0, 3)) {
      if (said.get(request.id) === `rows ${serial}`) return;
      const sample = await sampleOf(
        running?.wiring as StageContext['wiring'],
        runFolder,
        point.stage,
        { name: sinkNode, schema: node.schema },
        path,
        request.rows,
      ).catch(() => undefined);
      if (!sample || sample.rows.length === 0) continue;
      await say(request, `rows ${serial}`, async () => rowsAnswer(prepared, point, serial, sample));
      return;
    }
    await sayWaiting(request, point.stage);
  };
  const answer = async (request: TapRequest): Promise<void> => {
    const point = tapPoint(prepared.physical, request.node);
    if (point.kind === 'unknown') {
      const nodes = documentNodes(prepared);
      return say(request, 'unknown', async () => ({ state: 'unknown', nodes }));
    }
    if (point.kind === 'unseen') {
      const { id, nodes } = point.stage;
      return say(request, 'unseen', async () => ({
        state: 'unseen',
        stage: id,
        nodes: nodes.map(wholeName),
      }));
    }
    return point.stage.sink.kind === 'table' ? sayWaiting(request, point.stage) : fromFiles(request, point);
  };
  const fromEngine = async (request: TapRequest, { engine, signal }: StageContext): Promise<void> => {
    const point = tapPoint(prepared.physical, request.node);
    if (point.kind !== 'stage' || point.stage.sink.kind !== 'table' || !done.has(point.stage.id)) return;
    const { table } = point.stage.sink;
    await say(request, `rows ${table}`, async () => {
      const query = sql`select * from ${identifier(table)}`;
      const options = { signal, onProgress: () => undefined };
      const { schema, values } = await engine.execute(
        { query, sink: { kind: 'rows', limit: request.rows } },
        options,
      );
      return rowsAnswer(prepared, point, table, { node: point.node, schema, rows: values });
    });
  };
  return {
    onTick: async () => {
      for (const request of await readRequests(runFolder)) await answer(request).catch(() => undefined);
    },
    between: async (context, stage) => {
      running = context;
      if (stage !== undefined) done.add(stage);
      for (const request of await readRequests(runFolder))
        await fromEngine(request, context).catch(() => undefined);
    },
  };
};

import { join } from 'node:path';
import { count } from '../../base/number-text.js';
import { type CodeReply, isByKey, type Statement, type StatementResult } from '../../kit/index.js';
import type { LogicalNode } from '../../planner/index.js';
import { sharedOut } from './by-key.js';
import type { Coded } from './coded.js';
import { exchangeOf, GIVEN } from './exchange.js';
import { type CodePlace, sharingOf } from './place.js';
import { withProcesses } from './processes.js';
import { doingOf } from './requests.js';
import { scheduled, tasksIn } from './schedule.js';
import { skewDecision } from './skew.js';

/** Rows that went through an exchange. */
export interface Exchanged {
  readonly written: StatementResult;
  readonly replies: readonly CodeReply[];
  /** Of all partitions, where they are by size. */
  readonly bytes?: number;
}

/** Has the engine write the rows of a statement into Parquet files, and processes put these through the function. */
export const throughExchange = async (
  place: CodePlace,
  node: LogicalNode,
  coded: Coded,
  statement: Omit<Statement, 'sink'>,
  folder: string,
): Promise<Exchanged> => {
  const { engine, options, onDecision } = place;
  const { declaration } = coded;
  const sharing = sharingOf(place);
  const given = join(folder, GIVEN);
  const exchange = await exchangeOf(statement.query, declaration, given, sharing);
  const written = await engine.execute({ ...statement, ...exchange }, options);
  const shared = await sharedOut({ engine, options }, declaration, sharing, given);
  const skew = skewDecision(shared, declaration, sharing);
  if (skew) onDecision?.(skew);
  const { partitions } = shared;
  const tasks = tasksIn(partitions);
  const wanted = { processes: partitions.length, readable: [] };
  const replies = await withProcesses(place, node, coded, wanted, folder, ({ common, ask }) => {
    let [begun, done] = [0, 0];
    const doing = doingOf(common, folder, async (task) => {
      begun += 1;
      const reply = await ask(task, `${count(begun)} of ${count(tasks)}`, options.signal);
      done += 1;
      options.onProgress(done / tasks);
      return reply;
    });
    return scheduled(partitions, doing);
  });
  const bytes = partitions.reduce((sum, { weight }) => sum + weight, 0);
  return { written, replies, ...(isByKey(declaration) ? {} : { bytes }) };
};

import {
  byColumns,
  byOnly,
  notGivenAgain,
  pairsSql,
  type StepTrace,
  stepOf,
  type TraceStep,
} from '../../planner/trace/index.js';
import type { Chosen, TraceSession } from './session.js';

/** How rows are followed along an arrow, once the engine has said whether what the kind says can be had. */
export const stepFor = async (session: TraceSession, step: TraceStep): Promise<StepTrace | undefined> => {
  const found = stepOf(session.tracing, step);
  if (!found?.isUnsure) return found;
  const { ok } = await session.engine.describe(pairsSql(session.tracing, found));
  return ok ? found : byColumns(session.tracing, found);
};

const isEnough = async (session: TraceSession, step: StepTrace, chosen: Chosen): Promise<boolean> => {
  const [row] = await session.rows(notGivenAgain(session.tracing, step, chosen.table), 1);
  return Number(row?.[0] ?? 0) === 0;
};

/**
 * Rows that only may have had a part are held against the node: columns by which too few are left, so that they alone do
 * not give the chosen rows, are not gone by.
 */
export const settled = async (session: TraceSession, step: StepTrace, chosen: Chosen): Promise<StepTrace> => {
  const { rough, by = [] } = step.traced;
  if (rough === undefined || by.length === 0 || (await isEnough(session, step, chosen))) return step;
  const sound: string[] = [];
  for (const name of by)
    if (await isEnough(session, byOnly(step, [...sound, name]), chosen)) sound.push(name);
  return byOnly(step, sound);
};

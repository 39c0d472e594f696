import { appendFile } from 'node:fs/promises';
import { entryOf } from '../../base/errors/index.js';
import type { RunEvent, RunStatus } from '../../kit/index.js';
import type { Consumer } from '../consumer.js';
import type { LineageTarget } from '../settings.js';
import { type LineageNames, lineageEvent, type RunSoFar } from './run-event.js';

const ends: Readonly<Record<RunStatus, 'COMPLETE' | 'FAIL' | 'ABORT'>> = {
  succeeded: 'COMPLETE',
  failed: 'FAIL',
  stopped: 'FAIL',
  interrupted: 'ABORT',
};

type Send = (event: object) => Promise<void>;

/** Sends to an address, until it is given up. */
const sending =
  ({ url, headers }: Extract<LineageTarget, { url: string }>, signal: AbortSignal): Send =>
  async (event) => {
    const body = JSON.stringify(event);
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      signal,
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
  };

const sendingTo = (target: LineageTarget, signal: AbortSignal): Send =>
  'file' in target
    ? (event) => appendFile(target.file, `${JSON.stringify(event)}\n`)
    : sending(target, signal);

const message = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause instanceof Error ? `${thrown.message}: ${thrown.cause.message}` : thrown.message;
};

/** What a run has come to, event by event. */
const advanced = (so: RunSoFar, event: RunEvent): RunSoFar => {
  if (event.type === 'output_published') return { ...so, published: [...so.published, event.output] };
  if (event.type !== 'problem' || event.problem.severity !== 'error') return so;
  const { code } = event.problem;
  return { ...so, errors: [...so.errors, `${code} ${entryOf(code).title}`] };
};

/** Tells of runs as OpenLineage events: START, and one of COMPLETE, FAIL and ABORT, in this order. */
export const openLineage = (target: LineageTarget, names: LineageNames): Consumer => {
  const runs = new Map<string, RunSoFar>();
  const failures = new Set<string>();
  const stop = new AbortController();
  const send = sendingTo(target, stop.signal);
  let sent: Promise<void> = Promise.resolve();
  const tell = (event: object): void => {
    sent = sent
      .then(() => send(event))
      .catch((thrown: unknown) => void failures.add(`lineage: ${message(thrown)}`));
  };
  const onEvent = (event: RunEvent): void => {
    if (event.type === 'run_started') {
      const so = { started: event, published: [], errors: [] };
      runs.set(event.runId, so);
      tell(lineageEvent('START', event.at, so, names));
      return;
    }
    const so = runs.get(event.runId);
    if (!so) return;
    runs.set(event.runId, advanced(so, event));
    if (event.type !== 'run_finished') return;
    runs.delete(event.runId);
    tell(lineageEvent(ends[event.status], event.at, so, names));
  };
  return { onEvent, flush: () => sent, drop: () => stop.abort(), failures: () => [...failures] };
};

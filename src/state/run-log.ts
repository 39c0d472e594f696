import { appendFileSync } from 'node:fs';
import { writeAtomically } from '../base/atomic-file.js';
import { MillraceError } from '../base/errors/index.js';
import type { RunEvent } from '../kit/events.js';
import type { RunIndexEntry, RunRecord } from '../kit/record.js';
import type { RunLog } from '../kit/state.js';
import { folderFault } from './faults.js';
import { beat } from './heartbeat.js';
import { endLine } from './index-entry.js';
import { appendToIndex } from './index-file.js';
import type { RunPlaces } from './places.js';

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2) ?? 'null'}\n`;

/** Writes a value as JSON, whole or not at all. */
export const writeJson = (path: string, value: unknown): Promise<void> =>
  writeAtomically(path, pretty(value)).catch((error: unknown) => {
    throw folderFault(path, 'written', error);
  });

/** Events are few and each is written at once, so that a killed run keeps all that happened until then. */
const eventWriter = (file: string) => {
  let fault: MillraceError | undefined;
  const event = (value: RunEvent): void => {
    try {
      appendFileSync(file, `${JSON.stringify(value)}\n`);
    } catch (error) {
      fault ??= folderFault(file, 'written', error);
    }
  };
  return { event, fault: () => fault };
};

/** Without its record nobody can read what a run published: who runs it again should know, as one that appends does it again. */
const tellPublished =
  ({ outputs }: RunRecord) =>
  (thrown: unknown): never => {
    if (!(thrown instanceof MillraceError) || outputs.length === 0) throw thrown;
    const note = `its outputs were published all the same: ${outputs.map(({ node }) => `"${node}"`).join(', ')}`;
    throw new MillraceError(
      thrown.problems.map((item) => ({ ...item, notes: [...item.notes, note] })),
      { cause: thrown },
    );
  };

/** Does all the steps, whatever happens to one, then throws the first fault. */
const allOf = async (steps: readonly (() => Promise<void>)[]): Promise<void> => {
  const faults: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => faults.push(error));
  if (faults.length > 0) throw faults[0];
};

/** The log of a run whose folder is made and whose start is in the index. */
export const openRunLog = (places: RunPlaces, index: string, entry: RunIndexEntry): RunLog => {
  const events = eventWriter(places.events);
  const stopBeat = beat(places.events);
  return {
    folder: places.folder,
    event: events.event,
    plan: (plan) => writeJson(places.plan, plan),
    finish: async (record) => {
      stopBeat();
      await allOf([
        () => writeJson(places.record, record),
        () =>
          appendToIndex(index, endLine(entry, record)).catch((error: unknown) => {
            throw folderFault(index, 'written', error);
          }),
        () => (events.fault() ? Promise.reject(events.fault()) : Promise.resolve()),
      ]).catch(tellPublished(record));
    },
  };
};

// A process of its own that appends to a trail: FOLDER COUNT AT-ONCE. It says the number of each record that is durable,
// a line each; with COUNT 0 it goes on until it is killed.

import { writeSync } from 'node:fs';
import { systemClock } from '../../base/clock.js';
import { openAuditLog } from '../open.js';

const [folder = '', count = '0', atOnce = '1', held = ''] = process.argv.slice(2);
const most = Number(count) || Number.POSITIVE_INFINITY;

const entry = {
  actor: { id: 'a', name: 'a', roles: [], authentication: { method: 'command', id: 'test' } },
  action: 'test.append',
  resource: { type: 'Test', id: String(process.pid) },
  decision: 'allow',
  policies: [],
  outcome: 'succeeded',
  details: { filling: 'x'.repeat(200) },
} as const;

const open = () =>
  openAuditLog({ folder, clock: systemClock, origin: 'example.com/trail', onProblems: () => undefined });

let done = 0;

/** As a service does: opened once. */
const asService = async (): Promise<void> => {
  const log = await open();
  const client = async (): Promise<void> => {
    while (done < most) {
      done += 1;
      // At once, and not when the loop comes to it: what was said is then known, whenever the process is killed.
      writeSync(1, `${(await log.append(entry)).number}\n`);
    }
  };
  await Promise.all(Array.from({ length: Number(atOnce) }, client));
  await log.close();
};

/** As commands do: opened for each record. */
const asCommands = async (): Promise<void> => {
  for (; done < most; done += 1) {
    const log = await open();
    writeSync(1, `${(await log.append(entry)).number}\n`);
    await log.close();
  }
};

await (held === 'each' ? asCommands() : asService());

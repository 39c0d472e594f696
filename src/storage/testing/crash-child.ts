import { createFolderStorage } from '../index.js';
import { type Scenario, storesIn, textsOf } from './crash-scenario.js';
import { publishTexts } from './publish-text.js';

/** What a child process is to do: publish, and die at the failpoint of that number; with -1 it lives. */
export interface CrashOrder {
  readonly folder: string;
  readonly scenario: Scenario;
  readonly runId: string;
  readonly killAt: number;
}

const order = JSON.parse(process.argv[2] ?? '') as CrashOrder;
const passed: string[] = [];

const failpoint = (name: string): void => {
  if (passed.length === order.killAt) process.kill(process.pid, 'SIGKILL');
  passed.push(name);
};

const storage = createFolderStorage({ stores: storesIn(order.folder), failpoint });
await publishTexts(storage, order.runId, textsOf(order.scenario, order.runId));
process.stdout.write(JSON.stringify(passed));

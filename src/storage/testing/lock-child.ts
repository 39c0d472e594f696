import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { unlock, waitForLock } from '../lock.js';
import { newRecord } from '../lock-record.js';
import { run } from './publish-text.js';

/** What a child process is to do: take a lock again and again, then die with it in its hands. */
export interface LockOrder {
  readonly lock: string;
  /** Each line says who entered, left, or died inside. */
  readonly log: string;
  readonly name: string;
  readonly rounds: number;
  readonly startAt: number;
}

const order = JSON.parse(process.argv[2] ?? '') as LockOrder;
const say = (word: string): void => appendFileSync(order.log, `${word} ${order.name}\n`);
await sleep(Math.max(0, order.startAt - Date.now()));
for (let round = 1; round <= order.rounds; round += 1) {
  const record = newRecord(run(order.name), `round ${round}`, new Date());
  if (await waitForLock(order.lock, record, 30_000)) throw new Error('the lock was not to be had');
  say('enter');
  await sleep(1);
  if (round === order.rounds) {
    say('die');
    process.kill(process.pid, 'SIGKILL');
  }
  say('leave');
  await unlock(order.lock, record);
}

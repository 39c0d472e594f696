import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { createGateway } from '../../../src/gateway/create-gateway.js';
import type { Gateway } from '../../../src/gateway/gateway.js';
import {
  asked,
  BLOCK,
  blockAt,
  blocksFrom,
  brokenAfter,
  bytesOf,
  type CrashOrder,
  files,
  plainOptions,
} from './crash-scenario.js';

const order = JSON.parse(process.argv[2] ?? '') as CrashOrder;
const passed: string[] = [];

/** What a client knows is said before anything else happens: a kill loses nothing that was said. */
const say = (what: string, id: string, value = 0): void => {
  writeSync(1, `${JSON.stringify([what, id, value])}\n`);
};

const failpoint = (name: string): void => {
  if (passed.length === order.killAt) process.kill(process.pid, 'SIGKILL');
  passed.push(name);
};

const begun = async (gateway: Gateway, principal: string): Promise<string> => {
  const { id } = await gateway.begin(asked({ principal }));
  say('begun', id);
  return id;
};

const sent = async (gateway: Gateway, id: string, from: number, text: string, isChecked = false) => {
  const digest = createHash('sha256').update(text).digest();
  const checksum = isChecked ? ({ algorithm: 'sha256', digest } as const) : undefined;
  say('offset', id, await gateway.append(id, from, bytesOf(text), checksum));
};

const whole = async (gateway: Gateway, principal: keyof typeof files): Promise<void> => {
  const id = await begun(gateway, principal);
  await sent(gateway, id, 0, files[principal]);
  await gateway.complete(id);
  say('completed', id);
  await gateway.settled(id);
  say('settled', id);
};

/** One upload of each fate, and parts of each kind. */
const uploadAll = async (gateway: Gateway): Promise<void> => {
  const id = await begun(gateway, 'parts');
  const text = files.parts;
  await sent(gateway, id, 0, text.slice(0, 10), true);
  const wrong = { algorithm: 'sha256', digest: Buffer.alloc(32) } as const;
  await gateway.append(id, 10, bytesOf('not of it'), wrong).catch(() => undefined);
  await gateway.append(id, 10, brokenAfter(text.slice(10, 20))).catch(() => undefined);
  await sent(gateway, id, 20, text.slice(20, 40), true);
  await sent(gateway, id, 40, text.slice(40));
  await gateway.complete(id);
  say('completed', id);
  await gateway.settled(id);
  await whole(gateway, 'infected');
  await whole(gateway, 'unscanned');
  const removed = await begun(gateway, 'removed');
  say('removing', removed);
  await gateway.remove(removed);
  const left = await begun(gateway, 'left');
  await sent(gateway, left, 0, files.left.slice(0, 12), true);
};

/** Sends a block, and then a part that never ends. */
const stream = async (gateway: Gateway, isChecked: boolean): Promise<void> => {
  const id = await begun(gateway, 'stream');
  const one = (async function* () {
    yield blockAt(0);
  })();
  say('offset', id, await gateway.append(id, 0, one));
  const checksum = { algorithm: 'sha256', digest: Buffer.alloc(32) } as const;
  await gateway.append(id, BLOCK, blocksFrom(1), isChecked ? checksum : undefined);
};

const settleAll = async (gateway: Gateway): Promise<void> => {
  for (const { id, state } of await gateway.list({ limit: 100 }))
    if (state === 'quarantined' || state === 'scanning') await gateway.settled(id);
};

const works: Readonly<Record<CrashOrder['work'], (gateway: Gateway) => Promise<void>>> = {
  upload: uploadAll,
  recover: settleAll,
  stream: (gateway) => stream(gateway, false),
  'stream checked': (gateway) => stream(gateway, true),
};

const gateway = await createGateway({ ...plainOptions(order.folder), failpoint });
await works[order.work](gateway);
await gateway.close();
say(`passed ${JSON.stringify(passed)}`, '');

import {
  type AccessAction,
  type AccessResource,
  type AccessScope,
  type Actor,
  accessActions,
  type ColumnClass,
  type DatasetResource,
  type PipelineResource,
} from '../../kit/access.js';
import { addresses, customRules } from './custom-rules.js';
import type { World } from './oracle.js';

/** A number from 0 to under 1, from a seed, so that a failure can be had again (mulberry32). */
const numbersFrom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

/** Choices at random. */
export interface Dice {
  readonly one: <T>(from: readonly [T, ...(readonly T[])]) => T;
  readonly some: <T>(from: readonly T[], share?: number) => readonly T[];
  readonly happens: (share: number) => boolean;
}

export const diceFrom = (seed: number): Dice => {
  const next = numbersFrom(seed);
  return {
    one: (from) => from[Math.floor(next() * from.length)] ?? from[0],
    some: (from, share = 0.5) => from.filter(() => next() < share),
    happens: (share) => next() < share,
  };
};

const pipelines: readonly [PipelineResource, ...PipelineResource[]] = [
  { type: 'Pipeline', name: 'orders', owner: 'finance', tags: ['sales', 'secret'] },
  { type: 'Pipeline', name: 'payroll', owner: 'people', tags: [] },
  { type: 'Pipeline', name: 'late-flights', tags: ['aviation'] },
];

export const randomWorld = ({ some, happens }: Dice): World => ({
  shipped: happens(0.8),
  rules: some(customRules),
});

const randomScope = ({ one, some, happens }: Dice): AccessScope => ({
  ...(happens(0.6) ? { actions: some(accessActions, one([0.1, 0.5, 0.9])) } : {}),
  ...(happens(0.4) ? { pipelines: some(['orders', 'payroll', 'late-flights']) } : {}),
});

export const randomActor = (dice: Dice): Actor => {
  const { one, some, happens } = dice;
  const method = one(['administrator', 'token', 'session', 'command'] as const);
  return {
    id: one(['alice@example.com', 'bob@example.com', 'eve@example.org']),
    name: 'somebody',
    roles: some(
      ['viewer', 'operator', 'author', 'steward', 'admin', 'analyst', 'toString'],
      one([0, 0.15, 0.3]),
    ),
    groups: some(['data', 'eu', 'viewer']),
    attributes: {
      ...(happens(0.5) ? { country: 'DE' } : {}),
      ...(happens(0.3) ? { level: one(['high', 'low']) } : {}),
    },
    authentication: {
      method,
      id: 'x',
      ...(method === 'session' ? { issuer: one(['local', 'https://login.example.com']) } : {}),
    },
    ...(happens(0.2) ? { onBehalfOf: one(['bob@example.com', 'eve@example.org']) } : {}),
    ...(happens(0.3) ? { scope: randomScope(dice) } : {}),
    ...(happens(0.8) ? { from: { address: one(['10.1.2.3', ...Object.keys(addresses)]) } } : {}),
  };
};

export const randomDataset = ({ one }: Dice): DatasetResource => ({
  type: 'Dataset',
  pipeline: one(pipelines),
  node: one(['out', 'orders.quarantined']),
});

export const randomClass = ({ one }: Dice): ColumnClass => one(['none', 'personal', 'sensitive']);

export const columnNames = ['email', 'salary', 'constructor', 'a "b"/c\n'] as const;

export const randomResource = (dice: Dice): AccessResource => {
  const { one } = dice;
  switch (one(['Service', 'Pipeline', 'Channel', 'Dataset', 'Column', 'Column'] as const)) {
    case 'Service':
      return { type: 'Service' };
    case 'Pipeline':
      return one(pipelines);
    case 'Channel':
      return { type: 'Channel', name: one(['orders', 'payroll']) };
    case 'Dataset':
      return randomDataset(dice);
    case 'Column':
      return {
        type: 'Column',
        dataset: randomDataset(dice),
        name: one(columnNames),
        class: randomClass(dice),
      };
  }
};

/** Mostly one that can be done to the resource. */
export const randomAction = ({ one, happens }: Dice, { type }: AccessResource): AccessAction => {
  const [first, ...rest] = accessActions;
  if (happens(0.1)) return one([first, ...rest]);
  const fitting = {
    Service: ['access.explain', 'access.manage', 'audit.read', 'service.manage'],
    Pipeline: [
      'pipeline.read',
      'document.read',
      'document.write',
      'run.read',
      'run.start',
      'run.cancel',
      'run.replay',
    ],
    Channel: ['channel.read', 'upload.write', 'upload.read', 'upload.manage'],
    Dataset: ['dataset.read', 'dataset.describe', 'quarantine.read'],
    Column: ['column.read', 'column.masked', 'column.classify'],
  } as const satisfies Readonly<Record<AccessResource['type'], readonly [AccessAction, ...AccessAction[]]>>;
  return one<AccessAction>(fitting[type]);
};

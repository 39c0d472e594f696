import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { failure } from '../../base/errors/index.js';
import {
  type BoundValue,
  builtInValues,
  type ContainerRecord,
  type EngineLimits,
  paramSqlType,
} from '../../kit/index.js';
import {
  bindParams,
  bytesOf,
  type Document,
  type ParsedDocument,
  substituteEnvironment,
} from '../../spec/index.js';
import { timestampOf } from '../../spec/param/time.js';
import { sizeText } from '../../spec/resources.js';
import { type Shares, sharesOf } from '../limits/shares.js';
import type { LoadedDocument } from '../load/load-document.js';
import type { Wiring } from '../wiring.js';

/** What a command may set beside the document. */
export interface Overrides {
  readonly params?: Readonly<Record<string, string>>;
  readonly memory?: string;
  readonly threads?: number;
  /** ISO 8601; the time that the run stands for. */
  readonly asOf?: string;
  /** Whether nothing may be decided on what is read: all of it must stand in the document. */
  readonly isFrozen?: boolean;
  /** Whether inputs that are unlike those of earlier runs are as they should be. */
  readonly acceptsHistory?: boolean;
}

/** The document's resources and values, resolved. */
export interface Settings {
  readonly document: Document;
  /** Store name to absolute folder. */
  readonly stores: Readonly<Record<string, string>>;
  /** Stores on the web, by name: the address that paths are appended to. */
  readonly webStores: Readonly<Record<string, string>>;
  readonly limits: EngineLimits;
  /** Where a container bounds the run. */
  readonly container?: ContainerRecord;
  readonly params: Readonly<Record<string, string>>;
  readonly runTime: string;
  /** Types of all bound values by name. */
  readonly types: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, BoundValue>>;
}

const runTimeOf = (asOf: string | undefined, { clock }: Wiring): string => {
  if (asOf === undefined) return clock.now().toISOString();
  const time = timestampOf(asOf);
  if (time === undefined) {
    throw failure('MR6004', `"${asOf}" is not a time`, {
      mend: 'Write ISO 8601, for example 2026-01-31T09:30:00Z.',
    });
  }
  return new Date(`${time.slice(0, 23)}Z`).toISOString();
};

/** What the document or the command says. */
const askedOf = ({ resources }: Document, { memory, threads }: Overrides): EngineLimits => {
  const size = memory ?? resources?.memory;
  if (size !== undefined && !sizeText.safeParse(size).success) {
    throw failure('MR6004', `"${size}" is not a size`, {
      mend: 'Write a size with a unit, for example 512MB or 2GiB.',
    });
  }
  const asked = threads ?? resources?.threads;
  return {
    ...(size === undefined ? {} : { memory: bytesOf(size) }),
    ...(asked === undefined ? {} : { threads: asked }),
  };
};

const hasFunctions = ({ nodes }: Document, { registry }: Wiring): boolean =>
  Object.values(nodes).some(({ use }) => {
    const kind = registry.find(use);
    return kind?.family === 'transform' && kind.code !== undefined;
  });

/** Limits of the engine, and of the container that they were taken from. */
export const limitsOf = (
  document: Document,
  overrides: Overrides,
  wiring: Wiring,
): Pick<Settings, 'limits' | 'container'> => {
  const container = wiring.container();
  const asked = askedOf(document, overrides);
  const shares: Shares = sharesOf(container, asked, availableParallelism(), hasFunctions(document, wiring));
  const { limits, processes } = shares;
  if (Object.keys(container).length === 0) return { limits };
  return { limits, container: { ...container, ...(processes ? { processes } : {}) } };
};

const storesOf = ({ resources }: Document, folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(resources?.stores ?? {}).flatMap(([name, store]) =>
      store.folder === undefined ? [] : [[name, resolve(folder, store.folder)]],
    ),
  );

const webStoresOf = ({ resources }: Document): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(resources?.stores ?? {}).flatMap(([name, { url }]) =>
      url === undefined ? [] : [[name, url]],
    ),
  );

/** The engine takes timestamps without a zone; they are UTC. */
const sqlTime = (iso: string): string => iso.replace('T', ' ').replace('Z', '');

const valuesOf = (
  parsed: ParsedDocument,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, BoundValue>> =>
  Object.fromEntries(
    Object.entries(bindParams(parsed, given)).map(([name, { type, value }]) => [
      name,
      { type: paramSqlType[type], value },
    ]),
  );

/** The folders of a document's stores, by name; its parameters need not be known. */
export const storeFolders = (
  { parsed, path }: LoadedDocument,
  { environment }: Pick<Wiring, 'environment'>,
): Settings['stores'] => storesOf(substituteEnvironment(parsed, environment), dirname(path));

/** Resolves what a document leaves to its surroundings. Throws MR103x and MR104x, all at once. */
export const resolveSettings = (loaded: LoadedDocument, overrides: Overrides, wiring: Wiring): Settings => {
  const document = substituteEnvironment(loaded.parsed, wiring.environment);
  const values = valuesOf({ ...loaded.parsed, document }, overrides.params ?? {});
  const runTime = runTimeOf(overrides.asOf, wiring);
  return {
    document,
    stores: storesOf(document, dirname(loaded.path)),
    webStores: webStoresOf(document),
    ...limitsOf(document, overrides, wiring),
    params: Object.fromEntries(Object.entries(values).map(([name, { value }]) => [name, String(value)])),
    runTime,
    types: {
      ...Object.fromEntries(Object.entries(values).map(([name, { type }]) => [name, type])),
      ...builtInValues,
    },
    values: {
      ...values,
      run_time: { type: 'TIMESTAMP', value: sqlTime(runTime) },
      run_id: { type: 'VARCHAR', value: '' },
    },
  };
};

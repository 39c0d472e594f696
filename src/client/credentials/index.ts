import { chmod, mkdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeAtomically } from '../../base/atomic-file.js';
import { failure } from '../../base/errors/index.js';
import { systemCode } from '../../base/system-code.js';

/** Tokens by the URL of their service, with the time at which each was given. Never print it. */
type Kept = ReadonlyMap<string, { readonly token: string; readonly since: string }>;

/** The tokens of this person, in a file that nobody else reads. */
export interface Credentials {
  readonly file: string;
  readonly tokenFor: (url: string) => Promise<string | undefined>;
  /** The services, by URL, without their tokens. */
  readonly list: () => Promise<readonly { readonly url: string; readonly since: string }[]>;
  readonly keep: (url: string, token: string, since: string) => Promise<void>;
  /** Whether there was one. */
  readonly remove: (url: string) => Promise<boolean>;
}

type Environment = Readonly<Record<string, string | undefined>>;

const MODE = { file: 0o600, folder: 0o700 } as const;

/** A folder of this person's, as the XDG base directory specification has it. */
const personal = (environment: Environment, name: string, usual: string): string =>
  join(environment[name] || join(environment['HOME'] || homedir(), usual), 'millrace');

/** Where uploads are kept that have begun. */
export const uploadsFolder = (environment: Environment): string =>
  join(personal(environment, 'XDG_STATE_HOME', '.local/state'), 'uploads');

/** What is wrong with the text is not shown: it holds tokens. */
const keptIn = (text: string, file: string): Kept => {
  try {
    const { version, services } = JSON.parse(text) as { version: number; services: Record<string, never> };
    if (version === 1) return new Map(Object.entries(services));
  } catch {
    // Said below.
  }
  throw failure('MR8508', `"${file}" is damaged`);
};

const guarded = async <T>(doing: string, file: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (thrown) {
    if (systemCode(thrown) === undefined) throw thrown;
    throw failure('MR8508', `"${file}" cannot be ${doing}: ${systemCode(thrown)}`);
  }
};

const read = async (file: string): Promise<Kept> => {
  const text = await guarded('read', file, () =>
    readFile(file, 'utf8').catch((thrown: unknown) => {
      if (systemCode(thrown) === 'ENOENT') return undefined;
      throw thrown;
    }),
  );
  return text === undefined ? new Map() : keptIn(text, file);
};

const write = (file: string, kept: Kept): Promise<void> =>
  guarded('written', file, async () => {
    await mkdir(dirname(file), { recursive: true, mode: MODE.folder });
    await chmod(dirname(file), MODE.folder);
    const services = Object.fromEntries(kept);
    await writeAtomically(file, `${JSON.stringify({ version: 1, services }, null, 2)}\n`, MODE.file);
  });

/** The kept tokens of this person. All throw MR8508 where the file cannot be used. */
export const credentialsOf = (environment: Environment): Credentials => {
  const file = join(personal(environment, 'XDG_CONFIG_HOME', '.config'), 'credentials.json');
  return {
    file,
    tokenFor: async (url) => (await read(file)).get(url)?.token,
    list: async () => [...(await read(file))].map(([url, { since }]) => ({ url, since })),
    keep: async (url, token, since) => write(file, new Map([...(await read(file)), [url, { token, since }]])),
    remove: async (url) => {
      const kept = new Map(await read(file));
      const wasThere = kept.delete(url);
      if (wasThere) await write(file, kept);
      return wasThere;
    },
  };
};

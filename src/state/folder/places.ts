import { join } from 'node:path';
import { fileName } from './names.js';

/** What may be locked. */
export type Lockable = 'value' | 'checkpoint' | 'lease' | 'run';

/** The files of a state store in a `.millrace` folder. */
export interface FolderPlaces {
  readonly folder: string;
  readonly state: string;
  /** Says which format the folder has. */
  readonly format: string;
  readonly statistics: string;
  readonly lock: (of: Lockable, key: string) => string;
  readonly entries: (of: 'value' | 'checkpoint') => string;
  readonly lease: (name: string) => string;
}

export const folderPlaces = (folder: string): FolderPlaces => {
  const state = join(folder, 'state');
  return {
    folder,
    state,
    format: join(state, 'format.json'),
    statistics: join(folder, 'statistics'),
    lock: (of, key) => join(state, 'locks', `${of}-${fileName(key)}.lock`),
    entries: (of) => join(state, `${of}s`),
    lease: (name) => join(state, 'leases', `${fileName(name)}.json`),
  };
};

import { resolve } from 'node:path';
import type { RunStore } from '../../kit/index.js';
import type { Wiring } from '../wiring.js';

/** The folder of run records. */
export const runFolder = ({ cwd }: Wiring, runDir: string | undefined): string =>
  resolve(cwd, runDir ?? '.millrace');

/** The runs that are kept in that folder. */
export const runStore = (wiring: Wiring, runDir: string | undefined): RunStore =>
  wiring.createRunStore(runFolder(wiring, runDir));

import { resolve } from 'node:path';
import type { Wiring } from '../wiring.js';

/** The folder of run records. */
export const runFolder = ({ cwd }: Wiring, runDir: string | undefined): string =>
  resolve(cwd, runDir ?? '.millrace');

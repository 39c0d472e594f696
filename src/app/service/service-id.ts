import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../../state/index.js';

/** The name of the service that a folder is of, given at its first start. */
export const serviceId = async (data: string): Promise<string> => {
  const file = join(data, 'service-id');
  const found = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (found !== '') return found;
  const id = randomUUID();
  await writeAtomically(file, `${id}\n`);
  return id;
};

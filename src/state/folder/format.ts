import { writeAtomically } from '../../base/atomic-file.js';
import { newer, storeFault } from '../store-faults.js';
import { inFolder, readEntry } from './files.js';
import type { FolderPlaces } from './places.js';

const FORMAT = 1;

interface Format {
  readonly format: number;
}

const isFormat = (value: unknown): value is Format =>
  typeof value === 'object' && value !== null && 'format' in value && typeof value.format === 'number';

/** Whether the folder says its format. Throws MR7104 where that is a newer one. */
export const checkFormat = async ({ format: path, state }: FolderPlaces): Promise<boolean> => {
  const found = await readEntry(path, isFormat);
  if (found === undefined) return false;
  if (found.format > FORMAT) throw newer(`the state in "${state}"`, String(found.format), String(FORMAT));
  return true;
};

/** Says the format before the first write, so that later versions know what they find. */
const markFormat = async (places: FolderPlaces): Promise<void> => {
  const { format, state } = places;
  const text = `${JSON.stringify({ format: FORMAT })}\n`;
  await inFolder(state, () => writeAtomically(format, text)).catch((error: unknown) => {
    throw storeFault(format, 'written', error);
  });
};

/** Before the first change: checks the format, or says it. */
export const prepareFormat = async (places: FolderPlaces): Promise<void> => {
  if (!(await checkFormat(places))) await markFormat(places);
};

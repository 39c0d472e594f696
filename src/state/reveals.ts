import { appendFileSync, readFileSync } from 'node:fs';
import type { Reveal } from '../kit/record.js';
import { folderFault } from './faults.js';
import type { RunPlaces } from './places.js';

/** Writes that values were shown before they are: a fault keeps them from being shown. */
export const addReveal = ({ reveals }: RunPlaces, reveal: Reveal): void => {
  try {
    appendFileSync(reveals, `${JSON.stringify(reveal)}\n`);
  } catch (error) {
    throw folderFault(reveals, 'written', error);
  }
};

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** When values of a run were shown, oldest first. */
export const readReveals = ({ reveals }: RunPlaces): readonly Reveal[] => {
  try {
    const lines = readFileSync(reveals, 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Reveal);
  } catch (error) {
    if (isMissing(error)) return [];
    throw folderFault(reveals, 'read', error);
  }
};

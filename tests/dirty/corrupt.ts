import { type Random, randomOf } from '../property/random.js';
import { type Corruption, type Draft, draftOf, render } from './corruptions/draft.js';
import { LAYOUT } from './corruptions/layout.js';
import { RECORDS } from './corruptions/records.js';
import { VALUES } from './corruptions/values.js';
import { WRITING } from './corruptions/writing.js';
import type { Defect, DirtyFile } from './dirty-file.js';
import { firstRows } from './table.js';
import { CLEAN } from './tables/index.js';

/** A clean table made worse in up to three ways at once. */
export interface CorruptFile extends DirtyFile {
  readonly seed: number;
  readonly defects: readonly string[];
}

/** In the order in which they are applied: what changes values comes before what breaks records. */
const ALL: readonly Corruption[] = [...VALUES, ...WRITING, ...LAYOUT, ...RECORDS];

const LEAST_ROWS = 14;

const clashes = (one: Corruption, chosen: readonly Corruption[]): boolean =>
  chosen.some(({ touches }) => touches.some((part) => one.touches.includes(part)));

/** Up to `count` corruptions that leave each other alone and fit the draft. */
const choose = (draft: Draft, count: number, random: Random): readonly Corruption[] => {
  const chosen: Corruption[] = [];
  for (const one of random.some(ALL, ALL.length)) {
    if (chosen.length === count) break;
    if (!clashes(one, chosen) && one.apply(draft, randomOf(0)) !== undefined) chosen.push(one);
  }
  return ALL.filter((one) => chosen.includes(one));
};

/** The file of a seed: always the same. */
export const corruption = (seed: number): CorruptFile => {
  const random = randomOf(seed);
  const table = random.pick(CLEAN);
  const clean = draftOf(firstRows(table, random.int(LEAST_ROWS, 60)));
  const applied: string[] = [];
  let draft = clean;
  for (const { defect, apply } of choose(clean, random.int(1, 3), random)) {
    const worse = apply(draft, random);
    if (worse === undefined) continue;
    draft = worse;
    applied.push(defect);
  }
  const name = `${seed}-${table.name}.csv${draft.pack === undefined ? '' : '.gz'}`;
  return { seed, name, defects: applied, ...render(draft) };
};

/** The files of `count` seeds: of 1 and those that follow, unless another is to be the first. */
export const corruptions = (count: number, first = 1): readonly CorruptFile[] =>
  Array.from({ length: count }, (_, at) => corruption(first + at));

const AT_ONCE = ['no defect', 'one defect', 'two defects at once', 'three defects at once'] as const;

/** The files by how many defects they have, to be judged as the corpus is. */
export const byDefectCount = (files: readonly CorruptFile[]): readonly Defect[] =>
  AT_ONCE.map((defect, count) => ({
    defect,
    files: files.filter(({ defects }) => defects.length === count),
  })).filter((one) => one.files.length > 0);

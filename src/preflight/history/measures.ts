import type { ColumnMeasures, InputMeasures } from '../../kit/index.js';
import { isNumber } from '../profile/measures.js';
import type { ColumnProfile, InputProfile } from '../profile/types.js';

const isDated = (type: string): boolean =>
  /^(DATE|TIMESTAMP(_S|_MS|_NS)?|TIMESTAMP WITH TIME ZONE)$/.test(type);

/** `2026-01-31 09:30:00.5+00`, as the engine writes moments, in milliseconds since 1970; NaN for what is none. */
export const momentOf = (text: string): number => {
  const [, day, time = '00:00:00', zone = ''] =
    /^(\d{4,6}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d(?:\.\d+)?)([+-]\d\d(?::\d\d)?)?)?$/.exec(text) ?? [];
  if (day === undefined) return Number.NaN;
  const offset = zone === '' ? 'Z' : zone.length === 3 ? `${zone}:00` : zone;
  return Date.parse(`${day}T${time.slice(0, 12)}${offset}`);
};

const numberOf = (text: string | null, type: string): number => {
  if (text === null) return Number.NaN;
  return isDated(type) ? momentOf(text) : isNumber(type) ? Number(text) : Number.NaN;
};

/** The values at the ends tell of single records: they are left out where those are personal or sensitive. */
const columnMeasures = ({
  name,
  type,
  nullShare,
  distinct,
  least,
  greatest,
  isMasked,
}: ColumnProfile): ColumnMeasures => {
  const [from, to] = isMasked ? [Number.NaN, Number.NaN] : [numberOf(least, type), numberOf(greatest, type)];
  return {
    name,
    nullShare,
    distinct,
    ...(Number.isFinite(from) && Number.isFinite(to) ? { least: from, greatest: to } : {}),
    ...(isDated(type) ? { isMoment: true } : {}),
  };
};

/** Dates to come (due, valid until) say nothing of how fresh rows are. */
const newestOf = (
  columns: readonly ColumnMeasures[],
  runTime: number,
  dated: string | undefined,
): number | undefined => {
  const moments = columns
    .filter(({ name, isMoment }) => isMoment && (!dated || name.toLowerCase() === dated.toLowerCase()))
    .flatMap(({ greatest }) => greatest ?? [])
    .filter((moment) => moment <= runTime);
  return moments.length > 0 ? Math.max(...moments) : undefined;
};

/** Rows of the whole are known, or estimated from a part of it; the first rows of something tell nothing of that. */
const isRowsKnown = ({ isExact, sample, rows }: InputProfile): boolean => isExact || sample.rows < rows;

/**
 * What is kept of an input for the runs after this one.
 *
 * @param runTime the time that the run stands for, in milliseconds since 1970
 * @param dated the column that tells how fresh rows are, where the contract names one; otherwise any does
 */
export const measuresOf = (profile: InputProfile, runTime: number, dated?: string): InputMeasures => {
  const { rows, isExact, sample } = profile;
  const columns = profile.columns.map(columnMeasures);
  const newest = newestOf(columns, runTime, dated);
  return {
    ...(isRowsKnown(profile) ? { rows } : {}),
    isExact,
    sample: { rows: sample.rows, isWhole: sample.isWhole },
    ...(newest === undefined ? {} : { newest }),
    columns,
  };
};

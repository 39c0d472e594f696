import { type DateReading, dateReadings } from './dates.js';
import type { Reading } from './readings.js';

/** The same for two formats that differ only in the order of day and month. */
const shapeOf = ({ format }: DateReading): string => format.replaceAll(/%[dm]/g, '%?');

/** Values by the shape that they have; a value has one, whatever the order of its day and month. */
const byShape = (values: readonly string[], name: string): readonly (readonly string[])[] => {
  const groups = new Map<string, readonly string[]>();
  for (const value of values) {
    const [reading] = dateReadings([value], name);
    if (!reading) continue;
    const shape = shapeOf(reading);
    groups.set(shape, [...(groups.get(shape) ?? []), value]);
  }
  return [...groups.values()];
};

const isYearFirst = ({ format }: DateReading): boolean => format.startsWith('%Y');

const combined = (all: readonly DateReading[], nulls: readonly string[]): Reading => {
  const readings = all.filter((reading) => !isYearFirst(reading));
  const formats = readings.map(({ format }) => format);
  const orYearFirst = readings.length < all.length ? { orYearFirst: true } : {};
  const habit = readings.find(({ order }) => order !== undefined)?.order;
  const kind = readings.some((reading) => reading.kind === 'timestamp') ? 'timestamp' : 'date';
  return {
    format: {
      type: kind === 'date' ? 'DATE' : 'TIMESTAMP',
      nulls,
      values: { kind, formats, ...orYearFirst },
    },
    ...(habit === undefined ? {} : { habit }),
    label: `dates as ${all.map(({ format }) => format).join(' or ')}`,
  };
};

/**
 * Dates of one column in several forms that cannot be mistaken for each other: `31.12.2024` beside `2024-12-31`. Where
 * the day of one of them may be its month, there are two ways to read all; where they contradict each other, none.
 */
export const mixedReadings = (
  values: readonly string[],
  nulls: readonly string[],
  name: string,
): readonly Reading[] => {
  const groups = byShape(values, name).map((group) => dateReadings(group, name));
  if (groups.some((readings) => readings.length === 0) || groups.flat().every(isYearFirst)) return [];
  const open = groups.some((readings) => readings.length > 1);
  if (!open) return [combined(groups.flat(), nulls)];
  return (['dmy', 'mdy'] as const).flatMap((order) => {
    const chosen = groups.flatMap(
      (readings) =>
        readings.find((reading) => reading.order === order) ??
        readings.find((reading) => reading.order === undefined) ??
        [],
    );
    return chosen.length === groups.length ? [combined(chosen, nulls)] : [];
  });
};

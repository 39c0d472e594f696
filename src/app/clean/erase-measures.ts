import type { ColumnMeasures, InputRecord } from '../../kit/index.js';
import { momentOf } from '../../preflight/history/index.js';

/** Whether an end of a range is one of the values, as number or as moment. */
const isOneOf = (value: number | undefined, isMoment: boolean, values: readonly string[]): boolean =>
  value !== undefined &&
  values.some((text) => text !== '' && (isMoment ? momentOf(text) : Number(text)) === value);

const withoutRange = ({ least, greatest, ...column }: ColumnMeasures, values: readonly string[]) => {
  const isMoment = column.isMoment === true;
  const isShown = isOneOf(least, isMoment, values) || isOneOf(greatest, isMoment, values);
  return isShown || least === undefined || greatest === undefined ? column : { ...column, least, greatest };
};

/** What was measured of an input, without ranges that end with a value. */
export const measuresWithoutValue = (input: InputRecord, values: readonly string[]): InputRecord => {
  const { measures } = input;
  if (!measures) return input;
  const { newest, ...others } = measures;
  const isShown = isOneOf(newest, true, values);
  return {
    ...input,
    measures: {
      ...others,
      ...(newest === undefined || isShown ? {} : { newest }),
      columns: measures.columns.map((column) => withoutRange(column, values)),
    },
  };
};

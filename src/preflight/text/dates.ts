/** A way to write dates: the text it takes, and the engine's `strptime` format. */
interface DateForm {
  readonly pattern: RegExp;
  readonly format: string;
  /** Whether another order of day and month fits text of the same form. */
  readonly order?: 'dmy' | 'mdy';
}

const numeric = (mark: string): readonly DateForm[] => {
  const m = mark === '.' ? '\\.' : mark;
  const form = (year: string): RegExp => new RegExp(`^(\\d{1,2})${m}(\\d{1,2})${m}${year}$`);
  const orders = mark === '.' ? (['dmy'] as const) : (['dmy', 'mdy'] as const);
  return orders.flatMap((order) => {
    const [first, second] = order === 'dmy' ? ['%d', '%m'] : ['%m', '%d'];
    return [
      { pattern: form('\\d{4}'), format: `${first}${mark}${second}${mark}%Y`, order },
      { pattern: form('\\d{2}'), format: `${first}${mark}${second}${mark}%y`, order },
    ];
  });
};

const SHORT = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)';
const LONG = '(?:january|february|march|april|may|june|july|august|september|october|november|december)';
const worded = (pattern: string, format: string): readonly DateForm[] => [
  { pattern: new RegExp(`^${pattern.replace('MON', SHORT)}$`, 'i'), format: format.replace('MON', '%b') },
  { pattern: new RegExp(`^${pattern.replace('MON', LONG)}$`, 'i'), format: format.replace('MON', '%B') },
];

const FORMS: readonly DateForm[] = [
  { pattern: /^\d{4}-\d{2}-\d{2}$/, format: '%Y-%m-%d' },
  { pattern: /^\d{4}\/\d{1,2}\/\d{1,2}$/, format: '%Y/%m/%d' },
  { pattern: /^\d{4}\.\d{1,2}\.\d{1,2}$/, format: '%Y.%m.%d' },
  ...numeric('.'),
  ...numeric('/'),
  ...numeric('-'),
  ...worded('\\d{1,2} MON \\d{4}', '%d MON %Y'),
  ...worded('\\d{1,2}-MON-\\d{4}', '%d-MON-%Y'),
  ...worded('\\d{1,2}-MON-\\d{2}', '%d-MON-%y'),
  ...worded('\\d{1,2} MON \\d{2}', '%d MON %y'),
  ...worded('MON \\d{1,2}, \\d{4}', 'MON %d, %Y'),
  ...worded('MON \\d{1,2} \\d{4}', 'MON %d %Y'),
];

/** `20260131`: digits like any others, so it takes several of them that are dates, or a name that says so. */
const COMPACT: DateForm = { pattern: /^(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/, format: '%Y%m%d' };

const TIMES: readonly (readonly [RegExp, string])[] = [
  [/T\d{2}:\d{2}:\d{2}$/, 'T%H:%M:%S'],
  [/ \d{1,2}:\d{2}:\d{2}$/, ' %H:%M:%S'],
  [/ \d{1,2}:\d{2}$/, ' %H:%M'],
  [/ \d{1,2}:\d{2}:\d{2} [AaPp][Mm]$/, ' %I:%M:%S %p'],
  [/ \d{1,2}:\d{2} [AaPp][Mm]$/, ' %I:%M %p'],
];

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const monthOf = (token: string): number =>
  MONTHS.indexOf(token.slice(0, 3).toLowerCase()) + 1 || Number(token);

/** Day 0 of the month after is the last of this one; a year of two digits has the leap days of its century. */
const daysIn = (year: number, month: number): number =>
  new Date(Date.UTC(year < 100 ? 2000 + year : year, month, 0)).getUTCDate();

/** Whether there is such a day: the engine ends at the first that there is not. */
const inRange = (text: string, { format }: DateForm): boolean => {
  const tokens = text.match(format.includes('%m%d') ? /^\d{4}|\d{2}/g : /\d+|\p{L}+/gu) ?? [];
  const parts = new Map((format.match(/%[A-Za-z]/g) ?? []).map((part, index) => [part, tokens[index] ?? '']));
  const [year, day] = [Number(parts.get('%Y') ?? parts.get('%y')), Number(parts.get('%d'))];
  const month = monthOf(parts.get('%m') ?? parts.get('%b') ?? parts.get('%B') ?? '');
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
};

const fits = (text: string, form: DateForm): boolean => form.pattern.test(text) && inRange(text, form);

/** A way in which all values of a column can be read as dates. */
export interface DateReading {
  readonly kind: 'date' | 'timestamp';
  readonly format: string;
  readonly order?: 'dmy' | 'mdy';
}

const withTime = (values: readonly string[]): readonly (readonly [RegExp | undefined, string])[] => [
  [undefined, ''],
  ...TIMES.filter(([pattern]) => values.every((value) => pattern.test(value))),
];

/** Of a thousand numbers of eight digits one is a date. */
const SEVERAL = 3;

const DATED = /date|datum|day|tag|_at$|_on$|^dt|dob|birth|since|until|fecha|jour/i;

/** Every way in which all of the values are dates. */
export const dateReadings = (values: readonly string[], column: string): readonly DateReading[] => {
  if (values.length === 0) return [];
  const forms = values.length >= SEVERAL || DATED.test(column) ? [...FORMS, COMPACT] : FORMS;
  return withTime(values).flatMap(([time, timeFormat]) =>
    forms
      .filter((form) => values.every((value) => fits(time ? value.replace(time, '') : value, form)))
      .map(
        ({ format, order }): DateReading => ({
          kind: time ? 'timestamp' : 'date',
          format: format + timeFormat,
          ...(order ? { order } : {}),
        }),
      ),
  );
};

/** Parts of patterns for dates and times of the day. */
export const YEAR = '[0-9]{4}';
export const MONTH = '(?:0[1-9]|1[0-2])';
export const DAY = '(?:0[1-9]|[12][0-9]|3[01])';
/** A day that every month has, of a year that the engine takes, as ISO 8601 writes it. */
export const SURE_DAY = `[1-9][0-9]{3}-${MONTH}-(?:0[1-9]|1[0-9]|2[0-8])`;
export const CLOCK = '(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]{1,6})?)?';
export const OFFSET = '(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])';

/** Parts of patterns for dates and times of the day. */
export const YEAR = '[0-9]{4}';
export const MONTH = '(?:0[1-9]|1[0-2])';
export const DAY = '(?:0[1-9]|[12][0-9]|3[01])';
export const CLOCK = '(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]{1,6})?)?';
export const OFFSET = '(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])';

/** Parts of patterns for dates and times of the day. */
export const YEAR = '[0-9]{4}';
export const MONTH = '(?:0[1-9]|1[0-2])';
export const DAY = '(?:0[1-9]|[12][0-9]|3[01])';
/** Any day but the 29th of February, of a year that the engine takes, as ISO 8601 writes it. */
export const SURE_DAY = `[1-9][0-9]{3}-(?:${[
  '(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])',
  '(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)',
  '02-(?:0[1-9]|1[0-9]|2[0-8])',
].join('|')})`;
export const CLOCK = '(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]{1,6})?)?';
export const OFFSET = '(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])';

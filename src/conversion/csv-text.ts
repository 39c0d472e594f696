const NEEDS_QUOTES = /[",\r\n]/;

/** Text as one field, whatever is in it. */
export const quotedField = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const field = (text: string): string => (NEEDS_QUOTES.test(text) ? quotedField(text) : text);

/** A record of plain CSV: commas, double quotes, line feeds. Null is an empty field. */
export const csvRecord = (fields: readonly (string | null)[]): string =>
  `${fields.map((text) => field(text ?? '')).join(',')}\n`;

/** A record that counts as one even where it has a single field and no value in it: a blank line would be none. */
export const csvLine = (fields: readonly (string | null)[]): string =>
  fields.length === 1 && !fields[0] ? '""\n' : csvRecord(fields);

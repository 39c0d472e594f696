/** Words that YAML takes for something else than text. */
const SPECIAL = /^(null|~|true|false|yes|no|on|off|[-+.\d].*)$/i;

const scalarText = (text: string): string =>
  /^[A-Za-z_][A-Za-z0-9_. /-]*$/.test(text) && !SPECIAL.test(text) && !/\s$/.test(text)
    ? text
    : JSON.stringify(text);

/** A value as YAML in one line: `{ type: double, decimal: "," }`. */
export const flowText = (value: unknown): string => {
  if (typeof value === 'string') return scalarText(value);
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{ ${entries.map(([key, inner]) => `${scalarText(key)}: ${flowText(inner)}`).join(', ')} }`;
};

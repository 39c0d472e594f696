const TIMESTAMP =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?(Z|[-+]\d{2}:\d{2})?)?$/;

/** A date of the calendar as it is written, or undefined. Dates compare as text. */
export const dateOf = (text: string): string | undefined => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined;
};

const minutesOf = (zone: string): number | undefined => {
  if (zone === 'Z') return 0;
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number);
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
};

/** An ISO 8601 timestamp as text that compares as time does: UTC with six digits of a second. Or undefined. */
export const timestampOf = (text: string): string | undefined => {
  const [, date = '', hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] =
    TIMESTAMP.exec(text) ?? [];
  const offset = minutesOf(zone);
  if (dateOf(date) === undefined || offset === undefined) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const at = Date.parse(`${date}T${hour}:${minute}:${second}Z`) - offset * 60_000;
  return `${new Date(at).toISOString().slice(0, 19)}.${fraction.padEnd(6, '0')}`;
};

/** People of several languages, all within Windows-1252. */
export const PEOPLE = [
  'Anna Müller',
  'José García',
  "Siobhán O'Brien",
  'François Lefèvre',
  'Smith, John',
  'Zoë van den Berg',
  'Åse Håkansson',
  'Mary-Jane Watson',
  'João Conceição',
  'Jürgen Groß',
  'Giulia Rossi',
  'Robert "Bob" Jones',
] as const;

/** People whose names need more than one byte of Windows-1252. */
export const PEOPLE_OF_THE_WORLD = [
  '山田 太郎',
  'Łukasz Wiśniewski',
  'Ольга Петрова',
  'Δημήτρης Παπαδόπουλος',
  'Nguyễn Văn An',
  'محمد علي',
  'Ayşe Yılmaz',
  '김민수',
  'Anna Müller',
  'Dvořák, Jiří',
  'दीपिका शर्मा',
  'Emma Jones 🚀',
] as const;

export const CITIES = [
  'Berlin',
  'São Paulo',
  'Zürich',
  'Málaga',
  'Lyon',
  "L'Aquila",
  'Frankfurt am Main',
  'Tromsø',
  'Gijón',
  'Washington, DC',
  'Köln',
  'Den Haag',
] as const;

/** The item for a row, so that the first rows already show them all. */
export const turn = <T>(items: readonly T[], number: number): T => {
  const item = items[number % items.length];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};

const DAY = 86_400_000;

/** The ISO date some days after the start of 2024. */
export const day = (number: number): string =>
  new Date(Date.UTC(2024, 0, 1) + number * DAY).toISOString().slice(0, 10);

/** The ISO timestamp some minutes after the start of 2024. */
export const minute = (number: number): string =>
  new Date(Date.UTC(2024, 0, 1) + number * 60_000).toISOString().slice(0, 19);

/** A number of cents (or smaller parts) as a plain decimal. */
export const decimal = (units: number, places = 2): string => {
  const digits = String(Math.abs(units)).padStart(places + 1, '0');
  return `${units < 0 ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
};

export const digits = (number: number, width: number): string => String(number).padStart(width, '0');

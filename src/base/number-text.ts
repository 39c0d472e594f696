/** `1,234,567`, for whole numbers. By hand: the first use of a locale in a process takes 12 ms. */
export const count = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

/** `1 row`, `1,234 rows`. */
export const plural = (value: number, noun: string): string =>
  `${count(value)} ${noun}${value === 1 ? '' : 's'}`;

/** A share, 0 to 1: `0.25 %`. */
export const percent = (share: number): string =>
  `${share < 0.0001 && share > 0 ? '< 0.01' : Number((share * 100).toFixed(2))} %`;

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** A size that is known about: `12 GB`, in two digits. */
export const aboutBytes = (bytes: number, unit = 0): string =>
  bytes < 1000 || unit === UNITS.length - 1
    ? `${Number(bytes.toPrecision(2))} ${UNITS[unit]}`
    : aboutBytes(bytes / 1000, unit + 1);

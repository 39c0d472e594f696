const KIB = 1024;
const FIRST = 1024 * KIB;
const LEAST = 64 * KIB;
/** What is held in memory, about twice. */
const MOST = 16 * 1024 * KIB;

const SOON = 1_000;
const LATE = 4_000;

/**
 * How many bytes the next part has. A part that breaks is lost whole, since it has a checksum; one that is small costs
 * a request. So they grow until one takes about two seconds.
 */
export interface Pace {
  readonly bytes: number;
}

export const firstPace: Pace = { bytes: FIRST };

const within = (bytes: number): Pace => ({ bytes: Math.min(MOST, Math.max(LEAST, bytes)) });

/** After a part that took so many milliseconds. */
export const afterPart = ({ bytes }: Pace, milliseconds: number): Pace => {
  if (milliseconds < SOON) return within(bytes * 2);
  return milliseconds > LATE ? within(bytes / 2) : { bytes };
};

/** After a part that broke. */
export const afterBreak = ({ bytes }: Pace): Pace => within(bytes / 2);

import type { ArchiveLimits } from '../../channel.js';
import { refuse } from '../refuse.js';

/** Bytes up to which it does not matter how small they were packed: tables repeat themselves, and these fill no disk. */
const SMALL = 4_000_000;

/** What may still be unpacked of one upload; all archives in it share it. */
export interface Budget {
  /** Holds what is about to be unpacked against the limits, by what the archive says of it. */
  readonly foresee: (name: string, unpacked: number, packed: number) => void;
  /** Counts what was unpacked. */
  readonly spend: (name: string, bytes: number) => void;
}

const million = (bytes: number): string => `${Math.ceil(bytes / 1_000_000)} MB`;

/** @param packed bytes of the upload itself, which all that is in it is measured by */
export const createBudget = ({ bytes: most, ratio }: ArchiveLimits, packed: number): Budget => {
  let spent = 0;
  const hold = (name: string, unpacked: number, from: number, verb: string): void => {
    if (unpacked > most)
      refuse('MR8210', `"${name}" ${verb} more than ${million(most)} in all, which is the limit`);
    if (unpacked > SMALL && unpacked > from * ratio)
      refuse('MR8210', `"${name}" ${verb} more than ${ratio} times its packed size, which is the limit`);
  };
  return {
    foresee: (name, unpacked, from) => {
      hold(name, unpacked, from, 'says that it unpacks to');
      hold(name, spent + unpacked, packed, 'says that it unpacks to');
    },
    spend: (name, bytes) => {
      spent += bytes;
      hold(name, spent, packed, 'unpacks to');
    },
  };
};

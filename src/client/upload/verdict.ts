import type { UploadRecord } from './options.js';

const FIRST = 100;
const MOST = 2_000;

const isUnderWay = ({ state }: UploadRecord): boolean =>
  state === 'receiving' || state === 'quarantined' || state === 'scanning';

interface Looking {
  readonly look: () => Promise<UploadRecord>;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** An upload once it is known whether it passes; large files are examined for minutes. */
export const verdictOf = async (received: UploadRecord, { look, wait }: Looking): Promise<UploadRecord> => {
  let record = received;
  for (let pause = FIRST; isUnderWay(record); pause = Math.min(MOST, pause * 1.5)) {
    await wait(pause);
    record = await look();
  }
  return record;
};

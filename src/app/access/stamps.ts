import { stat } from 'node:fs/promises';
import { systemCode } from '../../base/system-code.js';

/** What files looked like at one time. */
export interface Stamps {
  /** The same for the same files. */
  readonly text: string;
  /** When the last of them was changed, in milliseconds. */
  readonly newest: number;
}

const stampOf = async (path: string): Promise<Stamps> => {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return { text: [dev, ino, size, mtimeNs, ctimeNs].join(':'), newest: Number(ctimeNs / 1_000_000n) };
  } catch (thrown) {
    return { text: systemCode(thrown) ?? 'unknown', newest: 0 };
  }
};

/** Looks at files and folders, without reading them. Of a folder the stamp differs once a file is added or taken away. */
export const stampsOf = async (paths: readonly string[]): Promise<Stamps> => {
  const stamps = await Promise.all(paths.map(stampOf));
  return {
    text: stamps.map(({ text }, index) => `${paths[index]} ${text}`).join('\n'),
    newest: Math.max(0, ...stamps.map(({ newest }) => newest)),
  };
};

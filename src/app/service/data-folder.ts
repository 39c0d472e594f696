import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '../../base/errors/index.js';
import { systemCode } from '../../base/system-code.js';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'it may not be written',
  EEXIST: 'a file is in its way',
  ENOTDIR: 'a file is in its way',
  EROFS: 'its file system takes no writes',
};

/** Makes the folder that a service keeps all in, for its own user alone. Throws MR8024. */
export const makeDataFolder = async (data: string): Promise<void> => {
  try {
    await mkdir(join(data, 'pipelines'), { recursive: true, mode: 0o700 });
  } catch (thrown) {
    const code = systemCode(thrown) ?? '';
    const why = Object.hasOwn(reasons, code) ? reasons[code] : String(thrown);
    throw failure('MR8024', `the service cannot have the folder "${data}": ${why}`, {}, thrown);
  }
};

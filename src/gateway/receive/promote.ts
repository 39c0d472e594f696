import { createHash } from 'node:crypto';
import { type FileHandle, link, lstat, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failure, MillraceError } from '../../base/errors/index.js';
import { linkUnsupported } from '../../base/lock/index.js';
import { systemCode } from '../../base/system-code.js';
import type { Channel } from '../channel.js';
import type { Promotion, UploadRecord } from '../upload.js';
import { type Disk, newOnly, readOnly, withFile } from './disk.js';
import { extensionOf } from './extensions.js';
import { changedBytes, guarded, unless } from './faults.js';
import { blocksOf, hashed } from './read.js';
import { placesIn, type Room } from './room.js';

/** Promoted files are for the group as well, which pipelines run in. */
const PROMOTED_MODE = 0o640;

/** Where an upload is to go. Of the client's name only an extension that is known to us is left. */
export const promotionOf = ({ folder }: Channel, { id, clientName }: UploadRecord): Promotion => {
  const name = `${id}${extensionOf(clientName)?.text ?? ''}`;
  return { name, path: join(folder, name) };
};

/** A file on its way into the folder of its channel. Stores see no names that begin with a dot. */
interface Move {
  readonly disk: Disk;
  readonly id: string;
  readonly sha256: string;
  readonly source: string;
  readonly folder: string;
  readonly name: string;
  readonly target: string;
  readonly temporary: string;
  /** Line of `sha256sum`, kept beside the file. */
  readonly digest: string;
}

const moveOf = (room: Room, { id, sha256 = '' }: UploadRecord, { name, path }: Promotion): Move => ({
  disk: room.disk,
  id,
  sha256,
  source: placesIn(room, id).content,
  folder: dirname(path),
  name,
  target: path,
  temporary: join(dirname(path), `.${name}.tmp`),
  digest: join(dirname(path), `.${name}.sha256`),
});

const isThere = async (path: string): Promise<boolean> =>
  (await unless(['ENOENT'], lstat(path))) !== undefined;

const taken = ({ target, id }: Move) =>
  failure('MR8124', `there is another file under the name of upload ${id}`, { dataFile: target });

const isOurs = async (move: Move): Promise<boolean> => {
  const sha256 = await unless(
    ['ELOOP', 'EISDIR'],
    withFile(move.target, readOnly, (handle) => hashed(handle, 'sha256')),
  );
  return sha256?.digest('hex') === move.sha256;
};

/**
 * Whether an earlier attempt has already given the file its name. It has too where somebody has taken the file away
 * since: the digest is written after the temporary file, which goes only once the name is given.
 *
 * @throws MR8124 where something else has the name
 */
export const isNamed = async (move: Move): Promise<boolean> => {
  if (!(await isThere(move.target))) return (await isThere(move.digest)) && !(await isThere(move.temporary));
  if (!(await isOurs(move))) throw taken(move);
  return true;
};

const copied = async (from: FileHandle, to: FileHandle): Promise<string> => {
  const hash = createHash('sha256');
  let at = 0;
  for await (const block of blocksOf(from)) {
    hash.update(block);
    for (let done = 0; done < block.length; )
      done += (await to.write(block, done, block.length - done, at + done)).bytesWritten;
    at += block.length;
  }
  await to.chmod(PROMOTED_MODE);
  await to.sync();
  return hash.digest('hex');
};

/**
 * Copies the bytes, and hashes what is copied. A second name for the file in quarantine would be quicker, but whoever
 * has that one open for writing could change it after it was compared.
 */
const copy = async ({ disk, id, source, temporary, sha256 }: Move): Promise<void> => {
  const found = await disk.step('copy the content', temporary, () =>
    withFile(source, readOnly, (from) =>
      withFile(temporary, newOnly, (to) => copied(from, to), PROMOTED_MODE),
    ),
  );
  if (found !== sha256) throw new MillraceError([changedBytes(id, `${found} was read to promote it`)]);
};

/** Gives the file its name, and never takes that of another one; where there are no hard links, after a look. */
const nameFile = async (move: Move): Promise<void> => {
  const { temporary, target } = move;
  try {
    await link(temporary, target);
  } catch (thrown) {
    if (systemCode(thrown) === 'EEXIST') throw taken(move);
    if (!linkUnsupported.includes(systemCode(thrown) ?? '')) throw thrown;
    if (await isThere(target)) throw taken(move);
    await rename(temporary, target);
  }
};

/** The digest goes first, as it tells that the temporary file was whole. */
const cleared = async ({ disk, digest, temporary, folder }: Move): Promise<void> => {
  await disk.step('clear an earlier digest', digest, () => rm(digest, { force: true }));
  await disk.step('clear an earlier copy', temporary, () => rm(temporary, { force: true }));
  await disk.syncFolder('the cleared copy', folder);
};

const named = async (move: Move): Promise<void> => {
  const { disk, temporary, target, folder } = move;
  await disk.step('name the promoted file', target, () => nameFile(move));
  await disk.syncFolder('the promoted file', folder);
  await disk.step('remove the temporary name', temporary, () => rm(temporary, { force: true }));
  await disk.syncFolder('the temporary name', folder);
};

const moved = async (move: Move): Promise<void> => {
  const { disk, digest, temporary, sha256, name } = move;
  if (await isNamed(move)) return disk.remove('the temporary name', temporary);
  await cleared(move);
  await copy(move);
  await disk.writeWhole('the digest', digest, `${sha256}  ${name}\n`, PROMOTED_MODE);
  await named(move);
};

/**
 * Puts a file that passed into the folder of its channel: whole, under a name of ours, once. After a crash it goes on
 * from where it was.
 */
export const promote = async (room: Room, record: UploadRecord, promotion: Promotion): Promise<void> =>
  guarded('promote the file', promotion.path, () => moved(moveOf(room, record, promotion)));

/** Whether the file stands, or stood, under its name; where it does not, what was prepared is cleared away. */
export const isPromoted = async (
  room: Room,
  record: UploadRecord,
  promotion: Promotion,
): Promise<boolean> => {
  const move = moveOf(room, record, promotion);
  try {
    if (await isNamed(move)) return true;
    await cleared(move);
    return false;
  } catch {
    return false;
  }
};

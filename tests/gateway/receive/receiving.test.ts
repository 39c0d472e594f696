import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asked, brokenAfter, bytesOf, freshFolder, gatewayIn, namesIn, sha256 } from './support.js';

const contentOf = (folder: string, id: string): string => join(folder, 'gateway/uploads', id, 'content');

describe('an upload that is received', () => {
  it('has its bytes on disk, and their hash in its record', async () => {
    const folder = await freshFolder();
    const gateway = await gatewayIn(folder);
    const { id, state } = await gateway.begin(asked({ length: 10 }));
    expect(state).toBe('receiving');
    expect(await gateway.append(id, 0, bytesOf('id\n1\n'))).toBe(5);
    expect(await gateway.append(id, 5, bytesOf('2\n', '3\n', '4'))).toBe(10);
    expect(await readFile(contentOf(folder, id), 'utf8')).toBe('id\n1\n2\n3\n4');
    expect(await gateway.complete(id)).toMatchObject({ bytes: 10, sha256: sha256('id\n1\n2\n3\n4') });
  });

  it('is for its owner only', async () => {
    const folder = await freshFolder();
    const gateway = await gatewayIn(folder);
    const { id } = await gateway.begin(asked());
    const mode = async (path: string): Promise<number> =>
      (await stat(join(folder, 'gateway', path))).mode & 0o777;
    expect(await mode('')).toBe(0o700);
    expect(await mode(`uploads/${id}`)).toBe(0o700);
    expect(await mode(`uploads/${id}/content`)).toBe(0o600);
    expect(await mode(`uploads/${id}/record.json`)).toBe(0o600);
  });

  it('keeps what a broken connection has sent', async () => {
    const gateway = await gatewayIn(await freshFolder());
    const { id } = await gateway.begin(asked());
    await expect(gateway.append(id, 0, brokenAfter('id\n', '1\n'))).rejects.toThrow('[MR8115]');
    expect(await gateway.offset(id)).toBe(5);
    expect(await gateway.append(id, 5, bytesOf('2\n'))).toBe(7);
    expect(await gateway.complete(id)).toMatchObject({ sha256: sha256('id\n1\n2\n') });
  });

  it('takes a part with a checksum whole or not at all', async () => {
    const folder = await freshFolder();
    const gateway = await gatewayIn(folder);
    const { id } = await gateway.begin(asked());
    const of = (text: string) => ({
      algorithm: 'sha1' as const,
      digest: createHash('sha1').update(text).digest(),
    });
    expect(await gateway.append(id, 0, bytesOf('id\n'), of('id\n'))).toBe(3);
    await expect(gateway.append(id, 3, bytesOf('1\n'), of('2\n'))).rejects.toThrow('[MR8109]');
    await expect(gateway.append(id, 3, brokenAfter('1\n'), of('1\n'))).rejects.toThrow('[MR8115]');
    expect(await gateway.offset(id)).toBe(3);
    expect(await readFile(contentOf(folder, id), 'utf8')).toBe('id\n');
    expect(await namesIn(join(folder, 'gateway/uploads', id))).toEqual(['content', 'record.json']);
    expect(await gateway.append(id, 3, bytesOf('1\n'), of('1\n'))).toBe(5);
    expect(await gateway.complete(id)).toMatchObject({ sha256: sha256('id\n1\n') });
  });

  it('goes on at the exact byte after a restart, with the hash of the whole', async () => {
    const folder = await freshFolder();
    const first = await gatewayIn(folder);
    const { id } = await first.begin(asked({ length: 8 }));
    await first.append(id, 0, bytesOf('id\n1'));
    await first.close();
    const second = await gatewayIn(folder);
    expect(await second.offset(id)).toBe(4);
    expect(await second.append(id, 4, bytesOf('0\n2\n'))).toBe(8);
    expect(await second.complete(id)).toMatchObject({ sha256: sha256('id\n10\n2\n') });
  });
});

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { inspectWithin } from '../../src/app/inspect.js';
import { wire } from '../../src/app/wire.js';
import { fileTypes } from '../../src/gateway/file-type.js';
import type { GoodFile, SentFile } from './file.js';
import { goodFiles } from './good/index.js';
import { createTasks } from './inspecting.js';

const task = createTasks();

const sent = (name: string, declaredType: string, text: string): SentFile => ({
  name,
  declaredType,
  bytes: () => Buffer.from(text),
});

describe('an inspection in a process of its own', () => {
  test.each([
    ['a.csv', 'text/csv', 'id,name\n1,a\n2,b\n', 'csv', 3],
    ['a.tsv', 'text/tab-separated-values', 'id\tname\n1\ta\n', 'tsv', 2],
    ['a.json', 'application/json', '{"a":[1,2,{"b":null}]}', 'json', undefined],
    ['a.ndjson', 'application/x-ndjson', '{"a":1}\n{"a":2}', 'ndjson', 2],
    ['a.xml', 'application/xml', '<?xml version="1.0"?><a><b c="1"/></a>', 'xml', undefined],
    ['a.txt', 'text/plain', 'Dear all,\nfind the file attached.\n', 'text', undefined],
  ])('proves %s', async (name, declaredType, text, type, records) => {
    const inspection = await wire().inspect(await task(sent(name, declaredType, text)));
    expect(inspection).toEqual({
      type,
      ...(records === undefined ? {} : { records }),
      problems: [],
      sha256: createHash('sha256').update(text).digest('hex'),
    });
  });

  test.each([
    ['a.csv', 'text/csv', '<html><script>alert(1)</script>', 'MR8203'],
    ['a.csv', 'text/csv', '{"a": 1}\n', 'MR8203'],
    ['a.csv', 'text/csv', 'id,name\n1,"a\n', 'MR8204'],
    ['a.csv', 'application/json', 'id,name\n', 'MR8202'],
    ['a.exe', 'text/csv', 'id,name\n', 'MR8201'],
    ['a.csv', 'text/csv', 'id,name\n1,\0\n', 'MR8205'],
    ['a.json', 'application/json', '{"a":1', 'MR8204'],
    ['a.json', 'application/json', '{"a":1,"a":2}', 'MR8204'],
    ['a.json', 'application/json', '['.repeat(300), 'MR8206'],
    ['a.ndjson', 'application/x-ndjson', '{"a":\n1}\n', 'MR8204'],
    ['a.xml', 'application/xml', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'MR8207'],
    ['a.txt', 'text/plain', 'x\n<script>alert(1)</script>', 'MR8203'],
    ['a.csv', 'text/csv', '', 'MR8208'],
  ])('refuses %s as %s: %j', async (name, declaredType, text, code) => {
    const { problems, sha256 } = await wire().inspect(await task(sent(name, declaredType, text)));
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(sha256).toBe(createHash('sha256').update(text).digest('hex'));
  });
});

const MEMORY = 1_500_000_000;
const table = sent('a.csv', 'text/csv', 'id,name\n1,a\n');
const program = new URL('../../dist/bin/child/inspect.js', import.meta.url);

describe('limits of an inspection', () => {
  test('that a file comes to are its own fault, and its bytes are hashed all the same', async () => {
    const keys = Array.from({ length: 1_000_000 }, (_, index) => `"key ${index}":1`);
    const wide = sent('a.json', 'application/json', `{${keys.join(',')}}`);
    const { problems, sha256 } = await inspectWithin(program, 30_000_000, await task(wide));
    expect(problems.map(({ code }) => code)).toEqual(['MR8230']);
    expect(problems[0]?.message).toMatch(/^"a\.json" took more than 30 MB of memory/);
    expect(sha256).toBe(
      createHash('sha256')
        .update(await wide.bytes())
        .digest('hex'),
    );
  });

  test('are not blamed for a process that fails otherwise', async () => {
    const broken = new URL('./no-such-program.js', import.meta.url);
    await expect(inspectWithin(broken, MEMORY, await task(table))).rejects.toThrow('MR4033');
    const gone = { ...(await task(table)), path: '/no/such/file' };
    await expect(inspectWithin(program, MEMORY, gone)).rejects.toThrow('ENOENT');
  });

  test('end with the work that it is part of', async () => {
    await expect(
      inspectWithin(program, MEMORY, await task(table), AbortSignal.abort(new Error('stopped'))),
    ).rejects.toThrow('stopped');
  });

  test('hold a good file of each type', async () => {
    for (const type of fileTypes) {
      const file = goodFiles.find((good) => good.type === type) as GoodFile;
      const { problems } = await inspectWithin(program, MEMORY, await task(file));
      expect({ type, problems }).toEqual({ type, problems: [] });
    }
  });
});

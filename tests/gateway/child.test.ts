import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { wire } from '../../src/app/wire.js';
import type { SentFile } from './file.js';
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

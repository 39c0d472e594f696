import { expect, test } from 'vitest';
import { type Input, nodeContext } from '../../../kit/index.js';
import { writeParquet } from '../write-parquet/index.js';

const input: Input = {
  kind: 'relation',
  alias: 'rows',
  name: 'rows',
  schema: [
    { name: 'day', type: 'DATE' },
    { name: 'Origin', type: 'VARCHAR' },
    { name: 'tags', type: 'VARCHAR[]' },
    { name: 'span', type: 'INTERVAL' },
    { name: '.h', type: 'INTEGER' },
  ],
};

const folder = 'out://log/';

const findings = (config: Readonly<Record<string, unknown>>, schema = input.schema) => {
  const at = { ...input, schema };
  return writeParquet.check(nodeContext(writeParquet.config.parse(config), [at]));
};

test.each([
  { path: folder },
  { path: folder, partition_by: ['day', 'Origin'] },
  { path: folder, partition_by: ['day'], mode: 'replace_partitions', max_partitions: 5 },
  { path: folder, file_size: '512MB' },
  { path: folder, partition_by: ['day'], keep_partition_columns: true, compression_level: 19 },
])('%j holds together', (config) => {
  expect(findings(config)).toEqual([]);
});

test.each([
  [{ path: 'out://log', partition_by: ['day'] }, 'MR1023', ['partition_by'], 'needs a folder'],
  [{ path: 'out://log', file_size: '1MB' }, 'MR1023', ['file_size'], 'needs a folder'],
  [{ path: folder, file_size: '1MB', partition_by: ['day'] }, 'MR1023', ['file_size'], 'does not go with'],
  [{ path: folder, mode: 'replace_partitions' }, 'MR1023', ['mode'], 'needs `partition_by`'],
  [{ path: folder, max_partitions: 5 }, 'MR1023', ['max_partitions'], 'says nothing without'],
  [{ path: folder, keep_partition_columns: true }, 'MR1023', ['keep_partition_columns'], 'says nothing'],
  [{ path: folder, partition_by: ['origin'] }, 'MR2104', ['partition_by', 0], 'is called "Origin"'],
  [{ path: folder, partition_by: ['day', 'day'] }, 'MR2114', ['partition_by', 1], 'named twice'],
  [{ path: folder, partition_by: ['tags'] }, 'MR2107', ['partition_by', 0], 'VARCHAR[]'],
  [{ path: folder, partition_by: ['span'] }, 'MR2107', ['partition_by', 0], 'INTERVAL'],
  [{ path: folder, partition_by: ['.h'] }, 'MR1023', ['partition_by', 0], 'hidden'],
  [
    { path: folder, compression: 'lz4', compression_level: 3 },
    'MR1023',
    ['compression_level'],
    'is for zstd',
  ],
] as const)('%j: %s', (config, code, path, message) => {
  expect(findings(config)).toMatchObject([{ code, path, message: expect.stringContaining(message) }]);
});

test('every column as a partition column leaves nothing to write', () => {
  const schema = [{ name: 'day', type: 'DATE' }];
  const config = { path: folder, partition_by: ['day'] };
  expect(findings(config, schema)).toMatchObject([{ code: 'MR1023', path: ['partition_by'] }]);
  expect(findings({ ...config, keep_partition_columns: true }, schema)).toEqual([]);
});

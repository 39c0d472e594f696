import { describe, expect, it } from 'vitest';
import { millrace } from '../support/cli.js';
import { copying, documentOf, reading, writing } from '../support/document.js';
import { writeRows } from '../support/duckdb.js';
import { mayMount, mountSmall } from '../support/mount.js';
import { type Project, project } from '../support/project.js';
import { expectRefused, publishedOnce } from '../support/refusal.js';

const rows = (count: number): string =>
  `id,name,amount\n${Array.from({ length: count }, (_, n) => `${n},name ${n},${n}.5`).join('\n')}\n`;

/** A project whose store `out` holds a megabyte, and has something published. */
const withSmallStore = async (document: string): Promise<Project> => {
  const at = await project({ 'pipeline.yaml': document, 'data/in.csv': rows(10) });
  mountSmall(at.path('out'), 'size=1m');
  await publishedOnce(at);
  await at.write({ 'data/in.csv': rows(100_000) });
  return at;
};

const twoOutputs = documentOf(`${reading}  small:
    use: limit
    from: rows
    with: { rows: 3, order_by: [id] }
  first:
    use: write_csv
    from: small
    with: { path: out://first.csv }
${writing('rows')}`);

const sorting = documentOf(`  rows:
    use: read_parquet
    with: { path: raw://in.parquet }
  sorted:
    use: sort
    from: rows
    with: { by: [text, other] }
${writing('sorted')}`);

const texts = (count: number): string =>
  `select md5(i::varchar) as text, md5((i + 1)::varchar) as other from range(${count}) r(i)`;

/** Mounting needs root. */
describe.skipIf(!mayMount)('a disk that is full (needs to mount a small file system)', () => {
  it('under the store of an output stops the run; the old output stays', async () => {
    const at = await withSmallStore(copying);
    const { err } = await expectRefused(at, { exit: 1, code: 'MR3007' });
    expect(err).toContain('disk is full');
  });

  it('under one of two outputs publishes neither', async () => {
    await expectRefused(await withSmallStore(twoOutputs), { exit: 1, code: 'MR3007' });
  });

  it('does not keep the next run, which needs less, from publishing', async () => {
    const at = await withSmallStore(copying);
    await expectRefused(at, { exit: 1, code: 'MR3007' });
    await at.write({ 'data/in.csv': rows(20) });
    await publishedOnce(at);
    expect((await at.read('out/out.csv')).split('\n')).toHaveLength(22);
  });

  it('under the run folder is told before the run starts', async () => {
    const at = await project({ 'pipeline.yaml': copying, 'data/in.csv': rows(10) });
    mountSmall(at.path('.millrace'), 'size=4k,nr_inodes=2');
    const { code, err } = await millrace(at, ['run', 'pipeline.yaml']);
    expect(code, err).toBe(1);
    expect(err).toContain('error[MR3007]');
    expect(await at.bytes('out')).toEqual({});
  });

  it('under the spill folder stops the run; the old output stays', async () => {
    const at = await project({ 'pipeline.yaml': sorting, 'data/.keep': '' });
    await writeRows(at.path('data/in.parquet'), texts(10));
    mountSmall(at.path('.millrace'), 'size=2m');
    await publishedOnce(at);
    await writeRows(at.path('data/in.parquet'), texts(2_000_000));
    const words = ['run', 'pipeline.yaml', '--memory', '150MB', '--threads', '1'];
    await expectRefused(at, { exit: 1, code: 'MR3007' }, words);
  });
});

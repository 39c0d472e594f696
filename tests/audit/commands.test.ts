import { chown, cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { describe, expect, test } from 'vitest';
import type { AuditEntry, AuditLog } from '../../src/kit/index.js';
import { millrace } from '../support/cli.js';
import { type Project, project } from '../support/project.js';

const PROJECT = 'millrace: 1\nproject: shop\naccess: {}\n';

const PIPELINE = `millrace: 1
pipeline: orders
resources:
  stores:
    raw: { folder: ./data }
    out: { folder: ./out }
nodes:
  orders:
    use: read_csv
    with: { path: raw://orders.csv }
    contract:
      columns:
        id: { type: integer }
        mail: { type: email }
        amount: { type: integer, min: 0 }
      invalid_values: quarantine_row
      tolerate: { rows: 10, share: 100% }
  result:
    use: write_parquet
    from: orders
    with: { path: out://orders.parquet }
`;

/** Values that nothing on record may have. */
const ROWS = 'id,mail,amount\n1,ada@example.com,5\n2,bob@example.com,-7\n3,cleo@example.com,9\n';

const shop = (files: Readonly<Record<string, string>> = {}): Promise<Project> =>
  project({ 'millrace.yaml': PROJECT, 'orders.yaml': PIPELINE, 'data/orders.csv': ROWS, ...files });

const trail = (at: Project): string => at.path('.millrace', 'audit');

const text = async (at: Project): Promise<string> => {
  const names = (await readdir(trail(at))).filter((name) => name.endsWith('.ndjson')).toSorted();
  return (await Promise.all(names.map((name) => readFile(`${trail(at)}/${name}`, 'utf8')))).join('');
};

const records = async (at: Project) =>
  (await text(at))
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

const actions = async (at: Project): Promise<readonly string[]> =>
  (await records(at)).map(({ action }) => action);

/** A shop in which something was published. */
const published = async (files: Readonly<Record<string, string>> = {}): Promise<Project> => {
  const at = await shop(files);
  expect((await millrace(at, ['run', 'orders.yaml'])).code).toBe(0);
  return at;
};

describe('commands in a project with access rules', () => {
  test('put on record who did what, without a value of the data', async () => {
    const at = await published();
    const words: readonly (readonly string[])[] = [
      ['quarantine', 'list', 'latest'],
      ['quarantine', 'show', 'latest', '--reveal'],
      ['profile', 'orders.yaml', '--reveal'],
      ['trace', 'orders.yaml', '--node', 'orders', '--where', "mail = 'ada@example.com'"],
      ['report', 'latest', '-o', '-'],
      ['runs', 'latest'],
      ['explain', 'orders.yaml', '--analyze'],
      ['clean', '--older-than', '1h'],
    ];
    for (const one of words) expect([one, (await millrace(at, one)).code]).toEqual([one, 0]);
    expect(await actions(at)).toEqual([
      'run.started',
      'run.published',
      'quarantine.read',
      'values.reveal',
      'quarantine.read',
      'values.reveal',
      'input.profile',
      'rows.trace',
      'run.read',
      'run.read',
      'pipeline.analyze',
      'run.remove',
    ]);
    const all = await records(at);
    for (const { actor, decision } of all) {
      expect(actor).toMatchObject({ id: userInfo().username, authentication: { method: 'command' } });
      expect(decision).toBe('allow');
    }
    expect(all[3]).toMatchObject({
      actor: { authentication: { id: 'millrace quarantine' } },
      columns: { asked: ['orders.mail'], granted: ['orders.mail'], masked: {} },
    });
    expect(all[4]).toMatchObject({ rows: 1, outcome: 'succeeded' });
    expect(await text(at)).not.toMatch(/example\.com/);
  });

  test('put on record who steps through a run, and who replays rows', async () => {
    const folder = PIPELINE.replace('out://orders.parquet', 'out://orders/');
    const at = await shop({ 'orders.yaml': folder, script: 'continue\n' });
    const debugged = await millrace(at, ['debug', 'orders.yaml', '--script', 'script', '--reveal']);
    expect(debugged).toMatchObject({ code: 0 });
    const first = ['rows.debug', 'run.started', 'values.reveal', 'run.published'];
    expect(await actions(at)).toEqual(first);
    const words = ['quarantine', 'replay', 'latest', '--set', 'amount=7'];
    expect((await millrace(at, words)).code).toBe(0);
    expect(await actions(at)).toEqual([...first, 'run.started', 'run.published', 'run.replay']);
    expect((await records(at)).at(-1)).toMatchObject({ outcome: 'succeeded', rows: 1 });
    const { out } = await millrace(at, ['audit', 'verify', '--outputs']);
    expect(out).toContain('2 of 2 files as published');
  });

  test('put on record what failed, by its code', async () => {
    const at = await shop();
    expect((await millrace(at, ['report', 'latest'])).code).toBe(2);
    await rm(at.path('data'), { recursive: true });
    expect((await millrace(at, ['run', 'orders.yaml'])).code).not.toBe(0);
    const all = await records(at);
    expect(all.map(({ action, outcome }) => [action, outcome])).toEqual([
      ['run.read', 'failed'],
      ['run.ended', 'failed'],
    ]);
    expect(all.map(({ code }) => code)).toEqual(['MR3014', expect.stringMatching(/^MR3/)]);
  });

  test('keep the key out of what is committed', async () => {
    const at = await shop();
    await millrace(at, ['report', 'latest']);
    expect(await at.read('.millrace/.gitignore')).toBe('*\n');
    expect((await stat(at.path('.millrace', 'audit', 'signing.key'))).mode & 0o77).toBe(0);
  });

  test('show, run and publish nothing where that cannot be put on record', async () => {
    const at = await published();
    await at.write({ 'data/orders.csv': `${ROWS}4,dora@example.com,1\n` });
    const before = await at.bytes('out');
    const runs = await readdir(at.path('.millrace', 'runs'));
    await writeFile(`${trail(at)}/signing.key`, 'nothing');
    for (const words of [
      ['quarantine', 'show', 'latest', '--reveal'],
      ['profile', 'orders.yaml'],
      ['trace', 'orders.yaml', '--node', 'orders', '--where', 'id = 1'],
      ['report', 'latest', '-o', '-'],
      ['runs', 'latest'],
      ['run', 'orders.yaml'],
      ['audit', 'export'],
    ]) {
      const { code, out, err } = await millrace(at, words);
      expect([words[0], code, out]).toEqual([words[0], 1, '']);
      expect(err).toContain('MR8806');
    }
    expect(await at.bytes('out')).toEqual(before);
    expect(await readdir(at.path('.millrace', 'runs'))).toEqual(runs);
  });

  test('send checkpoints elsewhere, and say where they cannot', async () => {
    const at = await shop();
    const environment = { MILLRACE_AUDIT_SEND_TO: 'elsewhere', MILLRACE_AUDIT_KEY: 'own.key' };
    await millrace(at, ['report', 'latest'], { environment });
    expect(await readdir(at.path('elsewhere'))).toHaveLength(1);
    expect(await at.read('own.key')).toMatch(/^PRIVATE\+KEY\+millrace\/shop\+/);
    expect(await readdir(trail(at))).not.toContain('signing.key');
    await at.write({ 'a-file': '' });
    const seen = await millrace(at, ['report', 'latest'], {
      environment: { ...environment, MILLRACE_AUDIT_SEND_TO: 'a-file' },
    });
    expect(seen.err).toContain('warning[MR8804]');
  });
});

describe('without access rules', () => {
  test.skipIf(process.getuid?.() !== 0)(
    'of one’s own, those of a stranger above the runs hinder nobody (needs root)',
    async () => {
      const at = await shop();
      await chown(at.path('millrace.yaml'), 65_534, 65_534);
      expect((await millrace(at, ['report', 'latest'])).err).toContain('MR3014');
      expect((await millrace(at, ['run', 'orders.yaml'])).err).toContain('MR7505');
      expect(await readdir(at.path())).not.toContain('.millrace');
    },
  );

  test('nothing is on record', async () => {
    const at = await published({ 'millrace.yaml': 'millrace: 1\nproject: shop\n' });
    expect(await readdir(at.path('.millrace'))).not.toContain('audit');
    const { code, err } = await millrace(at, ['audit', 'verify']);
    expect([code, err.includes('MR8808')]).toEqual([2, true]);
  });

  test('all is on record of a service that has a trail, by who asked for it', async () => {
    const at = await shop({ 'millrace.yaml': 'millrace: 1\nproject: shop\n' });
    const entries: AuditEntry[] = [];
    const audit: AuditLog = {
      append: async (entry) => ({ number: entries.push(entry) - 1, hash: '' }),
      close: async () => undefined,
    };
    const actor = {
      id: 'alice',
      name: 'Alice',
      roles: ['operator'],
      authentication: { method: 'token', id: 't1' },
    } as const;
    expect((await millrace(at, ['run', 'orders.yaml'], { wiring: { audit, actor } })).code).toBe(0);
    expect(entries.map(({ action, actor: { id } }) => [action, id])).toEqual([
      ['run.started', 'alice'],
      ['run.published', 'alice'],
    ]);
    expect(await readdir(at.path('.millrace'))).not.toContain('audit');
  });
});

describe('millrace audit verify', () => {
  test('says that a trail holds, by which key, and which outputs are as they were published', async () => {
    const at = await published();
    const { code, out, err } = await millrace(at, ['audit', 'verify', '--outputs']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('holds.');
    expect(out).toContain('2 records');
    expect(out).toContain('compare it with the one that you kept');
    expect(out).toContain('1 of 1 file as published');
    const key = (await at.read('.millrace/audit/verifier.key')).trim();
    const given = await millrace(at, ['audit', 'verify', trail(at), '--key', key, '--json']);
    expect(JSON.parse(given.out)).toMatchObject({
      records: 2,
      covered: 2,
      isKeyGiven: true,
      key,
      findings: [],
    });
  });

  test('finds the trail beside a project file that does not hold, and tells of that of a service', async () => {
    const at = await published();
    await at.write({ 'millrace.yaml': 'millrace: 1\nproject: [' });
    expect(await millrace(at, ['audit', 'verify'])).toMatchObject({ code: 0, err: '' });
    await at.write({ 'serve.yaml': 'serve: 1\n' });
    await cp(trail(at), at.path('.millrace', 'serve', 'audit'), { recursive: true });
    const { out } = await millrace(at, ['audit', 'verify']);
    expect(out).toMatch(/\.millrace\/audit holds[\s\S]*millrace audit verify .*\.millrace\/serve\/audit/);
    expect((await millrace(at, ['audit', 'verify', '.millrace/serve/audit'])).out).not.toContain(
      'of its own',
    );
  });

  test('names the first record that is wrong, and the checkpoint that says so', async () => {
    const at = await published();
    const path = `${trail(at)}/000000000000.ndjson`;
    await writeFile(path, (await readFile(path, 'utf8')).replace('"rows":2', '"rows":3'));
    const { code, out, err } = await millrace(at, ['audit', 'verify']);
    expect(code).toBe(1);
    expect(out).toContain('does not hold.');
    expect(err).toMatch(/error\[MR8803\].*is not what the checkpoint of 2 was signed over/);
  });

  test('finds by a checkpoint that was kept what the folder itself hides', async () => {
    const at = await published();
    const [name = ''] = await readdir(`${trail(at)}/checkpoints`);
    await at.write({ 'kept.checkpoint': await readFile(`${trail(at)}/checkpoints/${name}`, 'utf8') });
    const kept = await at.read('.millrace/audit/verifier.key');
    await rm(trail(at), { recursive: true });
    await millrace(at, ['report', 'latest']);
    expect((await millrace(at, ['audit', 'verify'])).code).toBe(0);
    await at.write({ 'kept.key': kept });
    const seen = await millrace(at, [
      'audit',
      'verify',
      '--checkpoint',
      'kept.checkpoint',
      '--key',
      'kept.key',
    ]);
    expect(seen.code).toBe(1);
    expect(seen.err).toContain('is not signed by the key');
  });

  test('holds published files against the newest record of each', async () => {
    const at = await published();
    await at.write({ 'data/orders.csv': 'id,mail,amount\n9,eve@example.com,1\n' });
    await millrace(at, ['run', 'orders.yaml']);
    expect((await millrace(at, ['audit', 'verify', '--outputs'])).code).toBe(0);
    await at.write({ 'out/orders.parquet': 'something else' });
    const changed = await millrace(at, ['audit', 'verify', '--outputs']);
    expect([changed.code, changed.err]).toEqual([1, expect.stringContaining('MR8807')]);
    await rm(at.path('out', 'orders.parquet'));
    expect((await millrace(at, ['audit', 'verify', '--outputs'])).err).toContain('it is gone');
  });

  test('asks for no files of a folder that a later run has replaced', async () => {
    const at = await published({ 'orders.yaml': PIPELINE.replace('out://orders.parquet', 'out://orders/') });
    const [before] = await readdir(at.path('out', 'orders'));
    await at.write({ 'data/orders.csv': 'id,mail,amount\n9,eve@example.com,1\n' });
    await millrace(at, ['run', 'orders.yaml']);
    expect(await readdir(at.path('out', 'orders'))).not.toContain(before);
    const { code, out } = await millrace(at, ['audit', 'verify', '--outputs']);
    expect([code, out]).toEqual([0, expect.stringContaining('1 of 1 file as published')]);
  });

  test.each([
    [['verify', '--key', 'nothing.key']],
    [['verify', '--checkpoint', 'nothing']],
    [['verify', '--proof', 'millrace.yaml']],
    [['verify', '--key', 'shop+00000000+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW']],
  ])('refuses what it cannot verify with: %j', async (words) => {
    const at = await published();
    const { code, err } = await millrace(at, ['audit', ...words]);
    expect([code, err]).toEqual([2, expect.stringContaining('MR8805')]);
  });
});

describe('millrace audit prove', () => {
  test('gives a proof that needs nothing but the key', async () => {
    const at = await published();
    const { out } = await millrace(at, ['audit', 'prove', '1']);
    const elsewhere = await project({
      'record.tlog-proof': out,
      'changed.tlog-proof': out.replace('index 1', 'index 0'),
      'kept.key': await at.read('.millrace/audit/verifier.key'),
    });
    const seen = await millrace(elsewhere, [
      'audit',
      'verify',
      '--proof',
      'record.tlog-proof',
      '--key',
      'kept.key',
    ]);
    expect(seen).toMatchObject({ code: 0, err: '' });
    expect(seen.out).toContain('Record 1 is in the audit trail millrace/shop');
    expect(seen.out).toContain('run.published');
    const other = await millrace(elsewhere, [
      'audit',
      'verify',
      '--proof',
      'changed.tlog-proof',
      '--key',
      'kept.key',
    ]);
    expect([other.code, other.out]).toEqual([1, '']);
    expect(other.err).toContain('MR8803');
  });

  test('shows who kept a checkpoint, and has no records, that the trail goes on from it', async () => {
    const at = await published();
    const newest = async () => {
      const folder = at.path('.millrace', 'audit', 'checkpoints');
      return readFile(`${folder}/${(await readdir(folder)).toSorted().at(-1)}`, 'utf8');
    };
    await at.write({ 'kept.checkpoint': await newest() });
    await millrace(at, ['report', 'latest', '-o', '-']);
    const { out } = await millrace(at, ['audit', 'prove', 'since', 'kept.checkpoint']);
    const elsewhere = await project({
      proof: out,
      'kept.key': await at.read('.millrace/audit/verifier.key'),
      'kept.checkpoint': await at.read('kept.checkpoint'),
      'other.checkpoint': await newest(),
    });
    const verify = (checkpoint: string) =>
      millrace(elsewhere, [
        'audit',
        'verify',
        '--proof',
        'proof',
        '--checkpoint',
        checkpoint,
        '--key',
        'kept.key',
      ]);
    expect(await verify('kept.checkpoint')).toMatchObject({
      code: 0,
      out: 'The audit trail millrace/shop of 3 records begins with the 2 records of the checkpoint that was kept.\n',
    });
    expect(await verify('other.checkpoint')).toMatchObject({
      code: 1,
      err: expect.stringContaining('MR8803'),
    });
    expect((await millrace(at, ['audit', 'prove', 'since', 'millrace.yaml'])).err).toContain('MR8805');
  });

  test('gives none of what is not there', async () => {
    const at = await published();
    expect((await millrace(at, ['audit', 'prove', '99'])).err).toContain('MR8808');
    expect((await millrace(at, ['audit', 'prove', 'x'])).err).toContain('MR6004');
    for (const words of [[], ['since']]) {
      const { code, err } = await millrace(at, ['audit', 'prove', ...words]);
      expect([code, err]).toEqual([2, expect.stringMatching(/MR6003[\s\S]*audit prove since FILE/)]);
    }
  });
});

describe('millrace audit export', () => {
  test('gives the records that are meant, as they are', async () => {
    const at = await published();
    await millrace(at, ['report', 'latest', '-o', '-']);
    const all = await millrace(at, ['audit', 'export']);
    expect(all.out).toBe(await text(at));
    expect((await actions(at)).at(-1)).toBe('audit.read');
    const meant = async (...words: readonly string[]) =>
      (await millrace(at, ['audit', 'export', ...words])).out
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line).action);
    expect(await meant('--action', 'run.*')).toEqual(['run.started', 'run.published', 'run.read']);
    expect(await meant('--action', 'run.read', '--actor', userInfo().username)).toEqual(['run.read']);
    expect(await meant('--actor', 'nobody')).toEqual([]);
    expect(await meant('--until', '2020-01-01')).toEqual([]);
    expect((await meant('--since', '2020-01-01')).length).toBeGreaterThan(5);
    expect((await millrace(at, ['audit', 'export', '--since', 'noon'])).err).toContain('MR6004');
  });

  test('gives CSV in which no text is a formula', async () => {
    const at = await shop({ '=1+1.yaml': PIPELINE });
    await millrace(at, ['profile', '=1+1.yaml']);
    const [head = '', ...lines] = (await millrace(at, ['audit', 'export', '--format', 'csv'])).out.split(
      '\r\n',
    );
    expect(head.split(',').slice(0, 3)).toEqual(['number', 'at', 'actor']);
    expect(lines[0]).toContain(",Document,'=1+1.yaml,");
    expect(lines[0]).not.toContain(',=');
  });
});

import { describe, expect, it } from 'vitest';
import { wire } from '../../src/app/wire.js';
import { millrace } from '../support/cli.js';
import { copying, someRows } from '../support/document.js';
import { expectWhole, problemsIn } from '../support/expectations.js';
import { type Files, project } from '../support/project.js';

const file = `millrace: 1
project: shop
access:
  policies: access/*.cedar
  people:
    alice@example.com: { roles: [steward] }
    bob@example.com: { roles: [viewer], groups: [data], attributes: { country: DE } }
    carol@example.com: { roles: [german], attributes: { country: DE } }
  groups:
    data: [author]
`;

const rules = `@id("german-rows") @rows("country = $country")
permit (principal in Millrace::Role::"german", action == Millrace::Action::"dataset.read", resource);

@id("german-masked") @mask("hash")
permit (principal in Millrace::Role::"german", action == Millrace::Action::"column.masked", resource);

@id("hr-closed")
forbid (principal, action == Millrace::Action::"column.read", resource)
when { resource.class == Millrace::Class::"sensitive" && resource.tags.contains("hr") };
`;

const orders = 'millrace: 1\npipeline: orders\nowner: data\ntags: [hr]\nnodes: {}\n';

const made = (files: Files = {}) => project({ 'millrace.yaml': file, 'access/own.cedar': rules, ...files });

const asked = async (question: string, files: Files = {}) => {
  const { code, out, err } = await millrace(await made(files), ['access', 'explain', ...question.split(' ')]);
  expect(code, err).toBe(0);
  return out.split('\n').map((line) => line.trim());
};

const refused = async (question: string, files: Files = {}) => {
  const { code, err } = await millrace(await made(files), ['access', ...question.split(' ')]);
  expect(code).toBe(2);
  const [first] = problemsIn(err);
  if (first) expectWhole(first);
  return `${first?.code} ${first?.place ?? ''}`.trim();
};

describe('millrace access explain', () => {
  it('shows a policy that permits it, with its file and text', async () => {
    const lines = await asked('alice@example.com run.replay orders');
    expect(lines.slice(0, 4)).toEqual([
      'alice@example.com may run.replay orders',
      'roles steward',
      'by the rules of millrace.yaml',
      'permitted by steward-quarantine  shipped/steward.cedar:24',
    ]);
    expect(lines).toContain('principal in Millrace::Role::"steward",');
  });

  it('shows which rows, and how a column would be shown', async () => {
    const lines = await asked('carol@example.com dataset.read orders/out/email --class personal');
    expect(lines[0]).toBe('carol@example.com may dataset.read orders/out/email');
    expect(lines).toContain('rows: where country = $country');
    expect(lines).toContain('column email (class personal) is shown as a keyed hash: by german-masked');
  });

  it('says why not: which roles would be enough, and by which policies', async () => {
    const lines = await asked('bob@example.com run.start orders');
    expect(lines.slice(0, 6)).toEqual([
      'bob@example.com may not run.start orders',
      'roles viewer, author; groups data; country DE',
      'by the rules of millrace.yaml',
      'no policy permits it',
      'would be allowed with the role operator, by operator-runs',
      'would be allowed with the role admin, by admin-runs',
    ]);
  });

  it('shows what forbids it, by what the document says of the pipeline', async () => {
    const question = 'alice@example.com column.read orders/out/salary --class sensitive';
    const lines = await asked(question, { 'a/orders.yaml': orders });
    expect(lines).toContain('forbidden by hr-closed  access/own.cedar:7');
    expect(lines).toContain('what forbids it goes before all that permits it');
    expect(lines).toContain(
      'column salary (class sensitive) is shown not at all, as if there were no such column: by hr-closed',
    );
    const unknown = await asked(question);
    expect(unknown[0]).toBe('alice@example.com may column.read orders/out/salary');
    expect(unknown.join('\n')).toContain('no document of the pipeline "orders" is here');
    expect((await asked(`${question} --tag hr`))[0]).toContain('may not');
  });

  it('takes what else is said of who asks', async () => {
    expect((await asked('zoe run.start orders'))[2]).toBe(
      'by the rules of millrace.yaml, where nobody is called so',
    );
    expect((await asked('zoe run.start orders --role viewer --role operator'))[0]).toContain(
      'zoe may run.start',
    );
    expect((await asked('zoe document.read orders --group data'))[0]).toContain('zoe may document.read');
    expect((await asked('administrator service.manage service'))[0]).toContain(
      'administrator may service.manage',
    );
    const theirs = await asked('administrator dataset.read orders/out/email --class personal');
    expect(theirs).toContain('column email (class personal) is shown as it is: by steward-clear');
    const rows = await asked('zoe dataset.read orders/out --role german');
    expect(rows).toContain('rows: where false');
    expect(rows).toContain('"zoe" has no attribute "country": by the filter of german-rows no row is theirs');
    const own = await asked('zoe dataset.read orders/out --role german --attribute country=FR');
    expect(own).toContain('rows: where country = $country');
    expect((await asked('zoe upload.write channel orders --role operator'))[0]).toBe(
      'zoe may upload.write channel orders',
    );
    const inside =
      'permit (principal, action == Millrace::Action::"run.start", resource) when { context has address && context.authenticated == Millrace::Method::"token" };';
    const how = 'zoe run.start orders --address 10.0.0.1 --method';
    expect((await asked(`${how} token`, { 'access/in.cedar': inside }))[0]).toContain('zoe may run.start');
    expect((await asked(`${how} session`, { 'access/in.cedar': inside }))[0]).toContain('zoe may not');
  });

  it('finds the class of a column in the newest run record', async () => {
    const at = await made({ 'pipeline.yaml': copying, 'data/in.csv': someRows });
    const ran = await millrace(at, ['run', 'pipeline.yaml']);
    expect(ran.code, ran.err).toBe(0);
    const store = wire({ cwd: at.folder, environment: {} }).createRunStore(at.path('.millrace'));
    const record = await store.read('latest');
    const [output] = record.outputs;
    const classes = { [String(output?.node)]: { classes: { name: 'personal' as const }, masks: {} } };
    await store.amend({ ...record, classes });
    const shown = async (column: string) => {
      const what = `${record.pipeline}/${output?.node}/${column}`;
      const { out } = await millrace(at, [
        'access',
        'explain',
        'bob@example.com',
        'column.read',
        what,
        '--json',
      ]);
      return JSON.parse(out).column;
    };
    expect(await shown('name')).toMatchObject({ class: 'personal', shown: 'mask' });
    expect(await shown('id')).toMatchObject({ class: 'none', shown: 'clear' });
    for (const column of ['constructor', 'nmae']) {
      const what = `${record.pipeline}/${output?.node}/${column}`;
      const { code, err } = await millrace(at, ['access', 'explain', 'bob@example.com', 'column.read', what]);
      expect([code, err]).toEqual([2, expect.stringContaining('MR8611')]);
      expect(err.includes('did you mean "name"?')).toBe(column === 'nmae');
    }
  });

  it('prints JSON', async () => {
    const at = await made();
    const question = ['bob@example.com', 'dataset.read', 'orders/out/email', '--class', 'personal'];
    const { out } = await millrace(at, ['access', 'explain', ...question, '--json']);
    expect(JSON.parse(out)).toMatchObject({
      who: { id: 'bob@example.com', isNamed: true, roles: ['viewer', 'author'] },
      what: 'orders/out/email',
      isAllowed: true,
      policies: ['viewer-read', 'author-read'],
      rows: { isAllowed: true },
      column: { shown: 'mask', policies: ['viewer-masked', 'author-masked'] },
      file: 'millrace.yaml',
    });
  });

  it('tells of a policy that fails', async () => {
    const bad =
      '@id("bad") forbid (principal, action == Millrace::Action::"run.read", resource) when { 9223372036854775807 + 1 == 0 };';
    const seen = await millrace(
      await made({ 'access/bad.cedar': bad }),
      'access explain alice@example.com run.read orders'.split(' '),
    );
    expect(seen.out).toContain('alice@example.com may not run.read orders');
    expect(problemsIn(seen.err).map(({ code, place }) => [code, place])).toEqual([
      ['MR8609', 'access/bad.cedar:1:1'],
    ]);
  });

  it.each([
    ['an action that there is not', 'explain bob dataset.raed orders', 'MR8610'],
    ['what the action is not done to', 'explain bob upload.write orders', 'MR8610'],
    ['nothing', 'explain bob run.read', 'MR8610'],
    ['too much', 'explain bob run.read orders out', 'MR8610'],
    ['no node', 'explain bob dataset.read orders/', 'MR8610'],
    ['a column of which nothing is known', 'explain bob column.read orders/out/email', 'MR8611'],
    ['a task that there is not', 'explian bob run.read orders', 'MR6004'],
    ['a class that there is not', 'explain bob column.read a/b/c --class secret', 'MR6004'],
  ])('refuses %s', async (_what, question, code) => {
    expect((await refused(question)).split(' ')[0]).toBe(code);
  });

  it('refuses rules that cannot be', async () => {
    expect(await refused('explain bob run.read orders', { 'access/own.cedar': 'permit' })).toBe(
      'MR8602 access/own.cedar:1:7',
    );
  });
});

describe('millrace access check', () => {
  it('says that all is well', async () => {
    const { code, err } = await millrace(await made(), ['access', 'check']);
    expect([code, err]).toEqual([0, 'millrace.yaml, 29 policies, 3 people, no problems\n']);
    const without = await millrace(await project(), ['access', 'check']);
    expect([without.code, without.err]).toEqual([
      0,
      'no `access` in a project file, 26 policies, 0 people, no problems\n',
    ]);
  });

  it('shows all that is wrong at once', async () => {
    const files = {
      'access/one.cedar': 'permit',
      'access/two.cedar': '@rows("") permit (principal, action, resource);',
    };
    const seen = await millrace(await made(files), ['access', 'check']);
    expect(seen.code).toBe(2);
    expect(problemsIn(seen.err).map(({ code, place }) => [code, place])).toEqual([
      ['MR8602', 'access/one.cedar:1:7'],
      ['MR8606', 'access/two.cedar:1:1'],
    ]);
    const { out } = await millrace(await made(files), ['access', 'check', '--json']);
    expect(JSON.parse(out).problems).toHaveLength(2);
  });
});

describe('millrace access policies', () => {
  it('prints the shipped policies and their schema, and writes them once, to be changed', async () => {
    const at = await made();
    const { out } = await millrace(at, ['access', 'policies']);
    expect(out).toContain('@id("viewer-masked")');
    expect(out).toContain('namespace Millrace {');
    const wrote = await millrace(at, ['access', 'policies', '--write', 'own/policies']);
    expect([wrote.code, wrote.err.split('\n')[0]]).toEqual([0, 'wrote own/policies/viewer.cedar']);
    expect(wrote.err).toContain('`access: { policies: "own/policies/*.cedar", shipped: false }`');
    expect(await at.read('own/policies/viewer.cedar')).toContain('@id("viewer-masked")');
    const again = await millrace(at, ['access', 'policies', '--write', 'own/policies']);
    expect([again.code, problemsIn(again.err)[0]?.code]).toEqual([2, 'MR8613']);
    const instead = file.replace(
      'policies: access/*.cedar',
      'policies: own/policies/*.cedar\n  shipped: false',
    );
    await at.write({ 'millrace.yaml': instead });
    const seen = await millrace(at, [
      'access',
      'explain',
      'alice@example.com',
      'column.read',
      'a/b/c',
      '--class',
      'sensitive',
    ]);
    expect(seen.out).toContain('permitted by steward-clear  own/policies/steward.cedar:');
  });
});

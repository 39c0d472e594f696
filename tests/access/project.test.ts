import { chown, symlink } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { loadRules } from '../../src/app/access/rules.js';
import { problemsOf } from '../../src/base/errors/index.js';
import { parseProject } from '../../src/spec/index.js';
import { millrace } from '../support/cli.js';
import { expectWhole, problemsIn } from '../support/expectations.js';
import { type Files, project } from '../support/project.js';

const head = 'millrace: 1\nproject: shop\n';
const reads =
  '@id("own") permit (principal in Millrace::Role::"german", action == Millrace::Action::"dataset.read", resource);';

const declared = (access: string): string => `${head}access:\n${access}`;

const rulesIn = async (files: Files) => {
  const { folder } = await project(files);
  return loadRules({ folder, cwd: folder });
};

const problemsOfRules = async (files: Files) => {
  const problems = await rulesIn(files).then(
    (rules) => rules.problems,
    (thrown: unknown) => problemsOf(thrown),
  );
  return problems.map(({ code, message, place }) => `${code} ${place?.file}:${place?.line} ${message}`);
};

describe('the access rules of a project', () => {
  it('are the shipped policies where it says nothing, and nobody has a role', async () => {
    const without = await rulesIn({});
    expect([without.isDeclared, without.isBroken, without.file]).toEqual([false, false, undefined]);
    expect(without.rolesOf('alice@example.com', ['admin'])).toEqual({
      roles: [],
      groups: ['admin'],
      attributes: {},
    });
    expect((await rulesIn({ 'millrace.yaml': head })).access.policies).toHaveLength(
      without.access.policies.length,
    );
  });

  it('say who somebody is, by their id and their groups', async () => {
    const { rolesOf, isDeclared, people } = await rulesIn({
      'millrace.yaml': declared(`  people:
    alice@example.com: { roles: [steward], groups: [eu], attributes: { country: DE, level: 01 } }
    constructor: { roles: [viewer] }
  groups:
    eu: [viewer, author]
    hasOwnProperty: [operator]
`),
    });
    expect(isDeclared).toBe(true);
    expect(people).toEqual(['alice@example.com', 'constructor']);
    expect(rolesOf('alice@example.com', ['data', 'eu'])).toEqual({
      roles: ['steward', 'viewer', 'author'],
      groups: ['data', 'eu'],
      attributes: { country: 'DE', level: '01' },
    });
    expect(rolesOf('Alice@example.com').roles).toEqual([]);
    expect(rolesOf('toString', ['toString', 'hasOwnProperty']).roles).toEqual(['operator']);
  });

  it('have policies of files, with the shipped ones or in their place', async () => {
    const files = { 'rules/b.cedar': reads, 'rules/a.cedar': '', 'rules/c.txt': 'no', 'rules/d.cedar/x': '' };
    const both = await rulesIn({ ...files, 'millrace.yaml': declared('  policies: rules/*.cedar\n') });
    expect(both.access.policies.at(-1)?.id).toBe('own');
    expect(both.access.policies.length).toBeGreaterThan(20);
    const list = '  policies: [rules/b.cedar, ./rules/*.cedar]\n  shipped: false\n';
    const alone = await rulesIn({ ...files, 'millrace.yaml': declared(list) });
    expect(alone.access.policies.map(({ id, place }) => [id, place.file])).toEqual([
      ['own', 'rules/b.cedar'],
    ]);
    expect(alone.access.revision).not.toBe(both.access.revision);
  });

  it('are those of the nearest project, and their files stand beside its file', async () => {
    const { folder, path } = await project({
      'millrace.yaml': declared('  policies: p.cedar\n  shipped: false\n'),
      'p.cedar': reads,
      'a/b/x': '',
    });
    const rules = await loadRules({ folder: path('a', 'b'), cwd: folder });
    expect([rules.file, rules.access.policies.length]).toEqual(['millrace.yaml', 1]);
  });

  it.each<[string, string, Files, readonly string[]]>([
    ['no such file', '  policies: x.cedar\n', {}, ['MR8607 millrace.yaml:4 there is no file "x.cedar"']],
    [
      'one of two that is not there',
      '  policies:\n    - a.cedar\n    - b/*.cedar\n',
      { 'a.cedar': reads },
      ['MR8607 millrace.yaml:6 there is no file "b/*.cedar"'],
    ],
    [
      'a file outside',
      '  policies: ../x.cedar\n',
      {},
      ['MR8607 millrace.yaml:4 "../x.cedar" leads out of the folder of the project'],
    ],
    [
      'a whole path',
      '  policies: /etc/passwd\n',
      {},
      ['MR8607 millrace.yaml:4 "/etc/passwd" leads out of the folder of the project'],
    ],
    [
      'folders by a pattern',
      '  policies: "*/x.cedar"\n',
      { 'a/x.cedar': '' },
      ['MR8607 millrace.yaml:4 "*/x.cedar" has a pattern in the name of a folder'],
    ],
    [
      'what is not text',
      '  policies: x.cedar\n',
      { 'x.cedar': Uint8Array.of(0xff) },
      ['MR8607 millrace.yaml:4 the policies "x.cedar" cannot be read: it is not UTF-8 text'],
    ],
    [
      'the id of a shipped policy',
      '  policies: x.cedar\n',
      { 'x.cedar': reads.replace('own', 'viewer-read') },
      ['MR8604 x.cedar:1 there is another policy "viewer-read"'],
    ],
    [
      'a file that is not there and one that is wrong',
      '  policies: [y.cedar, x.cedar]\n',
      { 'x.cedar': 'permit' },
      [
        'MR8607 millrace.yaml:4 there is no file "y.cedar"',
        'MR8602 x.cedar:1 "x.cedar" cannot be read: unexpected end of input',
      ],
    ],
    [
      'roles that are written in two ways',
      '  policies: x.cedar\n  people:\n    bob: { roles: [germn] }\n  groups:\n    eu: [viewr]\n',
      { 'x.cedar': reads },
      [
        'MR8608 millrace.yaml:6 no policy names the role "germn"',
        'MR8608 millrace.yaml:8 no policy names the role "viewr"',
        'MR8608 x.cedar:1 policy "own" names the role "german", which nobody is given',
      ],
    ],
    [
      'a filter that narrows nothing',
      '  policies: x.cedar\n',
      { 'x.cedar': `@rows("a = 1") ${reads.replace('german', 'viewer')}` },
      [
        'MR8608 x.cedar:1 the filter of policy "own" narrows no `dataset.read`: "viewer-read" permits all rows to the same',
      ],
    ],
  ])('are told of with their places: %s', async (_what, access, files, expected) => {
    expect(await problemsOfRules({ ...files, 'millrace.yaml': declared(access) })).toEqual(expected);
  });

  it('have no policies behind a link that leads out', async () => {
    const elsewhere = await project({ 'x.cedar': reads });
    const { folder, path, write } = await project({ 'millrace.yaml': declared('  policies: x.cedar\n') });
    await symlink(elsewhere.path('x.cedar'), path('x.cedar'));
    const problems = await loadRules({ folder, cwd: folder }).then(() => [], problemsOf);
    expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'MR8607 "x.cedar" leads out of the folder of the project',
    ]);
    await write({});
  });

  it.skipIf(process.getuid?.() !== 0)(
    'have no policies of another user, as MR8614 says (needs root, to give files away)',
    async () => {
      const { folder, path } = await project({
        'millrace.yaml': declared('  policies: x.cedar\n'),
        'x.cedar': reads,
      });
      await chown(path('x.cedar'), 65_534, 65_534);
      const problems = await loadRules({ folder, cwd: folder }).then(() => [], problemsOf);
      expect(problems.map(({ code }) => code)).toEqual(['MR8614']);
      await chown(path('millrace.yaml'), 65_534, 65_534);
      const whole = await loadRules({ folder, cwd: folder }).then(() => [], problemsOf);
      expect(whole.map(({ code }) => code)).toEqual(['MR7505']);
    },
  );
});

describe('the key `access` of a project file', () => {
  it.each([
    ['an unknown key', '  polices: x\n', 'MR1020 millrace.yaml:4'],
    ['a role that is no name', '  groups: { eu: ["a b"] }\n', 'MR1024 millrace.yaml:4'],
    [
      'an attribute that is no name',
      '  people: { bob: { attributes: { a-b: x } } }\n',
      'MR1023 millrace.yaml:4',
    ],
  ])('is refused with %s, at its place', async (_what, access, expected) => {
    const seen = await millrace(await project({ 'millrace.yaml': declared(access) }), [
      'validate',
      'millrace.yaml',
    ]);
    expect(seen.code).toBe(2);
    const [first, ...rest] = problemsIn(seen.err);
    if (first) expectWhole(first);
    expect([`${first?.code} ${first?.place?.replace(/:\d+$/, '')}`, rest.length]).toEqual([expected, 0]);
  });

  it('is no part of what pipelines share: a run is the same whoever may see it', () => {
    const hash = (text: string) => parseProject(text, 'millrace.yaml')?.hash;
    expect(hash(declared('  shipped: true\n'))).toBe(hash(head));
    expect(hash(`${head}description: x\n`)).not.toBe(hash(head));
  });
});

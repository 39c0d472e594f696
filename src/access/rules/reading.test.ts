import { describe, expect, it } from 'vitest';
import { type Problem, problemsOf } from '../../base/errors/index.js';
import { createAccess } from '../create-access.js';
import { accessBy } from '../testing/asking.js';

const problemsIn = async (text: string): Promise<readonly Problem[]> => {
  try {
    return (await accessBy(text)).warnings;
  } catch (thrown) {
    return problemsOf(thrown);
  }
};

const told = ({ code, severity, message, place }: Problem) =>
  `${code} ${severity} ${place?.line}:${place?.column} ${message}`;

const READ = 'action == Millrace::Action::"dataset.read"';
const MASKED = 'action == Millrace::Action::"column.masked"';

describe('policies that are read', () => {
  it('have the ids that they give themselves, or file and number', async () => {
    const { policies } = await accessBy(`// ; no policy
permit (principal, ${READ}, resource); @id("büro;") // "
permit (principal, ${READ}, resource) when { "a\\";b" == principal.id };
@description("third")
permit (principal, ${READ}, resource);`);
    expect(policies.map(({ id, place }) => [id, `${place.line}:${place.column}`])).toEqual([
      ['access/own.cedar#1', '2:1'],
      ['büro;', '2:75'],
      ['access/own.cedar#3', '4:1'],
    ]);
    expect(policies[1]?.text).toMatch(/^@id[\s\S]*principal\.id };$/);
  });

  it('say whom and what they are for', async () => {
    const { policies } = await accessBy(`
      permit (principal is Millrace::User in Millrace::Role::"r", action in [Millrace::Action::"run.read", Millrace::Action::"run.start"], resource)
      when { principal in Millrace::Role::"s" || principal in [Millrace::Role::"t"] };
      forbid (principal == Millrace::User::"bob", action, resource) when { context has address };`);
    const [first, second] = policies;
    expect(first).toMatchObject({
      effect: 'permit',
      actions: ['run.read', 'run.start'],
      principal: { type: 'Role', id: 'r' },
      roles: ['r', 's', 't'],
      needs: { attributes: [], tags: false },
    });
    expect(second).toMatchObject({ effect: 'forbid', principal: { type: 'User', id: 'bob' } });
    expect(second?.actions).toBeUndefined();
    expect(second?.needs).toEqual({
      entities: [{ type: 'Millrace::User', id: 'bob' }],
      attributes: ['address'],
      tags: false,
    });
  });

  it('need the whole context where they compare it as a whole', async () => {
    const { policies } = await accessBy(
      `forbid (principal, action, resource) when { [context].contains(context) };`,
    );
    expect(policies[0]?.needs.attributes.toSorted()).toEqual(['address', 'authenticated', 'issuer']);
  });
});

describe('policies that cannot be', () => {
  it.each([
    [
      'no Cedar',
      'permit (principal, action,\n resource) whn { true };',
      'MR8602 error 2:12 "access/own.cedar" cannot be read: invalid policy condition: whn',
    ],
    [
      'places behind letters of two bytes',
      '// für\npermit (principal, action, resource) whn { true };',
      'MR8602 error 2:38 "access/own.cedar" cannot be read: invalid policy condition: whn',
    ],
    [
      'an end too early',
      'permit (principal, action, resource)',
      'MR8602 error 1:37 "access/own.cedar" cannot be read: unexpected end of input',
    ],
    [
      'a template',
      'permit (principal == ?principal, action, resource);',
      'MR8602 error 1:22 "access/own.cedar" has a template (`?principal` or `?resource`)',
    ],
    [
      'an unknown action',
      '\n@id("a") permit (principal, action == Millrace::Action::"dataset.raed", resource);',
      'MR8603 error 2:39 policy "a": unrecognized action `Millrace::Action::"dataset.raed"`',
    ],
    [
      'an unknown type',
      '@id("a") permit (principal in Millrace::Rolle::"x", action, resource);',
      'MR8603 error 1:31 policy "a": unrecognized entity type `Millrace::Rolle`',
    ],
    [
      'an unknown attribute',
      `@id("ü")\npermit (principal, ${READ}, resource) when { resource.nod == "x" };`,
      'MR8603 error 2:81 policy "ü": attribute `nod` on entity type `Millrace::Dataset` not found',
    ],
    [
      'an attribute that need not be there',
      `@id("a") permit (principal, ${READ}, resource) when { resource.owner == "x" };`,
      'MR8603 error 1:90 policy "a": unable to guarantee safety of access to optional attribute `owner` on entity type `Millrace::Dataset`',
    ],
    [
      'a class that there is not',
      '@id("a") permit (principal, action == Millrace::Action::"column.read", resource) when { resource.class == Millrace::Class::"secret" };',
      'MR8603 error 1:107 policy "a": entity `Millrace::Class::"secret"` is of an enumerated entity type, but `"secret"` is not declared as a valid eid',
    ],
    [
      'an id twice',
      `@id("a") permit (principal, ${READ}, resource);\n@id("a") forbid (principal, ${READ}, resource);`,
      'MR8604 error 2:1 there is another policy "a"',
    ],
    [
      'an unknown annotation',
      `@row("x") permit (principal, ${READ}, resource);`,
      'MR8605 error 1:1 there is no annotation "@row"',
    ],
    [
      'an id that is taken',
      `@id("scope") permit (principal, ${READ}, resource);`,
      'MR8605 error 1:1 the id "scope" stands for the scope of a token',
    ],
    [
      'an id of two lines',
      `@id("a\\nb") permit (principal, ${READ}, resource);`,
      'MR8605 error 1:1 an id is a line of at most 200 characters',
    ],
    [
      'an empty id',
      `@id("") permit (principal, ${READ}, resource);`,
      'MR8605 error 1:1 an id is a line of at most 200 characters',
    ],
    [
      'a mask that there is not',
      `@mask("stars") permit (principal, ${MASKED}, resource);`,
      'MR8605 error 1:1 `@mask("stars")` is none of mask, hash, null, absent',
    ],
    [
      'no mask where one is meant',
      `permit (principal, ${MASKED}, resource);`,
      'MR8605 error 1:1 permits `column.masked` and does not say how, by `@mask`',
    ],
    [
      'a mask of what is not masked',
      `@mask("hash") permit (principal, ${READ}, resource);`,
      'MR8605 error 1:1 `@mask` is of no effect: no `column.masked` is permitted here',
    ],
    [
      'a filter of what is forbidden',
      `@rows("a = 1") forbid (principal, ${READ}, resource);`,
      'MR8605 error 1:1 `@rows` is of no effect: neither `dataset.read` nor `quarantine.read` is permitted here',
    ],
    [
      'a filter that breaks out',
      `@rows("a = 1) OR (true") permit (principal, ${READ}, resource);`,
      'MR8606 error 1:1 the filter `a = 1) OR (true` has a ")" that closes nothing',
    ],
    [
      'what never holds',
      `@id("a") permit (principal, ${READ}, resource) when { resource.node == "a" && false };`,
      'MR8608 warning 1:1 policy "a": policy is impossible: the policy expression evaluates to false for all valid requests',
    ],
  ])('are told of with their place: %s', async (_what, text, expected) => {
    expect((await problemsIn(text)).map(told)).toEqual([expected]);
  });

  it('are told with the nearest action, whichever Cedar would name', async () => {
    const [found] = await problemsIn(
      'permit (principal, action == Millrace::Action::"dataset.raed", resource);',
    );
    expect(found?.label).toBe('did you mean `Millrace::Action::"dataset.read"`?');
    const [without] = await problemsIn('permit (principal, action == Action::"dataset.read", resource);');
    expect(without?.label).toBe('did you mean `Millrace::Action::"dataset.read"`?');
  });

  it('are told of all at once, with the nearest that there is', async () => {
    const problems = await problemsIn(`@rwos("x") @mask("x") permit (principal, ${READ}, resource);
      permit (principal, action == Millrace::Action::"column.maskd", resource);`);
    expect(problems.map(({ code, label }) => [code, label])).toEqual([
      ['MR8605', 'did you mean "rows"?'],
      ['MR8605', undefined],
      ['MR8603', 'did you mean `Millrace::Action::"column.masked"`?'],
    ]);
  });

  it('have no id of another file', async () => {
    const text = `@id("a") permit (principal, ${READ}, resource);`;
    const files = [
      { file: 'one.cedar', text },
      { file: 'two.cedar', text },
    ];
    const problems = await createAccess({ files }).then(() => [], problemsOf);
    expect(problems.map(({ notes, place }) => [place?.file, notes])).toEqual([
      ['two.cedar', ['the first is in one.cedar:1']],
    ]);
  });
});

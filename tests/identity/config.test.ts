import { readFile, writeFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadServiceConfig } from '../../src/app/service/config.js';
import { serviceKey } from '../../src/app/service/service-key.js';
import { MillraceError } from '../../src/base/errors/index.js';
import { serviceJsonSchema } from '../../src/spec/service/index.js';
import { project } from '../support/project.js';

const SECRET = '$' + '{env:OIDC_SECRET}';

const FULL = `serve: 1
listen: { host: 0.0.0.0, public_url: "https://Data.example.com/", trust_proxy: [10.0.0.5, "fd00::/8"] }
identity:
  local: true
  oidc:
    company:
      issuer: https://login.example.com
      client_id: millrace
      client_secret: ${SECRET}
      scopes: [profile, groups]
      claims: { id: email, groups: roles }
      primary: true
    partner: { issuer: "https://partner.example", client_id: m }
  sessions: { idle: 10m, absolute: 8h }
`;

const loaded = async (text: string, environment: Record<string, string> = {}) => {
  const at = await project({ 'serve.yaml': text });
  return loadServiceConfig('serve.yaml', environment, at.folder);
};

/** Codes, places, messages and notes, as a person would read them. */
const briefs = async (text: string, environment?: Record<string, string>): Promise<readonly string[]> => {
  const thrown = await loaded(text, environment).catch((each: unknown) => each);
  if (!(thrown instanceof MillraceError)) throw new Error('it was taken');
  return thrown.problems.map(({ code, place, message, notes }) =>
    [`${code} ${place ? `${place.line}:${place.column} ` : ''}${message}`, ...notes].join('; '),
  );
};

describe('who people are', () => {
  test('has all that is usual filled in', async () => {
    const { listen, identity } = await loaded(FULL, { OIDC_SECRET: 'hush' });
    expect(listen).toMatchObject({
      host: '0.0.0.0',
      publicUrl: 'https://data.example.com',
      trustProxy: ['10.0.0.5', 'fd00::/8'],
    });
    expect(identity).toEqual({
      isLocal: true,
      oidc: [
        {
          name: 'company',
          issuer: 'https://login.example.com',
          clientId: 'millrace',
          clientSecret: 'hush',
          scopes: ['openid', 'profile', 'groups'],
          claims: { id: 'email', name: 'name', groups: 'roles' },
          isPrimary: true,
        },
        {
          name: 'partner',
          issuer: 'https://partner.example',
          clientId: 'm',
          scopes: ['openid', 'profile', 'email'],
          claims: { id: 'sub', name: 'name', groups: 'groups' },
          isPrimary: false,
        },
      ],
      sessions: { idle: 600_000, absolute: 28_800_000 },
    });
  });

  test('is one issuer that names people as they are, where there is no other', async () => {
    const { identity } = await loaded(
      'serve: 1\nidentity: { oidc: { one: { issuer: "https://one.example", client_id: m } } }\n',
    );
    expect(identity).toMatchObject({
      isLocal: false,
      oidc: [{ isPrimary: true }],
      sessions: { idle: 1_800_000, absolute: 43_200_000 },
    });
  });

  test('has a JSON Schema', () => {
    const isValid = new Ajv2020({ strict: false, validateFormats: false }).compile(serviceJsonSchema());
    expect(isValid(parse(FULL))).toBe(true);
    expect(isValid({ serve: 1, identity: { locl: true } })).toBe(false);
  });
});

const oidc = (more: string) =>
  `serve: 1\nidentity:\n  oidc:\n    one: { issuer: "https://one.example", client_id: m, ${more} }\n`;

describe('a configuration is refused', () => {
  test.each([
    ['serve: 1\nlisten: { host: 0.0.0.0 }\n', ['`listen.public_url` is missing', '`identity` is missing']],
    [
      'serve: 1\nlisten: { host: 0.0.0.0, public_url: "https://a.example" }\nidentity: { sessions: { idle: 1m } }\n',
      ['`identity` is missing'],
    ],
    ['serve: 1\nlisten: { host: 0.0.0.0 }\nidentity: { local: true }\n', ['`listen.public_url` is missing']],
  ])('that lets others in and does not say how: %s', async (text, notes) => {
    const [found, ...others] = await briefs(text);
    expect(others).toEqual([]);
    expect(found).toContain('MR8404 2:17 "0.0.0.0" can be reached by other hosts');
    for (const note of notes) expect(found).toContain(note);
    expect(found?.split(' is missing').length).toBe(notes.length + 1);
  });

  test.each([
    [
      'serve: 1\nlisten: { public_url: "http://a.example" }\n',
      'MR1023 2:23 "public_url" must be https and a host',
    ],
    ['serve: 1\nlisten: { public_url: "https://a.example/x" }\n', 'MR1023 2:23 "public_url" must be https'],
    [
      'serve: 1\nlisten: { trust_proxy: [proxy] }\n',
      'MR1023 2:25 item 1 of "trust_proxy" must be an address',
    ],
    ['serve: 1\nlisten: { trust_proxy: [0.0.0.0/0] }\n', 'MR1023 2:25 item 1 of "trust_proxy" must be'],
    ['serve: 1\nidentity: { lokal: true }\n', 'MR1020 2:13 unknown key "lokal" in "identity"'],
    [oidc('client_secret: hush'), 'MR8721 4:1 the secret of the issuer "one" stands in the configuration'],
    [oidc(`client_secret: "x${SECRET}"`), 'MR8721 4:1 the secret'],
    [oidc(`client_secret: "${SECRET}"`), 'MR1030 4:72 the environment variable "OIDC_SECRET" is not set'],
    [oidc(`scopes: ["${SECRET}"]`), 'is not allowed here'],
    [
      'serve: 1\nidentity: { oidc: { one: { issuer: "http://one.example", client_id: m } } }\n',
      'MR8714 2:36 "http://one.example" is no https address',
    ],
    [
      'serve: 1\nidentity:\n  oidc:\n    one: { issuer: "https://a.example", client_id: m, primary: true }\n    two: { issuer: "https://b.example", client_id: m, primary: true }\n',
      'MR8712 5:64 "two" is the second issuer that is primary',
    ],
  ])('%s', async (text, brief) => {
    const found = await briefs(text);
    expect(found.join('\n')).toContain(brief);
    expect(found.join('\n')).not.toContain('hush');
  });

  test('that holds a secret shows nothing of the line that it is in', async () => {
    for (const more of [
      'client_secret: hush',
      'client_secret: hush, client_sercet: x',
      'client_secret: hush, primary: 1',
    ]) {
      const thrown = await loaded(oidc(more)).catch((each: unknown) => each);
      expect(JSON.stringify((thrown as MillraceError).problems), more).not.toContain('hush');
    }
    const several = oidc('client_secret: hush').replace('https://one', 'http://one');
    const thrown = await loaded(several).catch((each: unknown) => each);
    expect((thrown as MillraceError).problems.map(({ code }) => code)).toEqual(['MR8714', 'MR8721']);
    expect(JSON.stringify((thrown as MillraceError).problems)).not.toContain('hush');
  });
});

describe('the key of a service', () => {
  test('is made once, for its user alone, and cannot be damaged unnoticed', async () => {
    const { folder } = await project({});
    const key = await serviceKey(folder, 'identity.json');
    expect(key).toHaveLength(32);
    expect(await serviceKey(folder, 'identity.json')).toEqual(key);
    const text = await readFile(`${folder}/identity.json`, 'utf8');
    for (const damaged of ['', '{}', text.replace('"version":1', '"version":2'), text.slice(0, -10)]) {
      await writeFile(`${folder}/identity.json`, damaged);
      await expect(serviceKey(folder, 'identity.json')).rejects.toThrow('[MR8716]');
    }
  });
});

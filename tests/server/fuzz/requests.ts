import fc from 'fast-check';
import type { Asked } from '../../gateway/paths/http.js';
import { hostileText, hostileValue, type Schema, valueFor } from './values.js';

interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly schema: Schema;
}

export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}

/** Names that are there, by the parameter that takes them. */
export type Known = Readonly<Record<string, readonly string[]>>;

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined');

/** Lone halves of characters cannot be encoded. */
const encoded = (text: string): string => encodeURIComponent(Buffer.from(text).toString());

const segment = ({ name, schema }: Parameter, known: Known): fc.Arbitrary<string> => {
  const there = known[name] ?? [];
  return fc.oneof(
    { weight: there.length > 0 ? 6 : 0, arbitrary: fc.constantFrom('', ...there).map(encoded) },
    { weight: 1, arbitrary: valueFor(schema).map((value) => encoded(textOf(value))) },
    { weight: 1, arbitrary: hostileText.map(encoded) },
    // What is not encoded as it should be.
    {
      weight: 1,
      arbitrary: fc.constantFrom('%', '%ff', '%00', '%zz', '%c3%28', '..', '.', '%2e%2e%2f', ';', '%F0%9F'),
    },
  );
};

const pathOf = (path: string, parameters: readonly Parameter[], known: Known): fc.Arbitrary<string> =>
  fc
    .tuple(...parameters.map((each) => segment(each, known).map((text) => [`{${each.name}}`, text] as const)))
    .map((found) => found.reduce((text, [name, by]) => text.replace(name, () => by), path));

const queryOf = (parameters: readonly Parameter[]): fc.Arbitrary<string> => {
  const pairs = parameters.map(({ name, schema }) =>
    valueFor(schema).map((value) => `${encodeURIComponent(name)}=${encoded(textOf(value))}`),
  );
  const strange = fc.oneof(
    hostileText.map((text) => `${encoded(text)}=x`),
    fc.constantFrom('&&', '=', 'a[]=1', 'limit=1&limit=2', 'cursor=%', '__proto__=1', '?', 'limit', '%'),
  );
  const one = fc.oneof(
    { weight: 4 * pairs.length, arbitrary: fc.oneof(...pairs, strange) },
    { weight: 1, arbitrary: strange },
  );
  return fc.array(one, { maxLength: 4 }).map((all) => (all.length > 0 ? `?${all.join('&')}` : ''));
};

/** Node refuses to send what HTTP does not have; the rest goes. */
const sendable = (text: string): string => text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '~');

const headersOf = (parameters: readonly Parameter[]): fc.Arbitrary<Asked['headers']> => {
  const named = parameters.map(({ name, schema }) =>
    valueFor(schema).map((value) => [name, textOf(value)] as const),
  );
  const names = [
    'accept',
    'range',
    'if-none-match',
    'if-match',
    'prefer',
    'content-encoding',
    'x-http-method-override',
    'cookie',
    'last-event-id',
  ];
  const strange = fc.tuple(
    fc.constantFrom(...names),
    fc.oneof(hostileText, fc.constantFrom('*', '*/*', 'gzip', 'bytes=0-', 'wait=1', '"x"')),
  );
  const one = fc.oneof(...named, strange).map(([name, text]) => [name, sendable(text)] as const);
  return fc
    .array(fc.tuple(one, fc.boolean()), { maxLength: 3 })
    .map((all) =>
      Object.fromEntries(all.map(([[name, text], isTwice]) => [name, isTwice ? [text, text] : text])),
    );
};

const cut = (text: string): string => text.slice(0, Math.floor(text.length / 2));

const asJson = (schema: Schema): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: valueFor(schema).map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: valueFor(schema).map((value) => cut(JSON.stringify(value) ?? '')) },
    { weight: 1, arbitrary: hostileValue.map((value) => JSON.stringify(value) ?? '') },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        '{',
        'nul',
        '\ufeff{}',
        '{"a":1,"a":2}',
        '{"__proto__":{"a":1}}',
        '{"constructor":{"prototype":{}}}',
        '[1e999]',
        '['.repeat(20_000),
        '{"a":'.repeat(5_000),
        '\xff\xfe',
      ),
    },
  );

const bodyOf = (
  { requestBody }: Operation,
  bodies: readonly string[],
): fc.Arbitrary<Pick<Asked, 'body' | 'headers'>> => {
  const content = Object.entries(requestBody?.content ?? { 'application/json': {} });
  const types = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...content.map(([type]) => type)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        'x',
        'text/csv',
        'application/json; charset=utf-16',
        'multipart/form-data',
        'multipart/form-data; boundary=',
        'application/x-www-form-urlencoded',
        'application/json, text/plain',
        '*/*',
      ),
    },
  );
  const texts = fc.oneof(
    { weight: bodies.length > 0 ? 5 : 0, arbitrary: fc.constantFrom('', ...bodies) },
    { weight: 5, arbitrary: asJson(content[0]?.[1].schema ?? {}) },
    { weight: 1, arbitrary: hostileText },
  );
  return fc
    .tuple(types, texts, fc.nat(9))
    .map(([type, text, chance]) =>
      chance === 0 && !requestBody
        ? {}
        : { body: Buffer.from(text), headers: type === '' ? {} : { 'content-type': type } },
    );
};

/** Requests for an operation, as it is described, and otherwise. `bodies` are some that it takes. */
export const requestsOf = (
  method: string,
  path: string,
  operation: Operation,
  known: Known,
  bodies: readonly string[] = [],
): fc.Arbitrary<Asked> => {
  const all = operation.parameters ?? [];
  const of = (where: Parameter['in']): readonly Parameter[] => all.filter((each) => each.in === where);
  const hasBody = method !== 'get';
  return fc
    .tuple(
      pathOf(path, of('path'), known),
      queryOf(of('query')),
      headersOf(of('header')),
      hasBody ? bodyOf(operation, bodies) : fc.constant<Pick<Asked, 'body' | 'headers'>>({}),
    )
    .map(([at, query, headers, { body, headers: more }]) => ({
      method: method.toUpperCase(),
      path: at + query,
      headers: { ...headers, ...more },
      ...(body === undefined ? {} : { body }),
    }));
};

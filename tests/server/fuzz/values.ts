import fc from 'fast-check';

/** A JSON Schema as OpenAPI 3.1 has it. */
export interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Texts that some layer below may take for more than text. */
export const hostileTexts = [
  '',
  ' ',
  '\0',
  'a\0b',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '../../etc/passwd',
  '..',
  '.',
  '/',
  '%00',
  '%ff',
  'null',
  'undefined',
  'NaN',
  '-1',
  '0',
  '1e999',
  '9007199254740993',
  '99999999999999999999999999999999',
  '\ud800',
  '\u202e\ufeff\u2028',
  '👩‍👩‍👧‍👦'.repeat(40),
  'é'.repeat(300),
  'x'.repeat(5000),
  "'; drop table values; --",
  '$(reboot) `reboot`',
  '<script>',
  '{"a":1}',
  '[]',
  'a\r\nx: y',
];

export const hostileText = fc.oneof(
  // Databases and systems of files stumble over this one more than over any other.
  fc.constantFrom('\0', 'orders\0', '\0orders'),
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.string({ unit: 'grapheme', maxLength: 50 }),
);

/** Values that no schema asks for. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(null, true, 0, -1, 1e308, 2 ** 53, [], {}, [[]], { __proto__: null }),
  fc.jsonValue({ maxDepth: 3 }),
);

const texts = ({ enum: words, pattern }: Schema): fc.Arbitrary<unknown> => {
  if (words) return fc.constantFrom(...words);
  return pattern === undefined
    ? fc.oneof(fc.string({ maxLength: 40 }), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }))
    : fc.stringMatching(new RegExp(pattern), { maxLength: 40 });
};

const recordOf = (schema: Schema): fc.Arbitrary<unknown> => {
  const { properties, additionalProperties } = schema;
  if (properties) {
    const entries = Object.entries(properties).map(([name, each]) => [name, valueFor(each)] as const);
    return fc.record(Object.fromEntries(entries), { requiredKeys: [] });
  }
  const value = typeof additionalProperties === 'object' ? valueFor(additionalProperties) : hostileValue;
  return fc.dictionary(fc.oneof(fc.string({ maxLength: 10 }), hostileText), value, { maxKeys: 5 });
};

/** Values of which most are as the schema has them, and some are anything. */
export const valueFor = (schema: Schema): fc.Arbitrary<unknown> => {
  const right = (): fc.Arbitrary<unknown> => {
    if (schema.const !== undefined) return fc.constant(schema.const);
    const { type, minimum = -100, maximum = 1000 } = schema;
    if (type === 'string') return texts(schema);
    if (type === 'integer' || type === 'number')
      return fc.integer({ min: Math.max(minimum, -1e9), max: Math.min(maximum, 1e9) });
    if (type === 'boolean') return fc.boolean();
    return type === 'object' ? recordOf(schema) : hostileValue;
  };
  return fc.oneof({ weight: 4, arbitrary: right() }, { weight: 1, arbitrary: hostileValue });
};

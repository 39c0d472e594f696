import type { Schema as ArrowSchema, Data, DataType, RecordBatch } from 'apache-arrow';
import { once } from '../../base/once.js';
import type { BatchValue, RowBatch } from '../../kit/index.js';
import type { ArrowColumn, ArrowKind } from './arrow-columns.js';

type Arrow = typeof import('apache-arrow');

/** The library is loaded when the first stream is asked for. */
const load = once((): Promise<Arrow> => import('apache-arrow'));

const intType = ({ Int }: Arrow, isSigned: boolean, bits: 8 | 16 | 32 | 64): DataType =>
  new Int(isSigned, bits);

const typeOf = (arrow: Arrow, how: ArrowKind): DataType => {
  switch (how.kind) {
    case 'bool':
      return new arrow.Bool();
    case 'utf8':
      return new arrow.Utf8();
    case 'binary':
      return new arrow.Binary();
    case 'date':
      return new arrow.DateDay();
    case 'time':
      return new arrow.TimeMicrosecond();
    case 'timestamp':
      return new arrow.TimestampMicrosecond(how.hasZone ? 'UTC' : null);
    case 'int':
      return intType(arrow, how.isSigned, how.bits);
    case 'float':
      return how.bits === 32 ? new arrow.Float32() : new arrow.Float64();
    case 'decimal':
      return new arrow.Decimal(how.scale, how.precision, 128);
  }
};

const validity = (values: readonly BatchValue[]): { readonly nulls: number; readonly bits: Uint8Array } => {
  const bits = new Uint8Array(Math.ceil(values.length / 8));
  let nulls = 0;
  for (const [index, value] of values.entries()) {
    if (value === null) nulls += 1;
    else bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
  }
  return { nulls, bits };
};

const packed = (values: readonly BatchValue[]): Uint8Array => {
  const bits = new Uint8Array(Math.ceil(values.length / 8));
  for (const [index, value] of values.entries())
    if (value === true) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
  return bits;
};

const numbers = <A extends { [index: number]: number }>(into: A, values: readonly BatchValue[]): A => {
  for (const [index, value] of values.entries()) into[index] = Number(value ?? 0);
  return into;
};

const wide = <A extends { [index: number]: bigint }>(into: A, values: readonly BatchValue[]): A => {
  for (const [index, value] of values.entries()) into[index] = BigInt((value as bigint | null) ?? 0);
  return into;
};

/** 128 bits each, the low half first, in two's complement. */
const decimals = (values: readonly BatchValue[]): Uint32Array => {
  const halves = new BigUint64Array(values.length * 2);
  for (const [index, value] of values.entries()) {
    const number = BigInt((value as bigint | null) ?? 0);
    halves[index * 2] = BigInt.asUintN(64, number);
    halves[index * 2 + 1] = BigInt.asUintN(64, number >> 64n);
  }
  return new Uint32Array(halves.buffer);
};

const bytesOf = (value: BatchValue): Uint8Array => {
  if (value === null) return new Uint8Array();
  // The driver wraps bytes.
  if (typeof value === 'object') return 'bytes' in value ? (value.bytes as Uint8Array) : value;
  return Buffer.from(String(value), 'utf8');
};

const variable = (values: readonly BatchValue[]) => {
  const parts = values.map(bytesOf);
  const valueOffsets = new Int32Array(values.length + 1);
  let end = 0;
  for (const [index, part] of parts.entries()) {
    end += part.length;
    valueOffsets[index + 1] = end;
  }
  return { valueOffsets, data: new Uint8Array(Buffer.concat(parts)) };
};

const INTS = {
  8: [Int8Array, Uint8Array],
  16: [Int16Array, Uint16Array],
  32: [Int32Array, Uint32Array],
} as const;

const intData = (bits: 8 | 16 | 32 | 64, isSigned: boolean, values: readonly BatchValue[]) => {
  const { length } = values;
  if (bits === 64) return wide(isSigned ? new BigInt64Array(length) : new BigUint64Array(length), values);
  const [signed, unsigned] = INTS[bits];
  return numbers(isSigned ? new signed(length) : new unsigned(length), values);
};

const buffersOf = (how: ArrowKind, values: readonly BatchValue[]): object => {
  switch (how.kind) {
    case 'bool':
      return { data: packed(values) };
    case 'utf8':
    case 'binary':
      return variable(values);
    case 'date':
      return { data: numbers(new Int32Array(values.length), values) };
    case 'time':
    case 'timestamp':
      return { data: wide(new BigInt64Array(values.length), values) };
    case 'int':
      return { data: intData(how.bits, how.isSigned, values) };
    case 'float':
      return {
        data: numbers(
          how.bits === 32 ? new Float32Array(values.length) : new Float64Array(values.length),
          values,
        ),
      };
    case 'decimal':
      return { data: decimals(values) };
  }
};

const dataOf = (arrow: Arrow, how: ArrowKind, values: readonly BatchValue[]): Data => {
  const { nulls, bits } = validity(values);
  const props = {
    type: typeOf(arrow, how),
    length: values.length,
    nullCount: nulls,
    nullBitmap: nulls === 0 ? undefined : bits,
    ...buffersOf(how, values),
  };
  // The library has a signature for each type, and this is for all of them.
  return (arrow.makeData as (props: object) => Data)(props);
};

const recordBatch = (
  arrow: Arrow,
  schema: ArrowSchema,
  columns: readonly ArrowColumn[],
  { rows, columns: values }: RowBatch,
): RecordBatch => {
  const children = columns.map(({ how }, index) => dataOf(arrow, how, values[index] ?? []));
  const type = new arrow.Struct(schema.fields);
  const data = arrow.makeData({ type, length: rows, nullCount: 0, children });
  return new arrow.RecordBatch(schema, data);
};

const tick = (): Promise<undefined> => new Promise((resolve) => setImmediate(() => resolve(undefined)));

/** What the library has written until now; more is made once all of it is taken, so that little is held. */
async function* drained(
  written: AsyncIterator<Uint8Array>,
  makeMore: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  for (;;) {
    const next = written.next();
    let taken = await Promise.race([next, tick()]);
    while (taken === undefined) {
      await makeMore();
      taken = await Promise.race([next, tick()]);
    }
    if (taken.done === true) return;
    yield taken.value;
  }
}

const NONE: RowBatch = { rows: 0, columns: [] };

/** Rows as an Arrow IPC stream, as they come. */
export async function* arrowStream(
  columns: readonly ArrowColumn[],
  batches: AsyncIterable<RowBatch>,
): AsyncGenerator<Uint8Array> {
  const arrow = await load();
  const fields = columns.map(({ name, how }) => new arrow.Field(name, typeOf(arrow, how), true));
  const schema = new arrow.Schema(fields);
  const writer = new arrow.RecordBatchStreamWriter();
  const write = (batch: RowBatch): void => writer.write(recordBatch(arrow, schema, columns, batch));
  const source = batches[Symbol.asyncIterator]();
  // Names and types are told also where there are no rows.
  write(NONE);
  try {
    yield* drained(writer[Symbol.asyncIterator](), async () => {
      const next = await source.next();
      if (next.done === true) writer.finish();
      else write(next.value);
    });
  } finally {
    await source.return?.();
  }
}

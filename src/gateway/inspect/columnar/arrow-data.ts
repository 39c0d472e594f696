import { type Data, DataType, type Vector } from 'apache-arrow';

/** Why the buffers of a column do not fit together. */
export class ArrowFault extends Error {}

const fail = (why: string): never => {
  throw new ArrowFault(why);
};

/** Places rise, and stay within what they point into. */
const checkOffsets = ({ valueOffsets, length }: Data, available: number): void => {
  if (length === 0) return;
  const offsets = valueOffsets as ArrayLike<number | bigint>;
  if (offsets.length < length + 1) fail('a column has fewer places than values');
  let last = Number(offsets[0]);
  if (last < 0) fail('a value begins before its column');
  for (let at = 1; at <= length; at += 1) {
    const next = Number(offsets[at]);
    if (next < last) fail('a value ends before it begins');
    last = next;
  }
  if (last > available) fail('a value ends after its column');
};

/** Values of the dictionary that rows point to are there. */
const checkKeys = (data: Data, dictionary: Vector): void => {
  const keys = data.values as ArrayLike<number | bigint>;
  for (let at = 0; at < data.length; at += 1) {
    const key = Number(keys[at]);
    if ((key < 0 || key >= dictionary.length) && data.getValid(at))
      fail('a value points past its dictionary');
  }
};

const isOfBytes = (type: DataType): boolean =>
  DataType.isUtf8(type) ||
  DataType.isBinary(type) ||
  DataType.isLargeUtf8(type) ||
  DataType.isLargeBinary(type);

const isOfList = (type: DataType): boolean => DataType.isList(type) || DataType.isMap(type);

const checkNulls = ({ nullBitmap, length, nullCount }: Data): void => {
  if (nullCount > length) fail('a column has more nulls than values');
  if (nullCount > 0 && (nullBitmap?.length ?? 0) * 8 < length)
    fail('a column does not say which values are null');
};

const checkOwn = (data: Data): void => {
  const { type, length, values, children } = data;
  const isShort = (column: { readonly length: number }): boolean => column.length < length;
  if (isOfBytes(type)) checkOffsets(data, (values as Uint8Array).length);
  else if (isOfList(type)) checkOffsets(data, children[0]?.length ?? 0);
  else if (DataType.isDictionary(type) && data.dictionary) checkKeys(data, data.dictionary);
  else if (DataType.isStruct(type) && children.some(isShort))
    fail('a column of a structure is shorter than it');
  else if ((DataType.isInt(type) || DataType.isFloat(type)) && isShort(values as Uint8Array))
    fail('a column has fewer values than rows');
};

/** Holds the buffers of a column against each other, down to the last child: a reader goes where they point. */
export const checkData = (data: Data): void => {
  checkNulls(data);
  checkOwn(data);
  for (const child of data.children) checkData(child);
};

import {
  columnNames,
  type DataFile,
  literal,
  type Schema,
  type SourceInfo,
  type SourceRequest,
} from '../../../kit/index.js';
import { runFault } from '../run-faults.js';
import type { Session } from '../session.js';
import { namesInFiles, renamedIn, renameKeys, renameSchema, renamings } from './headers.js';
import { asWritten, checkHeaders, lackingIn, pinTypes, textTypes } from './schemas.js';

const argumentsOf = ({ options, unionByName }: SourceRequest): string =>
  Object.entries({ ...options, ...asWritten, ...(unionByName ? { union_by_name: true } : {}) })
    .filter(([key]) => key !== 'types')
    .map(([key, value]) => `, ${key} = ${literal(value).text}`)
    .join('');

/** The engine tells names that differ in case apart by a number at the end. */
const written = (names: readonly string[]): readonly string[] =>
  names.map((name) => {
    const base = name.replace(/_\d+$/, '');
    return base !== name &&
      names.some((other) => other !== name && other.toLowerCase() === base.toLowerCase())
      ? base
      : name;
  });

/** The columns of each file, where some of them may lack any; no sample tells what stands in no record. */
const schemasOf = async (
  session: Session,
  request: SourceRequest,
  files: readonly DataFile[],
): Promise<readonly Schema[]> => {
  const schemas: Schema[] = [];
  const whole = { ...request, options: { ...request.options, sample_size: -1 } };
  for (const { path } of files) {
    const reading = `read_json(${literal(path).text}, records = true${argumentsOf(whole)})`;
    schemas.push(await session.describe(`select * from ${reading}`));
  }
  return schemas;
};

/** Looks at the first records of the files; nested values become STRUCT and LIST columns. */
export const inspectJson = async (
  session: Session,
  request: SourceRequest,
  files: readonly DataFile[],
): Promise<SourceInfo> => {
  const paths = literal(files.map(({ path }) => path)).text;
  const first = files[0];
  const found = await session
    .describe(`select * from read_json(${paths}, records = true${argumentsOf(request)})`)
    .catch((thrown: unknown) => {
      throw runFault(thrown, first ? { dataFile: first.path } : {});
    });
  if (first) checkHeaders(first, written(columnNames(found)));
  const pins = request.options['types'] as Readonly<Record<string, string>> | undefined;
  const renamed = first ? renamedIn(first, columnNames(found), request) : [];
  const named = renameSchema(renamed, found);
  const schema = pinTypes(named, { ...renameKeys(renamed, pins ?? {}), ...textTypes(request, named) });
  const { types: _, ...options } = request.options;
  const columns = new Map(schema.map(({ type }, at) => [found[at]?.name ?? '', type]));
  const group = {
    files,
    columns: columnNames(schema),
    options: { ...options, ...asWritten, columns },
    ...namesInFiles(renamed),
  };
  const lacking = request.guarded?.mayLack.length
    ? lackingIn(
        files,
        (await schemasOf(session, request, files)).map((each) => renameSchema(renamed, each)),
        request,
      )
    : {};
  const told = renamings(
    files,
    files.map(() => renamed),
  );
  return { format: 'json', files, schema, groups: [group], ...lacking, ...told };
};

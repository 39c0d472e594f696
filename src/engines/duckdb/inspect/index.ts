import { failure } from '../../../base/errors/index.js';
import type { DataFile, SourceInfo, SourceRequest } from '../../../kit/index.js';
import type { Session } from '../session.js';
import { inspectCsv } from './csv.js';
import { inspectJson } from './json.js';
import { inspectParquet } from './parquet.js';

export { rowGroupsOf } from './parquet.js';

const inspectors = { csv: inspectCsv, json: inspectJson, parquet: inspectParquet } as const;

/** Looks at the files of a source, by their format. Throws MR40xx with the file that cannot be read. */
export const inspectSource = (
  session: Session,
  request: SourceRequest,
  files: readonly DataFile[],
): Promise<SourceInfo> => {
  const empty = files.find(({ bytes }) => bytes === 0);
  if (empty) throw failure('MR4001', `"${empty.name}" is empty`, { dataFile: empty.path });
  return inspectors[request.format](session, request, files);
};

import type { FileType } from '../file-type.js';
import { checkGzip } from './archive/gzip.js';
import { checkTar } from './archive/tar.js';
import { checkZip } from './archive/zip.js';
import { checkParquet } from './columnar/parquet.js';
import type { Check } from './context.js';
import { checkXlsx } from './office/xlsx.js';
import { checkCsv, checkTsv } from './text/csv.js';
import { checkJson, checkNdjson } from './text/json.js';
import { checkText } from './text/plain.js';
import { checkXml } from './text/xml.js';

const nothingToCount =
  (check: (...given: Parameters<Check>) => Promise<void>): Check =>
  async (content, context) => {
    await check(content, context);
    return undefined;
  };

/** What proves content of each type. */
export const checks: Readonly<Record<FileType, Check>> = {
  csv: checkCsv,
  tsv: checkTsv,
  json: nothingToCount(checkJson),
  ndjson: checkNdjson,
  xml: nothingToCount((content) => checkXml(content)),
  text: nothingToCount(checkText),
  zip: checkZip,
  gzip: checkGzip,
  tar: checkTar,
  parquet: checkParquet,
  xlsx: checkXlsx,
  // The library takes longer to load than most files to inspect.
  arrow: async (content, context) => (await import('./columnar/arrow.js')).checkArrow(content, context),
};

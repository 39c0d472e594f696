import type { NodeKind } from '../kit/index.js';
import { check } from './check/check/index.js';
import { readCsv } from './read/read-csv/index.js';
import { readFixedWidth } from './read/read-fixed-width/index.js';
import { readJson } from './read/read-json/index.js';
import { readParquet } from './read/read-parquet/index.js';
import { readXlsx } from './read/read-xlsx/index.js';
import { readXml } from './read/read-xml/index.js';
import { aggregate } from './transform/aggregate/index.js';
import { cast } from './transform/cast/index.js';
import { code } from './transform/code/index.js';
import { deduplicate } from './transform/deduplicate/index.js';
import { derive } from './transform/derive/index.js';
import { distinct } from './transform/distinct/index.js';
import { filter } from './transform/filter/index.js';
import { join } from './transform/join/index.js';
import { limit } from './transform/limit/index.js';
import { pivot } from './transform/pivot/index.js';
import { rename } from './transform/rename/index.js';
import { route } from './transform/route/index.js';
import { sample } from './transform/sample/index.js';
import { select } from './transform/select/index.js';
import { sort } from './transform/sort/index.js';
import { sqlNode } from './transform/sql/index.js';
import { union } from './transform/union/index.js';
import { unnest } from './transform/unnest/index.js';
import { unpivot } from './transform/unpivot/index.js';
import { window } from './transform/window/index.js';
import { writeCsv } from './write/write-csv/index.js';
import { writeJson } from './write/write-json/index.js';
import { writeParquet } from './write/write-parquet/index.js';

export {
  aggregate,
  cast,
  check,
  code,
  deduplicate,
  derive,
  distinct,
  filter,
  join,
  limit,
  pivot,
  readCsv,
  readFixedWidth,
  readJson,
  readParquet,
  readXlsx,
  readXml,
  rename,
  route,
  sample,
  select,
  sort,
  sqlNode,
  union,
  unnest,
  unpivot,
  window,
  writeCsv,
  writeJson,
  writeParquet,
};

/** The kinds that Millrace brings along. */
export const builtInKinds: readonly NodeKind[] = [
  readCsv,
  readJson,
  readParquet,
  readXlsx,
  readFixedWidth,
  readXml,
  filter,
  select,
  derive,
  rename,
  cast,
  aggregate,
  join,
  union,
  distinct,
  deduplicate,
  sort,
  limit,
  sample,
  unpivot,
  unnest,
  route,
  window,
  pivot,
  sqlNode,
  code,
  check,
  writeCsv,
  writeJson,
  writeParquet,
];

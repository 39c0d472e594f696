import type { ErrorCase } from './case.js';
import { commandCases } from './command.js';
import { dataCases } from './data.js';
import { documentCases } from './document.js';
import { graphCases } from './graph.js';
import { resourceCases } from './resource.js';
import { scheduleCases } from './schedule.js';
import { sqlCases } from './sql.js';

/** Every case, by the part of the catalogue that it is of. */
export const caseGroups: Readonly<Record<string, readonly ErrorCase[]>> = {
  'the document': documentCases,
  'the graph': graphCases,
  'expressions and columns': sqlCases,
  'stores, files and disks': resourceCases,
  'the data': dataCases,
  schedules: scheduleCases,
  'the command line': commandCases,
};

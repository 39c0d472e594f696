import { readFileSync } from 'node:fs';
import { systemCode } from '../base/system-code.js';
import type { RunRecord } from '../kit/record.js';
import { isMissing } from './faults.js';
import type { RunPlaces } from './places.js';

/** What was found where a run keeps its record. */
export type LoadedRecord =
  | { readonly kind: 'record'; readonly record: RunRecord }
  | { readonly kind: 'missing' }
  | { readonly kind: 'damaged'; readonly reason: string };

const lists = ['nodes', 'stages', 'inputs', 'outputs', 'checks', 'samples', 'problems'];
const groups = ['document', 'params', 'engine', 'lineage'];
const texts = ['pipeline', 'status', 'startedAt', 'finishedAt', 'runTime', 'millrace'];

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first thing that makes a value no record of this run. */
const faultIn = (value: unknown, runId: string): string | undefined => {
  if (!isGroup(value)) return 'it is not an object';
  if (value['version'] !== 1) return `its version is ${JSON.stringify(value['version'])}, not 1`;
  if (value['runId'] !== runId) return `it is the record of ${JSON.stringify(value['runId'])}`;
  const bad =
    lists.find((key) => !Array.isArray(value[key])) ??
    groups.find((key) => !isGroup(value[key])) ??
    texts.find((key) => typeof value[key] !== 'string');
  return bad === undefined ? undefined : `"${bad}" is missing or of another form`;
};

const parse = (text: string, runId: string): LoadedRecord => {
  try {
    const value: unknown = JSON.parse(text);
    const reason = faultIn(value, runId);
    return reason === undefined
      ? { kind: 'record', record: value as RunRecord }
      : { kind: 'damaged', reason };
  } catch (error) {
    return { kind: 'damaged', reason: error instanceof Error ? error.message : String(error) };
  }
};

/** Reads `run.json` and holds it against the form of a record. */
export const loadRecord = ({ record }: RunPlaces, runId: string): LoadedRecord => {
  try {
    return parse(readFileSync(record, 'utf8'), runId);
  } catch (error) {
    if (isMissing(error)) return { kind: 'missing' };
    return { kind: 'damaged', reason: `it cannot be read (${systemCode(error) ?? String(error)})` };
  }
};

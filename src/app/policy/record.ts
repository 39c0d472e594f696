import type { PolicyRecord, PolicySetting, TriedRecord } from '../../kit/index.js';
import type { Resolved } from '../../policies/index.js';
import type { ParsedDocument } from '../../spec/index.js';
import type { Prepared } from '../check/prepared.js';
import { originOf } from './origin.js';
import type { StagePartition } from './partition.js';
import type { Trying } from './trying.js';

/** What holds, with where it stands; a setting with parts is said by them. */
export const settingsOf = ({ settings }: Resolved, parsed: ParsedDocument): readonly PolicySetting[] =>
  settings
    .filter(({ key, value }) => value !== 'on' || !settings.some((other) => other.key.startsWith(`${key}.`)))
    .map(({ key, value, rule, path, overridden }) => {
      const place = parsed.source.keyPlace(path);
      return {
        key,
        value,
        ...originOf(parsed, rule),
        ...(place ? { line: place.line } : {}),
        overridden: overridden.map((before) => ({ value: before.value, ...originOf(parsed, before.rule) })),
      };
    });

const learnedSize = ({ learned }: StagePartition = {}): Pick<PolicyRecord, 'partition'> =>
  learned ? { partition: { bytes: learned.bytes, evidence: learned.evidence } } : {};

/** The policies of a run, stage by stage, as the document says them; nothing where it says none. */
export const policyRecords = ({
  policies,
  partitions,
  loaded,
}: Pick<Prepared, 'policies' | 'partitions' | 'loaded'>): { readonly policies?: readonly PolicyRecord[] } => {
  if (policies.ruled.written.length === 0) return {};
  const records = [...policies.stages].map(([stage, { resolved, timeout, learned }]) => ({
    stage,
    settings: settingsOf(resolved, loaded.parsed),
    ...(learned && timeout !== undefined
      ? { timeout: { seconds: timeout / 1000, evidence: learned.evidence } }
      : {}),
    ...learnedSize(partitions.get(stage)),
  }));
  return { policies: records };
};

/** How work outside of the stages went; nothing where all of it was done at once. */
export const triedRecords = ({ tried }: Trying): { readonly tried?: readonly TriedRecord[] } => {
  const all = tried();
  return all.length > 0 ? { tried: all } : {};
};

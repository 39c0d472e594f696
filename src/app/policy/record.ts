import type { PolicyRecord, PolicySetting } from '../../kit/index.js';
import type { Resolved } from '../../policies/index.js';
import type { SourceMap } from '../../spec/index.js';
import type { Prepared } from '../check/prepared.js';
import type { StagePartition } from './partition.js';

/** What holds, with where it stands; a setting with parts is said by them. */
export const settingsOf = ({ settings }: Resolved, source: SourceMap): readonly PolicySetting[] =>
  settings
    .filter(({ key, value }) => value !== 'on' || !settings.some((other) => other.key.startsWith(`${key}.`)))
    .map(({ key, value, rule, path, overridden }) => {
      const place = source.keyPlace(path);
      return {
        key,
        value,
        rule: rule + 1,
        ...(place ? { line: place.line } : {}),
        overridden: overridden.map((before) => ({ value: before.value, rule: before.rule + 1 })),
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
    settings: settingsOf(resolved, loaded.parsed.source),
    ...(learned && timeout !== undefined
      ? { timeout: { seconds: timeout / 1000, evidence: learned.evidence } }
      : {}),
    ...learnedSize(partitions.get(stage)),
  }));
  return { policies: records };
};

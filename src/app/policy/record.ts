import type { PolicyRecord, PolicySetting, TriedRecord } from '../../kit/index.js';
import type { Resolved } from '../../policies/index.js';
import type { SourceMap } from '../../spec/index.js';
import type { Prepared } from '../check/prepared.js';
import type { Trying } from './trying.js';

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

/** The policies of a run, stage by stage, as the document says them; nothing where it says none. */
export const policyRecords = ({
  policies,
  loaded,
}: Pick<Prepared, 'policies' | 'loaded'>): { readonly policies?: readonly PolicyRecord[] } => {
  if (policies.ruled.written.length === 0) return {};
  const records = [...policies.stages].map(([stage, { resolved, timeout, learned }]) => ({
    stage,
    settings: settingsOf(resolved, loaded.parsed.source),
    ...(learned && timeout !== undefined
      ? { timeout: { seconds: timeout / 1000, evidence: learned.evidence } }
      : {}),
  }));
  return { policies: records };
};

/** How work outside of the stages went; nothing where all of it was done at once. */
export const triedRecords = ({ tried }: Trying): { readonly tried?: readonly TriedRecord[] } => {
  const all = tried();
  return all.length > 0 ? { tried: all } : {};
};

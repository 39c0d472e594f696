import type { ErrorSettings, ExplainedPolicy, PolicyExplanation } from '../../../app/policy/explain.js';
import type { PolicySetting } from '../../../kit/index.js';
import { table } from '../../format.js';
import { printable } from '../../text.js';

const isLearned = (
  value: unknown,
): value is { readonly learned: { readonly min: string; readonly max: string } } =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'learned');

const valueText = (value: unknown): string => {
  if (isLearned(value)) return printable(`learned, from ${value.learned.min} to ${value.learned.max}`);
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
};

/** `rule 2, pipeline.yaml:6`; a document that is a program has no lines. */
const ruleText = ({ rule, file, line }: PolicySetting, document: string): string => {
  const where = printable(file ?? document);
  return `rule ${rule}, ${line === undefined ? where : `${where}:${line}`}`;
};

/** What a setting overrides, or what holds in its place. */
const overriddenText = ({ key, overridden }: PolicySetting, settings: readonly PolicySetting[]): string => {
  if (settings.some((other) => other.key === `pin.${key}`)) return `of no effect: pin.${key} holds`;
  const before = overridden.map(
    ({ value, rule, file }) =>
      `${valueText(value)} of rule ${rule}${file === undefined ? '' : ` of ${printable(file)}`}`,
  );
  return before.length === 0 ? '' : `instead of ${before.join(', ')}`;
};

const settingsText = (settings: readonly PolicySetting[], indent: string, document: string): string =>
  table(
    settings.map((setting) => [
      `${indent}${setting.key}`,
      valueText(setting.value),
      ruleText(setting, document),
      overriddenText(setting, settings),
    ]),
  );

const errorText = ({ fault = [], code = [], settings }: ErrorSettings, document: string): string => {
  const which = [
    ...(fault.length > 0 ? [`fault ${fault.join(' or ')}`] : []),
    ...(code.length > 0 ? [`code ${code.join(' or ')}`] : []),
  ];
  return `  where an error has ${which.join(' and ')}\n${settingsText(settings, '    ', document)}`;
};

const NOTHING = '  nothing: no rule matches, so that it is tried once and may take any time';

const whoText = ({ node, kind }: ExplainedPolicy): string =>
  node === undefined ? 'the run' : `${node} (${kind})`;

const policyBlock = (policy: ExplainedPolicy, document: string): string => {
  const { settings, onErrors, learned = [] } = policy;
  const parts = [
    ...(settings.length > 0 ? [settingsText(settings, '  ', document)] : []),
    ...learned.map(({ key, value }) => `  ${key} now: ${printable(value)}`),
    ...onErrors.map((error) => errorText(error, document)),
  ];
  return [whoText(policy), ...(parts.length > 0 ? parts : [NOTHING])].join('\n');
};

/** Of each node what holds, by which rule, and what it overrides. */
export const policyText = ({ file, policies, rules }: PolicyExplanation): string => {
  if (rules === 0) return 'The document has no policies: each stage is tried once, and may take any time.\n';
  return `${policies.map((policy) => policyBlock(policy, file)).join('\n\n')}\n`;
};

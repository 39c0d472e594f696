import type { RunRecord } from '../../kit/record.js';
import { stopped, succeeded } from './records.js';

/** Texts that break out of HTML, attributes, SVG, CDATA, comments and styles where they are not escaped. */
export const attack =
  '</title></style></svg></pre></script><script>alert(1)</script><img src=x onerror="alert(1)">\' onload=\'x ]]> --> & &lt; `x` \u0000\u0008\u202e\u2066\ud800 </td></table>';

const poison = (value: unknown, key: string): unknown => {
  const fixed = ['kind', 'family', 'status', 'severity', 'sink', 'version', 'rows', 'bytes', 'seconds'];
  if (Array.isArray(value)) return value.map((item: unknown) => poison(item, ''));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poison(item, name)]));
  }
  return typeof value === 'string' && !fixed.includes(key) ? `${value}${attack}` : value;
};

/** Names of columns, outputs and parameters are keys, so they are poisoned apart. */
const keys: Partial<RunRecord> = {
  params: { [attack]: attack },
  lineage: { [attack]: { [attack]: [{ node: attack, column: attack }] } },
};

/** A run of which every text is hostile, kinds included. */
export const hostile: RunRecord = {
  ...(poison({ ...stopped, outputs: succeeded.outputs, samples: succeeded.samples }, '') as RunRecord),
  nodes: succeeded.nodes.map((node) => ({
    ...(poison(node, '') as typeof node),
    kind: `${node.kind}${attack}`,
    schema: [{ name: attack, type: attack }],
  })),
  ...keys,
};

import type { Problem } from '../../base/errors/index.js';
import { own } from '../../base/own.js';
import type { Document, NodeSpec } from '../document.js';
import { at } from '../issue/context.js';
import type { SourceMap } from '../parsed.js';

const setting = (node: NodeSpec, name: string): unknown => own(node.with ?? {}, name);

const readsOnce = (node: NodeSpec): boolean => Boolean(setting(node, 'new_only'));

/** Outputs to which each upload would add the rows of all uploads before it again. */
export const triggerWarnings = ({ trigger, nodes }: Document, source: SourceMap): readonly Problem[] => {
  if (trigger === undefined || Object.values(nodes).some(readsOnce)) return [];
  return Object.entries(nodes)
    .filter(([, node]) => setting(node, 'mode') === 'append')
    .map(([name]) => {
      const path = ['nodes', name, 'with', 'mode'];
      const message = `each upload adds to "${name}" the rows of all files again, as no node has \`new_only\``;
      return at('MR8408', message, path, source.valuePlace(path), { severity: 'warning' });
    });
};

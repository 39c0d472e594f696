import { type Call, columnNames, type Finding, findColumn } from '../../../kit/index.js';
import { duplicates, keysOf } from '../../shared/findings.js';
import type { Windowing } from './config.js';
import { type Frame, frameOf, isWhole } from './frame.js';
import { isLeftToChance, needsOrder, picksRows } from './functions.js';
import { rangeFaults } from './range.js';
import { orderOf } from './windows.js';

const takenNames = ({ config, input }: Windowing): readonly Finding[] =>
  keysOf(config.columns, 'columns')
    .filter(({ name }) => findColumn(input.schema, name))
    .map(({ name, ...place }) => ({
      code: 'MR2114',
      message: `the input has a column "${findColumn(input.schema, name)?.name}" already`,
      ...place,
      notes: [`input "${input.alias}" has: ${columnNames(input.schema).join(', ')}`],
    }));

const chance = (message: string, path: Finding['path'], note: string): Finding => ({
  code: 'MR2117',
  message,
  ...(path ? { path } : {}),
  notes: [note],
});

const callFault = (call: Call, frame: Frame | undefined, hasOrder: boolean, path: Finding['path']) => {
  const name = `"${call.function}"`;
  if (isLeftToChance(call)) {
    return chance(
      `${name} depends on chance where rows are equal in the order`,
      path,
      'use `last_value(… ignore nulls)`',
    );
  }
  if (needsOrder(call) && !hasOrder) {
    return chance(
      `${name} depends on the order of rows, and there is none`,
      path,
      'give the node an `order_by`',
    );
  }
  if (!frame || frame.unit === 'rows' || isWhole(frame) || !picksRows(call)) return undefined;
  const message = `${name} takes single rows, which \`${frame.unit}\` does not tell apart`;
  return chance(message, path, 'use `rows` in the frame, or an ORDER BY inside of an aggregate');
};

const callFaults = (windowing: Windowing, frame: Frame | undefined): readonly Finding[] => {
  const hasOrder = orderOf(windowing).length > 0;
  return Object.entries(windowing.config.columns).flatMap(([name, { binding }]) => {
    const fault = binding?.call && callFault(binding.call, frame, hasOrder, ['columns', name]);
    return fault ? [fault] : [];
  });
};

const frameFaults = (windowing: Windowing, frame: Frame): readonly Finding[] => {
  const terms = orderOf(windowing);
  if (terms.length > 0 || isWhole(frame)) return rangeFaults(frame, terms, windowing.input);
  return [
    chance('a frame goes by the order of rows, and there is none', ['frame'], 'give the node an `order_by`'),
  ];
};

/** Names that are taken, and windows in which rows would depend on chance or cannot be measured. */
export const faultsIn = (windowing: Windowing): readonly Finding[] => {
  const frame = frameOf(windowing.config);
  return [
    ...duplicates(keysOf(windowing.config.columns, 'columns')),
    ...takenNames(windowing),
    ...(frame ? frameFaults(windowing, frame) : []),
    ...callFaults(windowing, frame),
  ];
};

import { own } from '../../../base/own.js';
import type { ContractRecord, RunRecord } from '../../../kit/index.js';
import { contractName, type KeptDataset } from './inherited.js';
import { type KeptClass, type KeptClasses, stronger } from './kept-classes.js';
import type { Places } from './places.js';

type Input = RunRecord['inputs'][number];

const columnsOf = (
  record: RunRecord,
  input: Input,
  { classes, masks = {} }: ContractRecord,
  before: KeptClasses,
): KeptClasses =>
  Object.fromEntries(
    (input.columns ?? []).map(({ name }): readonly [string, KeptClass] => {
      const called = contractName(record, input, name);
      const mask = own(masks, called);
      const found = stronger(own(before, name)?.class ?? 'none', own(classes, called) ?? 'none');
      return [name, { class: found, ...(mask === undefined ? {} : { mask }), sources: [] }];
    }),
  );

/**
 * What the files of a reading node hold, as its contract says: whoever else reads them reads the same. Undefined where it has
 * no contract, or nobody knows any more where they lie.
 */
export const readClasses = (
  record: RunRecord,
  input: Input,
  places: Places | undefined,
  before: KeptDataset,
): KeptDataset | undefined => {
  const contract = record.contracts?.find(({ node }) => node === input.node);
  if (!contract || !places) return undefined;
  const found = new Set([...(before.places ?? []), ...places.ofFiles(input)]);
  return {
    places: [...found],
    columns: { ...before.columns, ...columnsOf(record, input, contract, before.columns) },
  };
};

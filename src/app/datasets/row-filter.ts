import { failure, type MillraceError } from '../../base/errors/index.js';
import type { Engine, Sql, SqlFault } from '../../kit/index.js';
import { DATASET } from './granted.js';
import { attributesIn, type DatasetView } from './view.js';

const notHeld = ({ version, grant }: DatasetView, why: string): MillraceError =>
  failure('MR8907', `the row filter of "${version.pipeline}/${version.node}" does not hold`, {
    notes: [`policies: ${grant.rows.policies.join(', ') || 'none'}`, why],
  });

/** What does not fit, without the names of columns: who asks need not know of all of them. */
const why = ({ code }: SqlFault): string => {
  if (code === 'MR2104') return 'it names a column that the dataset does not have';
  return code === 'MR2111'
    ? 'it asks for an attribute that the person does not have'
    : `it is no condition (${code})`;
};

/**
 * The row filter of a view, bound as a document's SQL is; undefined where all rows may be seen.
 *
 * @throws MR8907 where it does not hold: nothing is shown then
 */
export const boundFilter = async (engine: Engine, view: DatasetView): Promise<Sql | undefined> => {
  const { filter } = view.grant.rows;
  if (filter === undefined) return undefined;
  const relation = await engine.relation(DATASET, view.version.schema);
  const names = Object.keys(attributesIn(filter, view.attributes));
  const [bound] = await engine.bind([
    {
      text: filter,
      form: 'expression',
      allows: 'scalar',
      expects: 'BOOLEAN',
      relations: [relation],
      parameters: Object.fromEntries(names.map((name) => [name, 'VARCHAR'])),
    },
  ]);
  if (!bound?.ok) throw notHeld(view, bound ? why(bound.fault) : 'it is empty');
  const { sql: text, parameters } = bound.value;
  return { kind: 'sql', text, parameters };
};

/** A filter that fails on the rows shows none of them. */
export const filterFailed = (view: DatasetView): MillraceError =>
  notHeld(view, 'it, or a mask, fails on the rows');

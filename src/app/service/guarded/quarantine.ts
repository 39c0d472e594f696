import { failure } from '../../../base/errors/index.js';
import { own } from '../../../base/own.js';
import type {
  ColumnGrant,
  ContractRecord,
  DatasetGrant,
  PipelineResource,
  RunRecord,
} from '../../../kit/index.js';
import type { Sees, SeesColumns } from '../../quarantine/granted.js';
import type { NodeQuarantine } from '../../quarantine/rows.js';
import type { ColumnClasses } from '../classes/classes.js';
import type { ByColumn } from '../classes/kept-classes.js';
import { stronger } from '../classes/kept-classes.js';
import type { ReadQuarantine } from '../quarantine.js';
import type { RunLookUp } from '../runs/look-up.js';
import { askedColumns } from './asked-columns.js';
import { seesAllRows } from './grants.js';
import type { Guard } from './guard.js';
import { datasetResource } from './resources.js';
import type { ActorRuns } from './runs.js';

/** Bad rows as somebody may see them. Throws as the others, and MR8601. */
export type ActorQuarantine = (
  runId: string,
  node: string | undefined,
  limit: number,
) => Promise<readonly NodeQuarantine[]>;

export interface QuarantineParts {
  readonly read: ReadQuarantine;
  readonly look: RunLookUp;
  readonly runs: ActorRuns;
  readonly classes: Pick<ColumnClasses, 'ofInputs'>;
  /** A keyed hash of a value, as text. */
  readonly hash: (value: string) => string;
}

/** The columns that rows in quarantine may have, as far as the record knows them, and those that were found beside. */
export const quarantineColumns = (
  { nodes }: RunRecord,
  { node, classes }: ContractRecord,
  found: readonly string[] = [],
): readonly string[] => {
  const schema = nodes.find(({ name }) => name === node)?.schema ?? [];
  return [...new Set([...schema.map(({ name }) => name), ...Object.keys(classes), ...found])];
};

/** All that somebody may see of the rows that a contract took out. */
export const quarantineGrant = (
  { access, actor }: Guard,
  pipeline: PipelineResource,
  { node, classes }: ContractRecord,
  columns: readonly string[],
  inherited: ByColumn,
): DatasetGrant =>
  access.grant(
    actor,
    'quarantine.read',
    datasetResource(pipeline, node),
    columns.map((name) => ({
      name,
      class: stronger(own(classes, name) ?? 'none', own(inherited, name) ?? 'none'),
    })),
  );

const sees = (columns: readonly ColumnGrant[], hash: Sees['hash']): Sees => {
  const byName = new Map(columns.map(({ name, shown }) => [name, shown]));
  return { columns: columns.map(({ name }) => name), shown: (name) => byName.get(name) ?? 'absent', hash };
};

const refusal = ({ actor }: Guard, { rows }: DatasetGrant, node: string): Error =>
  failure('MR8601', `"${actor.id}" may not see the quarantine of "${node}"`, {
    notes: [
      rows.filter === undefined
        ? 'no policy allows it'
        : `it is for those who may see all rows, and yours are those of: ${rows.filter}`,
    ],
  });

export const guardedQuarantine =
  ({ read, look, runs, classes, hash }: QuarantineParts, guard: Guard): ActorQuarantine =>
  async (runId, node, limit) => {
    const pipeline = await runs.pipelineOf(runId);
    const record = await look.record(runId);
    const inherited = await classes.ofInputs(pipeline.name);
    const contracts = (record.contracts ?? []).filter((each) => each.node === (node ?? each.node));
    for (const contract of contracts) {
      const grant = quarantineGrant(guard, pipeline, contract, [], inherited);
      // What broke its contract cannot be held against a rule that chooses among rows that keep it.
      if (seesAllRows(grant)) continue;
      const on = datasetResource(pipeline, contract.node);
      await guard.refused({ action: 'quarantine.read', on, about: { type: 'Quarantine', id: runId } });
      throw refusal(guard, grant, contract.node);
    }
    const granted: ColumnGrant[] = [];
    const seesColumns: SeesColumns = (contract, found) => {
      const columns = quarantineColumns(record, contract, found);
      const grant = quarantineGrant(guard, pipeline, contract, columns, inherited);
      granted.push(...grant.columns.map((each) => ({ ...each, name: `${contract.node}.${each.name}` })));
      return sees(grant.columns, hash);
    };
    // Of a run without contracts there is nothing to be read, whoever asks.
    const on = datasetResource(pipeline, contracts[0]?.node ?? node ?? '');
    return guard.does(
      { action: 'quarantine.read', on, about: { type: 'Quarantine', id: runId } },
      () => read(runId, node, limit, seesColumns),
      (nodes) => ({
        rows: nodes.reduce((sum, { rows }) => sum + rows.length, 0),
        columns: askedColumns(granted),
      }),
    );
  };

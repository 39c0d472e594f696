import type { ClassifiedColumn, ColumnGrant, DatasetGrant, PipelineResource } from '../../../kit/index.js';
import type { Guard } from './guard.js';
import { datasetResource } from './resources.js';

/** All that somebody may see of the rows of a node. */
export const readGrant = (
  { access, actor }: Guard,
  pipeline: PipelineResource,
  node: string,
  columns: readonly ClassifiedColumn[],
): DatasetGrant => access.grant(actor, 'dataset.read', datasetResource(pipeline, node), columns);

export const isClear = ({ shown }: ColumnGrant): boolean => shown === 'clear';

/** Whether no row is kept from somebody. */
export const seesAllRows = ({ rows }: DatasetGrant): boolean => rows.isAllowed && rows.filter === undefined;

/** Whether neither a row nor a value of the columns that were asked about is kept from somebody. */
export const seesAll = (grant: DatasetGrant): boolean => seesAllRows(grant) && grant.columns.every(isClear);

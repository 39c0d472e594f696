import { failure } from '../base/errors/index.js';
import { own } from '../base/own.js';
import type { Manifest } from './manifest.js';
import type { Target } from './target.js';

const shown = (columns: readonly string[]): string =>
  columns.length === 0 ? 'by nothing' : `by ${columns.map((column) => `"${column}"`).join(', ')}`;

/**
 * A run that adds to a folder must have its partitions: files on two levels would be read twice or not at all.
 *
 * @throws MR3018
 */
export const checkPartitions = ({ name, request }: Target, { datasets }: Manifest): void => {
  const { node, path, mode, partitionBy = [] } = request;
  const dataset = own(datasets, name);
  if (mode === 'replace' || mode === 'error' || !dataset || dataset.files.length === 0) return;
  const had = dataset.partitionBy ?? [];
  if (JSON.stringify(had) === JSON.stringify(partitionBy)) return;
  throw failure(
    'MR3018',
    `target "${path.text}" of node "${node}" is partitioned ${shown(had)}, and not ${shown(partitionBy)}`,
    { node },
  );
};

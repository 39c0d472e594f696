import { resourceTypeOf } from '../../access/index.js';
import { didYouMean } from '../../base/diagnostics/suggest.js';
import { failure } from '../../base/errors/index.js';
import { type AccessAction, type AccessResource, accessActions } from '../../kit/access.js';

/** What is asked about, as it was written. */
export type What =
  | { readonly type: 'Service' }
  | { readonly type: 'Channel'; readonly name: string }
  | { readonly type: 'Pipeline'; readonly pipeline: string }
  | { readonly type: 'Dataset'; readonly pipeline: string; readonly node: string }
  | { readonly type: 'Column'; readonly pipeline: string; readonly node: string; readonly column: string };

/** `dataset.read`. Throws MR8610 for what is none. */
export const readAction = (written: string): AccessAction => {
  const found = accessActions.find((action) => action === written);
  if (found !== undefined) return found;
  const label = didYouMean(written, accessActions);
  throw failure('MR8610', `there is no action "${written}"`, {
    notes: [`actions: ${accessActions.join(', ')}`],
    ...(label === undefined ? {} : { label }),
  });
};

/** `service`, `orders`, `orders/out`, `orders/out/email`, `channel orders`; a column may have any name. */
export const readWhat = (words: readonly string[]): What => {
  const [first = '', second, ...more] = words;
  if (first === 'channel' && second !== undefined && more.length === 0)
    return { type: 'Channel', name: second };
  if (second !== undefined || first === '')
    throw failure('MR8610', `"${words.join(' ')}" is nothing to ask about`);
  if (first === 'service') return { type: 'Service' };
  const [pipeline = '', node, ...rest] = first.split('/');
  if (pipeline === '' || node === '') throw failure('MR8610', `"${first}" is nothing to ask about`);
  if (node === undefined) return { type: 'Pipeline', pipeline };
  const column = rest.join('/');
  return column === '' ? { type: 'Dataset', pipeline, node } : { type: 'Column', pipeline, node, column };
};

const asked: Readonly<Record<AccessResource['type'], string>> = {
  Service: '`service`',
  Pipeline: 'a pipeline, as in `orders`',
  Channel: 'a channel, as in `channel orders`',
  Dataset: 'a dataset, as in `orders/out`',
  Column: 'a column, as in `orders/out/email`',
};

/** Rows are read with their columns: what is asked of a column is answered for its dataset, with the column. */
export const isOfRows = (action: AccessAction): action is 'dataset.read' | 'quarantine.read' =>
  action === 'dataset.read' || action === 'quarantine.read';

/** Throws MR8610 where an action is not done to such a thing. */
export const refuseMismatch = (action: AccessAction, { type }: What): void => {
  const fitting = resourceTypeOf(action);
  if (type === fitting || (type === 'Column' && isOfRows(action))) return;
  throw failure('MR8610', `${action} is not done to a ${type.toLowerCase()}`, {
    notes: [`it is asked of ${asked[fitting]}`],
  });
};

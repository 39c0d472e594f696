import { own } from '../../../base/own.js';
import type { PipelineResource } from '../../../kit/index.js';
import type { ColumnClasses } from '../classes/classes.js';
import { classNow, stronger } from '../classes/kept-classes.js';
import type { GrantFor } from '../dataset-reader.js';
import type { Guard } from './guard.js';
import { datasetResource } from './resources.js';

/** Who asks for rows of a pipeline, by the rules of their request. */
export interface Asking {
  readonly guard: Guard;
  readonly pipeline: PipelineResource;
}

/** What somebody may see of a dataset, by what its columns are taken for now. */
export const grantFor =
  (classes: Pick<ColumnClasses, 'of'>): GrantFor<Asking> =>
  async ({ guard: { access, actor }, pipeline }, { node }, columns) => {
    const kept = await classes.of(pipeline.name, node);
    const now = columns.map(({ name, class: found }) => {
      const known = own(kept, name);
      // Of what nobody knows, the worst is taken for true.
      if (!known) return { name, class: 'sensitive' as const };
      return { name, class: known.declared ? classNow(known) : stronger(known.class, found) };
    });
    const masks = Object.entries(kept).flatMap(([name, { mask }]) =>
      mask === undefined ? [] : [[name, mask]],
    );
    return {
      grant: access.grant(actor, 'dataset.read', datasetResource(pipeline, node), now),
      attributes: actor.attributes,
      masks: Object.fromEntries(masks) as Readonly<Record<string, string>>,
    };
  };

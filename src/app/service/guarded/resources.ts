import type { DatasetResource, PipelineResource } from '../../../kit/index.js';
import type { Document } from '../../../spec/index.js';

/** A pipeline as rules see it; of one whose document is gone, its name is all that is known. */
export const pipelineResource = (
  name: string,
  document?: Pick<Document, 'owner' | 'tags'>,
): PipelineResource => ({
  type: 'Pipeline',
  name,
  ...(document?.owner === undefined ? {} : { owner: document.owner }),
  tags: document?.tags ?? [],
});

export const datasetResource = (pipeline: PipelineResource, node: string): DatasetResource => ({
  type: 'Dataset',
  pipeline,
  node,
});

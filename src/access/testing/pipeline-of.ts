import type { AccessResource, PipelineResource } from '../../kit/access.js';

/** The pipeline that something belongs to. */
export const pipelineOf = (resource: AccessResource): PipelineResource | undefined => {
  if (resource.type === 'Column') return resource.dataset.pipeline;
  if (resource.type === 'Dataset') return resource.pipeline;
  return resource.type === 'Pipeline' ? resource : undefined;
};

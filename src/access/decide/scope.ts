import type { AccessAction, AccessResource, AccessScope } from '../../kit/access.js';

/** What stands in decisions for the scope of a token. */
export const SCOPE = 'scope';

const ofColumns = new Set<AccessAction>(['column.read', 'column.masked']);
const ofRows: readonly AccessAction[] = ['dataset.read', 'quarantine.read'];

/** Reading rows takes columns with it, as the owner sees them, unless the scope says which. */
const hasAction = (actions: readonly AccessAction[], action: AccessAction): boolean =>
  actions.includes(action) ||
  (ofColumns.has(action) &&
    !actions.some((each) => ofColumns.has(each)) &&
    ofRows.some((each) => actions.includes(each)));

const pipelineOf = (resource: AccessResource): string | undefined => {
  if (resource.type === 'Column') return resource.dataset.pipeline.name;
  if (resource.type === 'Dataset') return resource.pipeline.name;
  return resource.type === 'Pipeline' ? resource.name : undefined;
};

/** Whether a scope has a pipeline; what belongs to none is not within any. */
const hasPipeline = (pipelines: readonly string[], resource: AccessResource): boolean => {
  const pipeline = pipelineOf(resource);
  return pipeline !== undefined && pipelines.includes(pipeline);
};

/** Whether something is within the scope of a token, which allows nothing by itself. */
export const isWithin = (
  { actions, pipelines }: AccessScope,
  action: AccessAction,
  resource: AccessResource,
): boolean =>
  (actions === undefined || hasAction(actions, action)) &&
  (pipelines === undefined || hasPipeline(pipelines, resource));

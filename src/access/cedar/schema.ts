import type { AccessAction, AccessResource } from '../../kit/access.js';

type ResourceType = AccessResource['type'];

/** What each action is done to: asked of anything else, the answer is no. */
const appliesTo: Readonly<Record<AccessAction, ResourceType>> = {
  'pipeline.read': 'Pipeline',
  'document.read': 'Pipeline',
  'document.write': 'Pipeline',
  'run.read': 'Pipeline',
  'run.start': 'Pipeline',
  'run.cancel': 'Pipeline',
  'run.replay': 'Pipeline',
  'quarantine.read': 'Dataset',
  'channel.read': 'Channel',
  'upload.write': 'Channel',
  'upload.read': 'Channel',
  'upload.manage': 'Channel',
  'dataset.describe': 'Dataset',
  'dataset.read': 'Dataset',
  'column.read': 'Column',
  'column.masked': 'Column',
  'column.classify': 'Column',
  'access.explain': 'Service',
  'access.manage': 'Service',
  'audit.read': 'Service',
  'service.manage': 'Service',
};

/** What an action is done to. */
export const resourceTypeOf = (action: AccessAction): ResourceType => appliesTo[action];

const actionsOn = (type: ResourceType): readonly string[] =>
  Object.entries(appliesTo)
    .filter(([, on]) => on === type)
    .map(([action]) => JSON.stringify(action));

const actionsText = (type: ResourceType): string =>
  `  action ${actionsOn(type).join(', ')}
    appliesTo { principal: [User], resource: [${type}], context: Asked };`;

/**
 * All that policies may speak of, in Cedar's language of schemas. A dataset and a column have the attributes of their
 * pipeline, and are in it: what is said of a pipeline can be said of its columns in the same words.
 */
export const cedarSchema = `namespace Millrace {
  // What people are given: names of your own are as good as the shipped ones.
  entity Role;
  // As the identity provider names them.
  entity Group;

  // Who asks; with a token, whose rights it has. Its attributes are tags:
  // principal.hasTag("country") && principal.getTag("country") == "DE".
  entity User in [Role, Group] { id: String } tags String;

  entity Service;
  // Millrace::Pipeline::"orders"
  entity Pipeline { pipeline: String, owner?: String, tags: Set<String> };
  // Millrace::Channel::"orders"
  entity Channel { channel: String };
  // Millrace::Dataset::"orders/out": what the node "out" published, or what went to quarantine at it.
  entity Dataset in [Pipeline] { pipeline: String, owner?: String, tags: Set<String>, node: String };
  // Millrace::Column::"orders/out/email"
  entity Column in [Dataset, Pipeline] {
    pipeline: String, owner?: String, tags: Set<String>, node: String, column: String, class: Class
  };

  // Millrace::Class::"personal"
  entity Class enum ["none", "personal", "sensitive"];
  // Millrace::Method::"token"
  entity Method enum ["administrator", "token", "session", "command"];

  type Asked = {
    // How it is known who asks.
    authenticated: Method,
    // Where a session began: the issuer of OpenID Connect, or "local".
    issuer?: String,
    // Where the request came from: context has address && context.address.isInRange(ip("10.0.0.0/8")).
    address?: ipaddr
  };

${(['Service', 'Pipeline', 'Channel', 'Dataset', 'Column'] as const).map(actionsText).join('\n')}
}
`;

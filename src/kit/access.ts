import type { Column } from './schema.js';

/** How somebody was known who asks. */
export interface Authentication {
  /** `command`: whoever may use the files of a project from the command line, by their name in the operating system. */
  readonly method: 'administrator' | 'token' | 'session' | 'command';
  /** Of the token or session, never what is secret of it; of a command, its name. */
  readonly id: string;
  /** Where a session began: the issuer of OpenID Connect, or `local`. */
  readonly issuer?: string;
}

/** Who has the token of a service's first start: no issuer may name anybody so. */
export const ADMINISTRATOR = 'administrator';

/** What a token may be used for at most, whatever its owner may do. */
export interface AccessScope {
  /** Absent for all. Reading rows takes their columns with it, as the owner may see them, unless an action of columns is named. */
  readonly actions?: readonly AccessAction[];
  /** Names of pipelines; absent for all. With it, neither the service nor channels are within the scope. */
  readonly pipelines?: readonly string[];
}

/** Somebody who asks, as they were authenticated. */
export interface Actor {
  /** As rules and records name them: `alice@example.com`, `administrator`. */
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** What rules of rows may ask for: `{ country: 'DE' }`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly authentication: Authentication;
  /** Whose rights a token has, where its own name is another. */
  readonly onBehalfOf?: string;
  readonly scope?: AccessScope;
  readonly from?: { readonly address: string; readonly agent?: string };
}

/** All that can be allowed, as policies name it. */
export const accessActions = [
  'pipeline.read',
  'document.read',
  'document.write',
  'run.read',
  'run.start',
  'run.cancel',
  'run.replay',
  'quarantine.read',
  'channel.read',
  'upload.write',
  'upload.read',
  'upload.manage',
  'dataset.describe',
  'dataset.read',
  'column.read',
  'column.masked',
  'column.classify',
  'access.explain',
  'access.manage',
  'audit.read',
  'service.manage',
] as const;

export type AccessAction = (typeof accessActions)[number];

/** The whole of a service. */
export interface ServiceResource {
  readonly type: 'Service';
}

/** A pipeline, with its runs. */
export interface PipelineResource {
  readonly type: 'Pipeline';
  readonly name: string;
  readonly owner?: string;
  readonly tags: readonly string[];
}

/** Where files come in, with its uploads. */
export interface ChannelResource {
  readonly type: 'Channel';
  readonly name: string;
}

/** The rows of a node: what a writing node published, or what went to quarantine at it. */
export interface DatasetResource {
  readonly type: 'Dataset';
  readonly pipeline: PipelineResource;
  readonly node: string;
}

/** What the values of a column are. */
export type ColumnClass = 'personal' | 'sensitive' | 'none';

/** A column of a dataset. */
export interface ColumnResource {
  readonly type: 'Column';
  readonly dataset: DatasetResource;
  readonly name: string;
  readonly class: ColumnClass;
}

export type AccessResource =
  | ServiceResource
  | PipelineResource
  | ChannelResource
  | DatasetResource
  | ColumnResource;

/** What was decided, and by which policies. */
export interface AccessDecision {
  readonly isAllowed: boolean;
  /** Ids of the policies that decided; none where no policy allows it. `scope` stands for that of a token. */
  readonly policies: readonly string[];
}

/**
 * How the values of a column are shown: as they are; by the mask of their semantic type; as a keyed hash, the same for
 * the same value; as nulls; or not at all, as if there were no such column.
 */
export type Shown = 'clear' | 'mask' | 'hash' | 'null' | 'absent';

/** A column of a dataset as somebody may see it. */
export interface ColumnGrant {
  readonly name: string;
  readonly class: ColumnClass;
  readonly shown: Shown;
  readonly policies: readonly string[];
}

/** Which rows of a dataset somebody may see. */
export interface RowGrant extends AccessDecision {
  /** SQL over the columns of the dataset, with attributes of the actor as `$country`; absent where all may be seen. */
  readonly filter?: string;
}

/** All that somebody may see of a dataset. */
export interface DatasetGrant {
  readonly rows: RowGrant;
  /** One for each column that was asked about, in their order. */
  readonly columns: readonly ColumnGrant[];
}

/** A column of which it is asked how it may be shown. */
export interface ClassifiedColumn extends Pick<Column, 'name'> {
  readonly class: ColumnClass;
}

/** Who may do what: the same answer for the same question, until the rules change. */
export interface Access {
  /** Changes whenever the rules do. */
  readonly revision: string;
  readonly decide: (actor: Actor, action: AccessAction, resource: AccessResource) => AccessDecision;
  /** For `dataset.read`, or for `quarantine.read` of rows that did not pass. */
  readonly grant: (
    actor: Actor,
    action: 'dataset.read' | 'quarantine.read',
    dataset: DatasetResource,
    columns: readonly ClassifiedColumn[],
  ) => DatasetGrant;
}

import type { AccessAction, AccessResource, Actor, Shown } from '../../kit/access.js';
import { pipelineOf } from './pipeline-of.js';

/** A rule of a project twice: as Cedar, and as a function that says when it holds. */
export interface CustomRule {
  readonly id: string;
  readonly effect: 'permit' | 'forbid';
  readonly text: string;
  readonly mask?: Exclude<Shown, 'clear'>;
  readonly rows?: string;
  /** The attribute that `rows` asks for. */
  readonly needs?: string;
  readonly holds: (actor: Actor, action: AccessAction, resource: AccessResource) => boolean;
}

const action = (name: AccessAction): string => `Millrace::Action::"${name}"`;

const who = ({ id, onBehalfOf }: Actor): string => onBehalfOf ?? id;

const attribute = ({ attributes }: Actor, name: string): string | undefined =>
  Object.hasOwn(attributes, name) ? attributes[name] : undefined;

/** Addresses that tests use, by whether they are within 10.0.0.0/8. */
export const addresses: Readonly<Record<string, boolean>> = {
  '10.1.2.3': true,
  '::ffff:10.200.0.1': true,
  '11.0.0.1': false,
  '2001:db8::1': false,
  'fe80::1%eth0': false,
  '/run/millrace.sock': false,
};

const isInside = ({ from }: Actor): boolean => from !== undefined && addresses[from.address] === true;

export const customRules: readonly CustomRule[] = [
  {
    id: 'data-by-country',
    effect: 'permit',
    rows: 'country = $country',
    needs: 'country',
    text: `@id("data-by-country") @rows("country = $country")
permit (principal in Millrace::Group::"data", action in [${action('dataset.read')}, ${action('quarantine.read')}], resource);`,
    holds: ({ groups }, asked) =>
      groups.includes('data') && ['dataset.read', 'quarantine.read'].includes(asked),
  },
  {
    id: 'eu-rows',
    effect: 'permit',
    rows: "region = 'EU'",
    text: `@id("eu-rows") @rows("region = 'EU'")
permit (principal in Millrace::Group::"eu", action == ${action('dataset.read')}, resource) when { resource.node == "out" };`,
    holds: ({ groups }, asked, resource) =>
      groups.includes('eu') &&
      asked === 'dataset.read' &&
      resource.type === 'Dataset' &&
      resource.node === 'out',
  },
  {
    id: 'payroll-for-stewards',
    effect: 'forbid',
    text: `@id("payroll-for-stewards")
forbid (principal, action, resource in Millrace::Pipeline::"payroll") unless { principal in Millrace::Role::"steward" };`,
    holds: ({ roles }, _, resource) => pipelineOf(resource)?.name === 'payroll' && !roles.includes('steward'),
  },
  {
    id: 'sensitive-from-inside',
    effect: 'forbid',
    text: `@id("sensitive-from-inside")
forbid (principal, action == ${action('column.read')}, resource)
when { resource.class == Millrace::Class::"sensitive" }
unless { context has address && context.address.isInRange(ip("10.0.0.0/8")) };`,
    holds: (actor, asked, resource) =>
      asked === 'column.read' &&
      resource.type === 'Column' &&
      resource.class === 'sensitive' &&
      !isInside(actor),
  },
  {
    id: 'secret-without-tokens',
    effect: 'forbid',
    text: `@id("secret-without-tokens")
forbid (principal, action in [${action('run.read')}, ${action('run.start')}, ${action('pipeline.read')}], resource)
when { context.authenticated == Millrace::Method::"token" && resource.tags.contains("secret") };`,
    holds: ({ authentication }, asked, resource) =>
      ['run.read', 'run.start', 'pipeline.read'].includes(asked) &&
      authentication.method === 'token' &&
      pipelineOf(resource)?.tags.includes('secret') === true,
  },
  {
    id: 'analyst-hash',
    effect: 'permit',
    mask: 'hash',
    text: `@id("analyst-hash") @mask("hash")
permit (principal in Millrace::Role::"analyst", action == ${action('column.masked')}, resource);`,
    holds: ({ roles }, asked) => roles.includes('analyst') && asked === 'column.masked',
  },
  {
    id: 'bob-null',
    effect: 'permit',
    mask: 'null',
    text: `@id("bob-null") @mask("null")
permit (principal == Millrace::User::"bob@example.com", action == ${action('column.masked')}, resource)
when { resource.column like "e*" };`,
    holds: (actor, asked, resource) =>
      who(actor) === 'bob@example.com' &&
      asked === 'column.masked' &&
      resource.type === 'Column' &&
      resource.name.startsWith('e'),
  },
  {
    id: 'not-even-masked',
    effect: 'permit',
    mask: 'absent',
    text: `@id("not-even-masked") @mask("absent")
permit (principal, action == ${action('column.masked')}, resource == Millrace::Column::"orders/out/constructor");`,
    holds: (_, asked, resource) =>
      asked === 'column.masked' &&
      resource.type === 'Column' &&
      resource.name === 'constructor' &&
      resource.dataset.node === 'out' &&
      resource.dataset.pipeline.name === 'orders',
  },
  {
    id: 'high-for-finance',
    effect: 'permit',
    text: `@id("high-for-finance")
permit (principal, action in [${action('column.read')}, ${action('dataset.read')}], resource)
when { principal.hasTag("level") && principal.getTag("level") == "high" && resource has owner && resource.owner == "finance" };`,
    holds: (actor, asked, resource) =>
      ['column.read', 'dataset.read'].includes(asked) &&
      attribute(actor, 'level') === 'high' &&
      pipelineOf(resource)?.owner === 'finance',
  },
  {
    id: 'no-foreign-sessions',
    effect: 'forbid',
    text: `@id("no-foreign-sessions")
forbid (principal, action, resource) when { context has issuer && context.issuer != "local" && !(principal.id like "*@example.com") };`,
    holds: (actor) =>
      actor.authentication.issuer !== undefined &&
      actor.authentication.issuer !== 'local' &&
      !who(actor).endsWith('@example.com'),
  },
  {
    id: 'channels-for-analysts',
    effect: 'permit',
    text: `@id("channels-for-analysts")
permit (principal in Millrace::Role::"analyst", action, resource is Millrace::Channel);`,
    holds: ({ roles }, _, resource) => roles.includes('analyst') && resource.type === 'Channel',
  },
];

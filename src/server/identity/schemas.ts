import * as z from 'zod';
import type { KnownPerson } from '../../app/service/identity/people.js';
import type { ApiToken, Session } from '../../identity/index.js';
import { accessActions } from '../../kit/index.js';

const time = (about: string) => z.string().describe(`${about}; ISO 8601 UTC.`);

export const scopeSchema = z
  .strictObject({
    actions: z.array(z.enum(accessActions)).max(100).optional().describe('Absent for all.'),
    pipelines: z.array(z.string().min(1).max(200)).max(1000).optional().describe('Absent for all.'),
  })
  .meta({ id: 'TokenScope' });

export const tokenSchema = z
  .object({
    id: z.string(),
    owner: z.string(),
    name: z.string(),
    scope: scopeSchema.optional(),
    createdAt: time('When it was made'),
    expiresAt: time('When it ends'),
    usedAt: time('When it was last used, to the hour').optional(),
    revokedAt: time('When it was revoked').optional(),
  })
  .meta({ id: 'Token' });

export const sessionSchema = z
  .object({
    id: z.string(),
    person: z.string(),
    issuer: z.string(),
    begunAt: time('When it began'),
    usedAt: time('When it was last used, to the minute'),
    address: z.string().optional(),
    agent: z.string().optional(),
    isCurrent: z.boolean().describe('Whether it is the one that asks.'),
  })
  .meta({ id: 'Session' });

export const personSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string().optional(),
    issuer: z.string().optional().describe('URL of the issuer that they log in at.'),
    groups: z.array(z.string()),
    roles: z.array(z.string()).describe('Granted here, beside what rules give.'),
    attributes: z.record(z.string(), z.string()),
    isBlocked: z.boolean(),
    hasPassword: z.boolean(),
    since: time('Since when they are known'),
    lastLogin: time('When they last logged in').optional(),
  })
  .meta({ id: 'Person' });

export const meSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    roles: z.array(z.string()),
    groups: z.array(z.string()),
    attributes: z.record(z.string(), z.string()),
    authentication: z.object({
      method: z.enum(['administrator', 'token', 'session', 'command']),
      id: z.string(),
      issuer: z.string().optional(),
    }),
    onBehalfOf: z.string().optional(),
    scope: scopeSchema.optional(),
  })
  .meta({ id: 'Me' });

export const grantSchema = z.strictObject({
  name: z.string().min(1).max(200).optional(),
  roles: z.array(z.string().min(1).max(100)).max(100).optional(),
  attributes: z.record(z.string().min(1).max(100), z.string().max(1000)).optional(),
});

const scopeJson = ({ scope }: ApiToken) =>
  scope && {
    scope: {
      ...(scope.actions && { actions: [...scope.actions] }),
      ...(scope.pipelines && { pipelines: [...scope.pipelines] }),
    },
  };

export const tokenJson = (token: ApiToken) => {
  const { scope: _, ...rest } = token;
  return { ...rest, ...scopeJson(token) };
};

export const sessionJson = (session: Session, current: string) => ({
  ...session,
  isCurrent: session.id === current,
});

export const personJson = ({ subject, groups, roles, attributes, ...rest }: KnownPerson) => ({
  ...rest,
  groups: [...groups],
  roles: [...roles],
  attributes: { ...attributes },
  ...(subject && { issuer: subject.issuer }),
});

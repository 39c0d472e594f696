import * as z from 'zod';
import { pipelineName } from '../names.js';
import { durationText } from '../policies/duration.js';

const claims = z
  .strictObject({
    id: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Names the person in rules and records; `sub` unless given, `email` only where it is verified.',
      ),
    name: z.string().min(1).optional().describe('What people see of the person; `name` unless given.'),
    groups: z.string().min(1).optional().describe('A list of groups; `groups` unless given.'),
  })
  .describe('Which claims say what.');

const issuer = z
  .strictObject({
    issuer: z.url().describe('URL of the issuer, whose `/.well-known/openid-configuration` says the rest.'),
    client_id: z.string().min(1).describe('What the issuer calls this service.'),
    client_secret: z
      .string()
      .optional()
      .describe(`From a variable, \`$${'{env:NAME}'}\`, and nothing beside it; absent of public clients.`),
    scopes: z
      .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'a word without spaces'))
      .optional()
      .describe('`openid profile email` unless given.'),
    claims: claims.optional(),
    primary: z
      .boolean()
      .optional()
      .describe(
        'Whether its names of people and groups stand as they are, and do not begin with `NAME:`; it does where it is the only issuer.',
      ),
  })
  .describe('An issuer of OpenID Connect.');

const sessions = z.strictObject({
  idle: durationText.optional().describe('Sessions end after so long without a request; 30m unless given.'),
  absolute: durationText
    .optional()
    .describe('Sessions end after so long whatever is asked; 12h unless given.'),
});

/** Who people are, beside the administrator with the token. */
export const identity = z.strictObject({
  local: z
    .boolean()
    .optional()
    .describe('Whether people log in with a name and a password of this service; false unless given.'),
  oidc: z.record(pipelineName, issuer).optional().describe('Issuers that people log in at, by name.'),
  sessions: sessions.optional().describe('How long people stay logged in.'),
});

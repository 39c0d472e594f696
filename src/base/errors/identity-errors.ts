import type { CatalogueEntry } from './entry.js';

/** MR87xx: who somebody is. */
export const identityErrors = {
  MR8701: {
    fault: 'user',
    title: 'name or password wrong',
    mend: 'Check both; after several failures wait before the next try.',
  },
  MR8702: {
    fault: 'user',
    title: 'too many attempts to log in',
    mend: 'Wait as long as the message says; tokens and logins at an issuer are not held back.',
  },
  MR8703: {
    fault: 'user',
    title: 'request that another site may have made',
    mend: 'Send it from a page of the service itself; programs use a token and no cookie.',
  },
  MR8704: {
    fault: 'user',
    title: 'no such login under way',
    mend: 'Begin the login again, and end it within ten minutes in the same browser.',
  },
  MR8705: {
    fault: 'user',
    title: 'answer of an issuer that is not believed',
    mend: 'Begin the login again; if it stays so, compare `identity.oidc` in `serve.yaml` with what the issuer has of this client.',
  },
  MR8706: {
    fault: 'user',
    title: 'name of somebody else',
    mend: 'Log in as before, or let an administrator find out who it is: two accounts never become one by their name.',
  },
  MR8707: {
    fault: 'user',
    title: 'email address that nobody has verified',
    mend: 'Verify it at the issuer, or name people by another claim: `claims: { id: sub }`.',
  },
  MR8708: {
    fault: 'resource',
    title: 'issuer that does not answer',
    mend: 'Try again; check `issuer` in `serve.yaml`, whose `/.well-known/openid-configuration` the service must reach.',
  },
  MR8709: {
    fault: 'user',
    title: 'password that others would guess',
    mend: 'Choose at least 15 characters, such as four or five words that do not belong together.',
  },
  MR8710: {
    fault: 'user',
    title: 'token beyond what it is made with',
    mend: 'Ask for less or for a shorter time, or make it after logging in.',
  },
  MR8711: {
    fault: 'user',
    title: 'unknown person, token or session',
    mend: 'List them: `GET /v1/people`, `/v1/tokens`, `/v1/sessions`; people stand under `access: people` in millrace.yaml too.',
  },
  MR8712: {
    fault: 'user',
    title: 'two issuers that would name the same people',
    mend: 'Set `primary: true` at one of them only: its names stand for themselves, those of the others begin with the name of their issuer.',
  },
  MR8713: {
    fault: 'user',
    title: 'address that the service is not known by',
    mend: 'Ask at the `public_url` of `serve.yaml`, or on this host at localhost.',
  },
  MR8714: {
    fault: 'user',
    title: 'issuer whose address is not https',
    mend: 'Write its https address; http is for issuers on this host only.',
  },
  MR8715: {
    fault: 'user',
    title: 'person who is blocked',
    mend: 'Ask an administrator of the service.',
  },
  MR8716: {
    fault: 'resource',
    title: 'key of the service that cannot be read',
    mend: 'Restore it from a backup. Once it is removed, a new one is made: of `identity.json`, all tokens and sessions have ended then; of `hashes.json`, values are shown as other hashes.',
  },
  MR8717: {
    fault: 'user',
    title: 'way to log in that the service does not have',
    mend: 'See `GET /v1/login` for those it has. They stand in `serve.yaml`: `identity: { local: true }` gives people passwords, from the next start on.',
  },
  MR8718: {
    fault: 'resource',
    title: 'too many logins at one time',
    mend: 'Try again in a moment.',
  },
  MR8719: {
    fault: 'user',
    title: 'name that no person can have',
    mend: 'Write 1 to 200 visible characters without spaces, such as an email address.',
  },
  MR8720: {
    fault: 'user',
    title: 'time of a token that is not taken',
    mend: 'Give a time to come within a year, ISO 8601; 90 days unless given.',
  },
  MR8721: {
    fault: 'user',
    title: 'secret written into the configuration',
    mend: 'Write `$' + '{env:NAME}`, and set the variable where the service starts.',
  },
  MR8722: {
    fault: 'user',
    title: 'not yours to change',
    mend: 'Ask somebody with the role `admin`.',
  },
  MR8723: {
    fault: 'user',
    title: 'password was not given',
    mend: 'Pipe it: `millrace password PERSON --server URL --password-stdin < FILE`. At a terminal it is asked for.',
  },
} as const satisfies Record<string, CatalogueEntry>;

import { failure } from '../../base/errors/index.js';
import { own } from '../../base/own.js';
import { type Arrival, personId } from '../people.js';
import type { Claims, OidcSettings } from './settings.js';

const MOST_GROUPS = 500;

const textOf = (claims: Claims, name: string): string | undefined => {
  const value = own(claims, name);
  return typeof value === 'string' && value !== '' ? value.slice(0, 500) : undefined;
};

/** A list of texts, or one text. */
const groupsOf = (claims: Claims, name: string): readonly string[] => {
  const value = own(claims, name);
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return [...new Set(list.filter((each) => typeof each === 'string' && each !== ''))].slice(
    0,
    MOST_GROUPS,
  ) as readonly string[];
};

/** An address that nobody has proved is not a name: who typed it in would be whom it belongs to. */
const refuseUnverified = (claims: Claims, { name }: OidcSettings): void => {
  if (own(claims, 'email_verified') !== true)
    throw failure('MR8707', `the issuer "${name}" does not say that the email address is verified`);
};

const idOf = (claims: Claims, settings: OidcSettings): string => {
  const { name, isPrimary, claims: names } = settings;
  const bySubject = names.id === 'sub';
  const written = textOf(claims, names.id);
  if (written === undefined)
    throw failure('MR8705', `the issuer "${name}" says nothing of "${names.id}", which names people`);
  if (names.id === 'email') refuseUnverified(claims, settings);
  if (isPrimary && !bySubject && written.includes(':'))
    throw failure('MR8719', 'a name with a colon could be that of another issuer');
  // Subjects of two issuers may be alike, and names too where neither is told to name people for all.
  return personId(bySubject || !isPrimary ? `${name}:${written}` : written);
};

/** Whom an issuer has sent, as the service names them. Throws MR8705, MR8707, MR8719. */
export const arrivalOf = (claims: Claims, settings: OidcSettings): Arrival => {
  const { name, isPrimary, claims: names } = settings;
  const id = idOf(claims, settings);
  const email = own(claims, 'email_verified') === true ? textOf(claims, 'email') : undefined;
  const groups = groupsOf(claims, names.groups);
  return {
    id,
    name: textOf(claims, names.name) ?? id,
    ...(email === undefined ? {} : { email }),
    groups: isPrimary ? groups : groups.map((group) => `${name}:${group}`),
    issuer: claims.iss,
    subject: claims.sub,
  };
};

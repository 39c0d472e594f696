import type { PolicyFile } from '../rules/policy.js';
import { admin } from './admin.js';
import { author } from './author.js';
import { operator } from './operator.js';
import { steward } from './steward.js';
import { viewer } from './viewer.js';

const texts = { viewer, operator, author, steward, admin };

/** The roles that policies are shipped for, from those who may least. */
export const shippedRoles: readonly string[] = Object.keys(texts);

/** The shipped policies, one file a role. They hold unless a project says `shipped: false`. */
export const shippedPolicies: readonly PolicyFile[] = Object.entries(texts).map(([role, text]) => ({
  file: `shipped/${role}.cedar`,
  text,
}));

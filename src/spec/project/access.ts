import * as z from 'zod';
import { scalarText } from '../names.js';

const ROLE = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;
const ATTRIBUTE = /^[A-Za-z_]\w{0,63}$/;

const role = z
  .string()
  .regex(ROLE, 'the name of a role: a letter first, then letters, digits, hyphens and underscores');

const roles = z
  .array(role)
  .describe('Roles: shipped ones (viewer, operator, author, steward, admin) or your own.');

const group = z.string().min(1).max(256);

const person = z.strictObject({
  roles: roles.optional(),
  groups: z.array(group).optional().describe('Groups, beside those that the identity provider tells.'),
  attributes: z
    .record(z.string().regex(ATTRIBUTE, 'a name as in `$name`'), scalarText())
    .optional()
    .describe('What filters of rows ask for as `$name`, and policies by `principal.getTag("name")`.'),
});

const pattern = z.string().min(1);

/** Who may do what: policies in Cedar, and who has which roles. */
export const accessSchema = z.strictObject({
  policies: z
    .union([pattern, z.array(pattern)])
    .optional()
    .describe('Files of policies in Cedar, from the project file; `*` may stand in their names.'),
  shipped: z
    .boolean()
    .optional()
    .describe('Whether the policies of the shipped roles hold as well; they do unless it says `false`.'),
  people: z
    .record(z.string().min(1).max(256), person)
    .optional()
    .describe('People and tokens by their ids, as the identity provider or the service tells them.'),
  groups: z.record(group, roles).optional().describe('Roles of everybody in a group.'),
});

export type AccessDeclaration = z.output<typeof accessSchema>;

import type { AccessExplanation } from '../../../app/access/explain.js';
import type { Paint } from '../../../base/diagnostics/render.js';
import type { Shown } from '../../../kit/access.js';
import { printable } from '../../text.js';

type Explained = Omit<AccessExplanation, 'warnings'>;
type Told = Explained['decidedBy'][number];

const shownWords: Readonly<Record<Shown, string>> = {
  clear: 'as it is',
  mask: 'by the mask of its type',
  hash: 'as a keyed hash',
  null: 'as nulls',
  absent: 'not at all, as if there were no such column',
};

const list = (values: readonly string[]): string => printable(values.join(', '));

const whoLines = ({ who, file }: Explained): readonly string[] => {
  const { roles, groups, attributes, isNamed } = who;
  const parts = [
    roles.length > 0 ? `roles ${list(roles)}` : 'no role',
    ...(groups.length > 0 ? [`groups ${list(groups)}`] : []),
    ...Object.entries(attributes).map(([name, value]) => printable(`${name} ${value}`)),
  ];
  const rules = file === undefined ? 'the shipped policies' : `the rules of ${printable(file)}`;
  const named = isNamed ? '' : `, where nobody is called so`;
  return [`  ${parts.join('; ')}`, `  by ${rules}${file === undefined ? '' : named}`];
};

const where = ({ file, line }: Told): string => printable(`${file}:${line}`);

const policyLines = (paint: Paint, told: Told): readonly string[] => [
  `  ${told.effect === 'permit' ? 'permitted' : 'forbidden'} by ${paint.bold(printable(told.id))}  ${where(told)}`,
  ...told.text.split('\n').map((line) => paint.dim(`    ${printable(line)}`)),
];

const rowLines = ({ rows }: Explained): readonly string[] => {
  if (!rows) return [];
  if (!rows.isAllowed) return ['  rows: none'];
  return [`  rows: ${rows.filter === undefined ? 'all' : `where ${printable(rows.filter)}`}`];
};

const columnLines = ({ column }: Explained): readonly string[] => {
  if (!column) return [];
  const by = column.policies.length === 0 ? 'no policy permits more' : `by ${list(column.policies)}`;
  return [
    `  column ${printable(column.name)} (class ${column.class}) is shown ${shownWords[column.shown]}: ${by}`,
  ];
};

const refusal = ({ policies, decidedBy }: Explained): readonly string[] => {
  if (policies.length === 0) return ['  no policy permits it'];
  return decidedBy.length === 0 ? [`  refused by ${list(policies)}`] : [];
};

const otherLines = ({ isAllowed, allowedWith, permits, decidedBy }: Explained): readonly string[] => {
  if (isAllowed) return [];
  const forbidden = decidedBy.some(({ effect }) => effect === 'forbid');
  if (allowedWith.length > 0)
    return allowedWith.map(
      ({ role, policies }) => `  would be allowed with the role ${list([role])}, by ${list(policies)}`,
    );
  const also = forbidden
    ? 'what forbids it goes before all that permits it'
    : 'no role alone would be enough';
  return [
    `  ${also}`,
    ...permits.map((told) => `  permitted in other cases by ${list([told.id])}  ${where(told)}`),
  ];
};

/** A decision with its reasons, for a terminal. */
export const explanationText = (paint: Paint, explained: Explained): string => {
  const { who, action, what, isAllowed, decidedBy, notes } = explained;
  const may = isAllowed ? paint.green('may') : paint.red('may not');
  const lines = [
    `${paint.bold(printable(who.id))} ${may} ${action} ${printable(what)}`,
    ...whoLines(explained),
    ...refusal(explained),
    ...decidedBy.flatMap((told) => policyLines(paint, told)),
    ...rowLines(explained),
    ...columnLines(explained),
    ...otherLines(explained),
    ...notes.map((note) => `  ${printable(note)}`),
  ];
  return `${lines.join('\n')}\n`;
};

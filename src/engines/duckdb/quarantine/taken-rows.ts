import {
  type GuardRule,
  type LineContent,
  type LinePlaces,
  linePlaces,
  literal,
} from '../../../kit/index.js';
import type { Taken } from './intake.js';
import { linesOf } from './log-file.js';

/** A field of the list that a line is, whose places are numbered from 1. */
export const field = (place: number): string => `v[${place}]`;

const valueText = ({ columns: all }: LineContent, places: LinePlaces, { columns }: GuardRule): string => {
  const values = columns.flatMap((name) => {
    const index = all.findIndex((column) => column.name === name);
    return index < 0 ? [] : [field(places.column(index))];
  });
  return values.length > 1 ? `concat_ws(', ', ${values.join(', ')})` : (values[0] ?? 'null');
};

/** What a rule adds to the reasons of a row that breaks it. */
const reasonOf =
  (content: LineContent, places: LinePlaces) =>
  (rule: GuardRule, index: number): string => {
    const { field: broken, bit } = places.rules(index);
    const fields = [
      `"rule": ${literal(rule.rule).text}`,
      `"column": ${literal(rule.columns.join(', ')).text}`,
      `message: ${literal(rule.message).text}`,
      `"value": ${valueText(content, places, rule)}`,
    ];
    return `case when ${field(broken)}::bigint & ${bit} > 0 then {${fields.join(', ')}} end`;
  };

const objectOf = (fields: readonly (readonly [name: string, value: string])[]): string =>
  fields.length === 0
    ? 'null'
    : `to_json({${fields.map(([name, value]) => `${literal(name).text}: ${value}`).join(', ')}})::varchar`;

/** SQL of the rows that the intake wrote, as quarantine has them, with the list `v` that each was. */
export const takenRows = ({ guard, log }: Taken): string => {
  const places = linePlaces(guard);
  const reasons = guard.rules.map(reasonOf(guard, places));
  const values = guard.columns.map(({ name, isJson }, index) => {
    const text = field(places.column(index));
    return [name, isJson ? `${text}::json` : text] as const;
  });
  const plain = guard.plain.map((name, index) => [name, field(places.plain(index))] as const);
  const columns = [
    `list_filter([${reasons.join(', ')}], lambda reason: reason is not null) as reasons`,
    `${field(places.goesOn)}::boolean as goes_on`,
    `${field(places.file)} as "file"`,
    `${field(places.record)}::bigint as record`,
    `${objectOf(values)} as original`,
    `${objectOf(plain)} as plain`,
    'false as is_record',
    'v',
  ];
  return `select ${columns.join(', ')} from (select from_json(line, '["VARCHAR"]') as v from (${linesOf(log, guard.node)}))`;
};

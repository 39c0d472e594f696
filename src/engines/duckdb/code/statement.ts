import {
  type CodeRequest,
  FAULT,
  identifier,
  isByKey,
  joined,
  keyword,
  literal,
  type Sql,
  sql,
} from '../../../kit/index.js';
import { KEEP } from '../../../transforms/index.js';
import { fromDriver, toDriver } from './columns.js';
import { FUNCTION, MADE, TEXT_FUNCTION, THROWN } from './function.js';
import { PLAIN, type Written } from './plain.js';

const RESULT = 'result ⟨as written⟩';
const result = identifier(RESULT);

const field = (of: Sql, name: string): Sql => sql`struct_extract(${of}, ${literal(name)})`;

const callOf = ({ declaration: { reads } }: CodeRequest, name = FUNCTION): Sql =>
  sql`${keyword(name)}(${joined(Object.entries(reads).map(([name, type]) => toDriver(name, type)))})`;

const number = field(result, THROWN);

/** A column that a function reads and writes over stays as it was given, where it threw: else nobody could mend the row. */
const writtenFrom = ({ declaration: { reads, writes } }: CodeRequest, row: Sql): readonly Sql[] =>
  Object.entries(writes).map(([name, type]) => {
    const value = fromDriver(field(row, name), type);
    const given = Object.entries(reads).find(
      ([read, as]) => read.toLowerCase() === name.toLowerCase() && as === type,
    );
    const kept = given
      ? sql`case when ${number} > 0 then ${toDriver(given[0], type)} else ${value} end`
      : value;
    return sql`${kept} as ${identifier(name)}`;
  });

/** The columns of a partition in the order of its key, where the function asks for one. */
export const orderedRows = ({ rows, declaration }: CodeRequest): Sql => {
  const { reads, by, order } = declaration;
  if (!isByKey(declaration)) return rows;
  const terms = [...by, ...order, ...Object.keys(reads)].map(
    (name) => sql`${identifier(name)} asc nulls last`,
  );
  return sql`select * from (${rows}) order by ${joined(terms)}`;
};

/** A partition with the one column that its function gives, where it throws for no row. */
export const plainResultOf = (request: CodeRequest, [name, type]: Written): Sql => {
  const through = request.passing.map((column) => identifier(column));
  const written = sql`${fromDriver(result, type)} as ${identifier(name)}`;
  const called = sql`select *, ${callOf(request, PLAIN)} as ${result} from (${request.rows})`;
  return sql`select ${joined([...through, written, sql`null::varchar as ${identifier(FAULT)}`])} from (${called})`;
};

/** A partition with what its function gives for each row. */
export const resultOf = (request: CodeRequest): Sql => {
  const { passing, declaration } = request;
  const through = passing.map((name) => identifier(name));
  const called = sql`select *, ${callOf(request)} as ${result} from (${orderedRows(request)})`;
  const thrown = sql`case when ${number} > 0 then ${keyword(TEXT_FUNCTION)}(${number}) end as ${identifier(FAULT)}`;
  if (declaration.shape === 'filter')
    return sql`select ${joined([...through, thrown])} from (${called}) where ${field(result, KEEP)} or ${number} > 0`;
  if (declaration.shape !== 'flatMap')
    return sql`select ${joined([...through, ...writtenFrom(request, result), thrown])} from (${called})`;
  const made = identifier('made ⟨as written⟩');
  const rows = sql`case when ${number} = 0 then ${field(result, MADE)} else [null] end`;
  return sql`select ${joined([...through, ...writtenFrom(request, made), thrown])} from (select *, unnest(${rows}) as ${made} from (${called}))`;
};

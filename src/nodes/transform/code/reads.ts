import { listed } from '../../../base/diagnostics/suggest.js';
import {
  columnNames,
  type Finding,
  findColumn,
  type Input,
  type TransformDeclaration,
  type TransformType,
} from '../../../kit/index.js';

const SMALL = ['TINYINT', 'SMALLINT', 'INTEGER', 'UTINYINT', 'USMALLINT'];

/** Types of columns whose every value a function can be given as one of its own, without loss. */
const TAKES: Readonly<Record<TransformType, readonly string[]>> = {
  boolean: ['BOOLEAN'],
  integer: SMALL,
  bigint: [...SMALL, 'BIGINT', 'UINTEGER'],
  double: [...SMALL, 'UINTEGER', 'FLOAT', 'DOUBLE'],
  varchar: ['VARCHAR', 'UUID', 'JSON'],
  date: ['DATE'],
  timestamp: ['TIMESTAMP', 'TIMESTAMP_S', 'TIMESTAMP_MS'],
};

/** A double has room for so many digits of a decimal. */
const DIGITS = 15;

const isShortDecimal = (has: string): boolean => {
  const digits = /^DECIMAL\((\d+),/.exec(has)?.[1];
  return digits !== undefined && Number(digits) <= DIGITS;
};

const takes = (type: TransformType, has: string): boolean =>
  TAKES[type].includes(has) ||
  (type === 'varchar' && has.startsWith('ENUM')) ||
  (type === 'double' && isShortDecimal(has));

/** Columns that a function reads and the input does not have, or has as something else. */
export const readFindings = ({ reads }: TransformDeclaration, input: Input): readonly Finding[] =>
  Object.entries(reads).flatMap(([name, type]): readonly Finding[] => {
    const column = findColumn(input.schema, name);
    if (!column)
      return [
        {
          code: 'MR5002',
          message: `the function reads column "${name}", which its input does not have`,
          path: ['module'],
          notes: [`input "${input.alias}" has: ${listed(columnNames(input.schema))}`],
        },
      ];
    if (takes(type, column.type)) return [];
    return [
      {
        code: 'MR5002',
        message: `the function reads column "${name}" as ${type}, and its input has ${column.type}`,
        path: ['module'],
        notes: [
          `${type} takes ${listed(TAKES[type])}${type === 'double' ? `, and DECIMAL of at most ${DIGITS} digits` : ''}`,
        ],
        mend: `Declare the column as it is, or cast it before: a \`cast\` node with \`${name}: ${type}\`.`,
      },
    ];
  });

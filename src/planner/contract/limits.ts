import { type Finding, specOf } from '../../kit/index.js';
import type { GuardConfig } from './config.js';

const finding = (message: string, path: Finding['path']): Finding => ({
  code: 'MR2118',
  message,
  path: ['contract', ...(path ?? [])],
  notes: [
    'values that are no such type had the column widened; write `wrong_types: quarantine_row` to take them out',
  ],
});

/** What a contract says of numbers or moments says nothing of text: there `10` is less than `9`. */
export const limitFindings = ({ contract, widened = {} }: GuardConfig): readonly Finding[] => {
  const isText = (name: string): boolean => specOf(widened, name) === 'VARCHAR';
  const limits = Object.entries(contract.columns).flatMap(([name, spec]) =>
    (['min', 'max'] as const)
      .filter(
        (limit) =>
          isText(name) && spec[limit] !== undefined && !/^(varchar|text|string)/i.test(spec.type?.text ?? ''),
      )
      .map((limit) =>
        finding(`"${name}" was widened to VARCHAR, of which \`${limit}\` says nothing`, [
          'columns',
          name,
          limit,
        ]),
      ),
  );
  const dated = contract.freshness?.column.name;
  return dated !== undefined && isText(dated)
    ? [...limits, finding(`"${dated}" was widened to VARCHAR, which has no age`, ['freshness', 'column'])]
    : limits;
};

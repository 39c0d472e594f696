import { closeSync, openSync, writeSync } from 'node:fs';
import { BOOLEAN, type DuckDBConnection, DuckDBScalarFunction, INTEGER, VARCHAR } from '@duckdb/node-api';
import type { PlacedGuard } from '../../../kit/index.js';
import { QUARANTINE_FUNCTION, rowAction } from '../../../kit/index.js';

/** Rows are written in pieces of about this many characters. */
const PIECE = 1 << 20;

/** The rows of one guard on their way to disk, one JSON object a line. */
interface Basket {
  readonly guard: PlacedGuard;
  readonly path: string;
  readonly file: number;
  lines: string[];
  size: number;
  longest: number;
  taken: number;
  mended: number;
}

/** A guard's rows as they were left on disk. */
export interface Taken {
  readonly guard: PlacedGuard;
  /** Absolute path; one JSON object a line. */
  readonly path: string;
  readonly taken: number;
  readonly mended: number;
  /** Characters of the longest line. */
  readonly longest: number;
}

/** Where contracts put rows while a statement runs. */
export interface Intake {
  readonly open: (guards: readonly PlacedGuard[]) => void;
  /** Closes the files; between `close` and `open` rows are left out and not kept. */
  readonly close: () => readonly Taken[];
}

const flush = (basket: Basket): void => {
  if (basket.lines.length === 0) return;
  writeSync(basket.file, `${basket.lines.join('\n')}\n`);
  basket.lines = [];
  basket.size = 0;
};

/** How many rows may be taken out, by number and by share. */
const mostRows = ({ tolerated = Infinity, sharedRows = Infinity }: PlacedGuard): number =>
  Math.min(tolerated, sharedRows);

const overflow = ({ guard, taken }: Basket): Error =>
  new Error(
    `MR4021: the contract of "${guard.node}" tolerates ${mostRows(guard)} in quarantine, and row ${taken} that breaks it was found`,
  );

const put = (basket: Basket, action: number, line: string): void => {
  basket.lines.push(line);
  basket.size += line.length;
  basket.longest = Math.max(basket.longest, line.length);
  if (action === rowAction.mend) basket.mended += 1;
  else basket.taken += 1;
  if (basket.size >= PIECE) flush(basket);
  if (action === rowAction.stop) {
    throw new Error(
      `MR4021: a row breaks a rule of the contract of "${basket.guard.node}" under which the run is to stop`,
    );
  }
  if (basket.taken > mostRows(basket.guard)) throw overflow(basket);
};

const openBasket = (guard: PlacedGuard): Basket => {
  const path = `${guard.file}.rows`;
  return { guard, path, file: openSync(path, 'w'), lines: [], size: 0, longest: 0, taken: 0, mended: 0 };
};

/**
 * Registers the function that contracts call for each row that does not fit, in the place where the engine runs. Only
 * such rows leave the engine, so that a contract costs about what its conditions cost.
 */
export const createIntake = (connection: DuckDBConnection): Intake => {
  let baskets = new Map<string, Basket>();
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: QUARANTINE_FUNCTION,
      volatile: true,
      returnType: BOOLEAN,
      parameterTypes: [VARCHAR, INTEGER, VARCHAR],
      mainFunction: (_, chunk, output) => {
        const [node, action, row] = [0, 1, 2].map((column) => chunk.getColumnVector(column));
        for (let index = 0; index < chunk.rowCount; index += 1) {
          const what = Number(action?.getItem(index));
          const basket = baskets.get(String(node?.getItem(index)));
          if (basket) put(basket, what, String(row?.getItem(index)));
          output.setItem(index, what === rowAction.mend);
        }
        output.flush();
      },
    }),
  );
  return {
    open: (guards) => {
      baskets = new Map(guards.map((guard) => [guard.node, openBasket(guard)]));
    },
    close: () => {
      const all = [...baskets.values()];
      baskets = new Map();
      return all.map((basket) => {
        flush(basket);
        closeSync(basket.file);
        const { guard, path, taken, mended, longest } = basket;
        return { guard, path, taken, mended, longest };
      });
    },
  };
};

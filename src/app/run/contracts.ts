import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MillraceError, type Problem, problem } from '../../base/errors/index.js';
import { count, percent, plural } from '../../base/number-text.js';
import type { ContractRecord, Guard, GuardCount, PlacedGuard, Schema, SourceInfo } from '../../kit/index.js';
import { documentNode, type LogicalNode, type PhysicalPlan, type Stage } from '../../planner/index.js';
import { createRecordFinder, createRecordReader, mostRows } from '../../preflight/index.js';
import type { ParsedDocument } from '../../spec/index.js';
import type { Prepared } from '../check/prepared.js';

/** Where a run's bad rows are, inside of its folder. */
export const QUARANTINE_FOLDER = 'quarantine';

/** The folder for bad rows; made where the plan has contracts. */
export const quarantineFolder = async (
  folder: string,
  { stages }: PhysicalPlan,
): Promise<readonly string[]> => {
  if (stages.every(({ guards }) => guards.length === 0)) return [];
  const path = join(folder, QUARANTINE_FOLDER);
  await mkdir(path, { recursive: true });
  return [path];
};

/** Where the bad rows of a node are, inside of a run's folder. */
export const quarantineFile = (node: string): string => `${QUARANTINE_FOLDER}/${node}.parquet`;

/** How the records of a source get their numbers, where the document lets them be looked for. */
const recordsOf = (node: LogicalNode | undefined, guard: Guard): Pick<PlacedGuard, 'finder' | 'reader'> => {
  if (!node?.source || node.kind.family !== 'read' || guard.findsRecords === false) return {};
  const { kind, config, schema, source } = node;
  const lower = (of: SourceInfo, columns: Schema) => kind.lower({ config, source: of, columns });
  const finder = createRecordFinder(source, guard.findsRecords === true);
  const reader = createRecordReader({ source, schema, lower }, guard);
  return { ...(finder ? { finder } : {}), ...(reader ? { reader } : {}) };
};

/** The contracts of a stage with the files that their bad rows go to. */
export const placedGuards = (
  { guards }: Stage,
  { sources, logical }: Pick<Prepared, 'sources' | 'logical'>,
  runId: string,
  folder: string,
): readonly PlacedGuard[] =>
  guards.map((guard) => {
    const source = sources.find(({ node }) => documentNode(node.name) === guard.node);
    const file = join(folder, quarantineFile(guard.node));
    const reading = source && logical.nodes.find(({ name }) => name === source.node.name);
    const most = reading?.source && mostRows(reading.source);
    const { share } = guard;
    return {
      ...guard,
      runId,
      file,
      ...(source ? { files: source.readable } : {}),
      ...recordsOf(reading, guard),
      ...(share === undefined || most === undefined ? {} : { sharedRows: Math.floor(share * most) }),
    };
  });

/** What a run keeps of what a contract has seen. */
export const contractRecord = (
  { classes, masks }: Guard,
  { node, passed, quarantined, mended, broken, repaired }: GuardCount,
): ContractRecord => ({
  node,
  ...(passed === undefined ? {} : { in: passed + quarantined, passed }),
  quarantined,
  mended,
  isPartial: passed === undefined,
  file: quarantineFile(node),
  broken,
  ...(repaired === undefined || passed === undefined ? {} : { repaired }),
  classes,
  ...(masks === undefined ? {} : { masks }),
});

const tooMany = (guard: Guard, record: ContractRecord): string | undefined => {
  const { quarantined, passed = 0 } = record;
  const all = passed + quarantined;
  if (quarantined === 0) return undefined;
  const found = `${count(quarantined)} of ${plural(all, 'row')} went to quarantine (${percent(quarantined / all)})`;
  if (guard.share !== undefined && quarantined > guard.share * all) {
    return `the contract of "${guard.node}" tolerates ${percent(guard.share)}, and ${found}`;
  }
  const isUnlimited = guard.share === undefined && guard.tolerated === undefined;
  return isUnlimited && quarantined === all
    ? `not one row keeps the contract of "${guard.node}": ${found}`
    : undefined;
};

const wrongCount = ({ node, rows }: Guard, { passed = 0 }: ContractRecord): string | undefined => {
  const { min, max } = rows ?? {};
  if (min !== undefined && passed < min)
    return `${passed} of the rows keep the contract of "${node}", at least ${min} are asked for`;
  if (max !== undefined && passed > max)
    return `${passed} of the rows keep the contract of "${node}", at most ${max} are asked for`;
  return undefined;
};

const placed = (parsed: ParsedDocument, node: string, key: string): Partial<Problem> => {
  const { source } = parsed;
  const place =
    source.keyPlace(['nodes', node, 'contract', key]) ?? source.keyPlace(['nodes', node, 'contract']);
  return { node, ...(place ? { place } : {}) };
};

/** Why nothing may be published, as far as the counts of a contract tell. */
export const contractProblems = (
  parsed: ParsedDocument,
  guard: Guard,
  record: ContractRecord,
): readonly Problem[] => {
  if (record.isPartial) return [];
  const many = tooMany(guard, record);
  const count = wrongCount(guard, record);
  return [
    ...(many === undefined ? [] : [problem('MR4021', many, placed(parsed, guard.node, 'tolerate'))]),
    ...(count === undefined ? [] : [problem('MR4022', count, placed(parsed, guard.node, 'rows'))]),
  ];
};

/** A statement that was given up for a contract, with the place of the contract. */
export const withContractPlace = (
  thrown: unknown,
  guards: readonly Guard[],
  parsed: ParsedDocument,
): unknown => {
  if (!(thrown instanceof MillraceError)) return thrown;
  const problems = thrown.problems.map((item) => {
    const guard = guards.find(({ node }) => item.code === 'MR4021' && item.message.includes(`"${node}"`));
    return guard ? { ...item, ...placed(parsed, guard.node, 'tolerate') } : item;
  });
  return new MillraceError(problems, { cause: thrown });
};

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runPipeline, wire } from '../../src/app/index.js';
import { renderProblem } from '../../src/base/diagnostics/render.js';
import { type Problem, problemsOf } from '../../src/base/errors/index.js';
import type { ContractRecord, OutputSample, RunRecord } from '../../src/kit/index.js';
import { unbalanced } from '../support/balance.js';
import { query } from '../support/duckdb.js';
import { writeInputFile } from '../support/input-file.js';
import type { Block, TextCase } from './case-file.js';
import { settled, tableOf } from './show.js';

/** What every document needs and no case is about; it comes last, so that lines are counted as the case shows them. */
const HEAD = `millrace: 1
pipeline: text_case
resources:
  threads: 1
  stores:
    raw: { folder: . }
    out: { folder: ./out }
`;

interface Node {
  readonly use?: string;
  readonly from?: string | readonly string[] | Readonly<Record<string, string>>;
}

const readBy = ({ from = [] }: Node): readonly string[] =>
  typeof from === 'string' ? [from] : Object.values(from);

const nodesOf = (document: string): Readonly<Record<string, Node>> => {
  try {
    return (parse(document) as { nodes?: Record<string, Node> }).nodes ?? {};
  } catch {
    return {};
  }
};

/** Where a case writes nothing, the rows that nothing reads are its outcome. */
const withOutputs = (document: string): string => {
  const nodes = Object.entries(nodesOf(document));
  if (nodes.some(([, { use = '' }]) => use.startsWith('write_'))) return document;
  const read = new Set(nodes.flatMap(([, node]) => readBy(node)));
  const isAlone = nodes.length === 1;
  const ends = nodes.filter(
    ([name, { use = '' }]) => !read.has(name) && (isAlone || !/^(read_|check$|route$)/.test(use)),
  );
  const lines = ends.map(
    ([name]) =>
      `  ${name}_rows: { use: write_parquet, from: ${name}, with: { path: out://${name}.parquet } }\n`,
  );
  return document + lines.join('');
};

const wholeDocument = ({ document }: TextCase): string => withOutputs(document) + HEAD;

const writeInput = (folder: string, { name = '', text }: Block): Promise<void> =>
  writeInputFile(join(folder, name), text);

const titleOf = (sample: OutputSample, isOrdered: boolean): string => {
  const name = sample.node.replace(/_rows$/, '');
  if (sample.rows.length === 0) return `Gives no row of \`${name}\`:`;
  return `Gives \`${name}\`${isOrdered ? ', in this order' : ''}:`;
};

interface PlanNode {
  readonly name: string;
  readonly inputs: readonly { readonly node: string }[];
  readonly order?: readonly unknown[];
}

/** A run whose inputs could not be opened leaves a record and no plan. */
const plannedNodes = (folder: string): readonly PlanNode[] => {
  const file = join(folder, 'plan.json');
  if (!existsSync(file)) return [];
  return (JSON.parse(readFileSync(file, 'utf8')) as { nodes: readonly PlanNode[] }).nodes;
};

/** Writing nodes whose rows come in an order. */
const orderedOutputs = (folder: string): ReadonlySet<string> => {
  const nodes = plannedNodes(folder);
  const ordered = new Set(nodes.filter(({ order }) => order !== undefined).map(({ name }) => name));
  return new Set(
    nodes.filter(({ inputs }) => inputs.some(({ node }) => ordered.has(node))).map(({ name }) => name),
  );
};

const outputText = (sample: OutputSample, target: string, folder: string, isOrdered: boolean): string => {
  const path = target.replace(/^out:\/\//, 'out/');
  if (/\.(csv|json|ndjson)$/.test(path)) {
    const text = readFileSync(join(folder, path), 'utf8');
    return `Gives \`${path}\`:\n\n\`\`\`text\n${text.trimEnd()}\n\`\`\``;
  }
  const rows = isOrdered ? sample.rows : settled(sample.rows);
  return `${titleOf(sample, isOrdered)}\n\n${tableOf(sample.schema, rows)}`;
};

interface Quarantined {
  readonly reasons: readonly {
    readonly rule: string;
    readonly column: string | null;
    readonly message: string;
  }[];
  readonly goes_on: boolean;
  readonly file: string | null;
  readonly record: string | null;
  readonly original: string;
}

const reasonsText = ({ reasons, goes_on }: Quarantined): string =>
  reasons
    .map(({ column, message, rule }) => `${column === null ? rule : `\`${column}\``}: ${message}`)
    .concat(goes_on ? ['goes on without the value'] : [])
    .join('; ');

const originText = ({ file, record }: Quarantined): string =>
  [file ?? '', record === null ? '' : `record ${record}`].filter((part) => part !== '').join(', ');

const quarantinedRows = async (path: string): Promise<readonly Quarantined[]> => {
  const { rows } = await query(
    `select to_json(q)::varchar from (select * exclude ("row") from read_parquet('${path}')) q order by 1`,
  );
  return rows.map(([text]) => JSON.parse(String(text)) as Quarantined);
};

const line = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const contractText = async (
  { node, in: all, passed, quarantined, mended, file, ...own }: ContractRecord,
  runFolder: string,
): Promise<string> => {
  const counts = [
    all === undefined ? 'the run stopped in the middle' : `${all} in`,
    ...(['made', 'filtered', 'unmatched', 'merged'] as const).flatMap((key) =>
      own[key] ? [`${own[key]} ${key}`] : [],
    ),
    ...(passed === undefined ? [] : [`${passed} passed`]),
    `${quarantined} in quarantine`,
    ...(mended > 0 ? [`${mended} without a value`] : []),
  ];
  const head = `Contract \`${node}\`: ${counts.join(', ')}.`;
  const rows = await quarantinedRows(join(runFolder, file));
  if (rows.length === 0) return head;
  const lines = rows.map((row) => line([reasonsText(row), originText(row), `\`${row.original}\``]));
  return [
    `${head}\n`,
    line(['asked for', 'from', 'the row as it was']),
    '| --- | --- | --- |',
    ...lines,
  ].join('\n');
};

const contractsText = async (record: RunRecord, runFolder: string): Promise<readonly string[]> => {
  const lies = await unbalanced(record, runFolder, {});
  if (lies.length > 0) throw new Error(`counts do not balance: ${lies.join('; ')}`);
  return Promise.all((record.contracts ?? []).map((contract) => contractText(contract, runFolder)));
};

const checksText = ({ checks }: RunRecord): readonly string[] =>
  checks.map(({ node, passed, results }) => {
    const lines = results.map(
      (result) => `- ${result.rule}: ${result.passed ? 'passed' : 'failed'}; ${result.message}`,
    );
    return `Check \`${node}\` ${passed ? 'passes' : 'fails'}:\n\n${lines.join('\n')}`;
  });

const problemText = (problems: readonly Problem[], folder: string): readonly string[] => {
  if (problems.length === 0) return [];
  const isError = problems.some(({ severity }) => severity === 'error');
  const text = problems.map((item) => renderProblem(item)).join('\n\n');
  const stable = text.replaceAll(`${folder}/`, '');
  return [`${isError ? 'Fails' : 'Warns'}:\n\n\`\`\`text\n${stable.trimEnd()}\n\`\`\``];
};

const outcomeOf = async (record: RunRecord, runFolder: string, folder: string): Promise<string> => {
  const ordered = orderedOutputs(runFolder);
  const outputs = record.outputs.flatMap(({ node, target }) => {
    const sample = record.samples.find((each) => each.node === node);
    return sample ? [outputText(sample, target, folder, ordered.has(node))] : [];
  });
  const contracts = await contractsText(record, runFolder);
  return [...problemText(record.problems, folder), ...contracts, ...checksText(record), ...outputs].join(
    '\n\n',
  );
};

/** Runs a case in a folder of its own and says what came of it, as the file of cases has it. */
export const runCase = async (textCase: TextCase, folder: string): Promise<string> => {
  for (const file of textCase.files) await writeInput(folder, file);
  writeFileSync(join(folder, 'pipeline.yaml'), wholeDocument(textCase));
  try {
    const { record, folder: runFolder } = await runPipeline(wire({ cwd: folder }), 'pipeline.yaml');
    return await outcomeOf(record, runFolder, folder);
  } catch (thrown) {
    return problemText(problemsOf(thrown), folder).join('\n\n');
  }
};

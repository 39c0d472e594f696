import { readFile } from 'node:fs/promises';
import { runPipeline } from '../../src/app/index.js';
import { wire } from '../../src/app/wire.js';
import type { RunRecord } from '../../src/kit/index.js';
import { query } from '../support/duckdb.js';
import { type Files, type Project, project } from '../support/project.js';

/** What a test says of a pipeline that gives the rows of a CSV file to a function. */
export interface CodePipeline {
  /** Rows of `rows.csv`, its header first. */
  readonly rows: string;
  /** What `defineTransform` is given. */
  readonly transform?: string;
  /** The whole module, in place of the transform. */
  readonly module?: string;
  /** Further settings of the node, in YAML. */
  readonly settings?: string;
  readonly contract?: string;
  readonly resources?: string;
  /** Rules, in YAML. */
  readonly policies?: string;
  readonly files?: Files;
}

const documentOf = ({
  settings = '',
  contract,
  resources = '',
  policies,
}: CodePipeline): string => `millrace: 1
pipeline: made
resources:
${resources}  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  rows:
    use: read_csv
    with: { path: raw://rows.csv }
  made:
    use: code
    from: rows
    with: { module: ./made.ts${settings} }
${contract === undefined ? '' : `    contract: ${contract}\n`}  out:
    use: write_parquet
    from: made
    with: { path: out://made.parquet }
${policies === undefined ? '' : `policies:\n${policies}`}`;

/** A project with such a pipeline. */
export const codeProject = (pipeline: CodePipeline): Promise<Project> =>
  project({
    'pipeline.yaml': documentOf(pipeline),
    'rows.csv': pipeline.rows,
    'made.ts':
      pipeline.module ??
      `import { defineTransform } from 'millrace/kit';\nexport default defineTransform(${pipeline.transform});\n`,
    ...pipeline.files,
  });

/** The run of a pipeline with a function. */
export interface CodeRun {
  readonly record: RunRecord;
  readonly folder: string;
  /** Rows that were published, as text and in order. */
  readonly rows: readonly (readonly unknown[])[];
  readonly errors: readonly string[];
  /** What the function printed. */
  readonly printed: () => Promise<string>;
}

/** Runs it. */
export const runCode = async (
  at: Project,
  environment: Readonly<Record<string, string>> = {},
): Promise<CodeRun> => {
  const { record, folder } = await runPipeline(wire({ cwd: at.folder, environment }), 'pipeline.yaml');
  const rows =
    record.outputs.length === 0
      ? []
      : (await query(`select columns(*)::varchar from '${at.path('out/made.parquet')}' order by all`)).rows;
  return {
    record,
    folder,
    rows,
    errors: record.problems.map(({ code, message, notes }) => [`[${code}] ${message}`, ...notes].join(' | ')),
    printed: () => readFile(`${folder}/code/s1/prints.txt`, 'utf8'),
  };
};

/** A pipeline, run. */
export const made = async (pipeline: CodePipeline): Promise<CodeRun> => runCode(await codeProject(pipeline));

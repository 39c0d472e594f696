import { createHash } from 'node:crypto';
import type { NamedDataset, PublishedOutput, RunEvent } from '../../kit/index.js';

type Of<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

/** What is known of a run when an event of lineage is made. */
export interface RunSoFar {
  readonly started: Of<'run_started'>;
  readonly published: readonly PublishedOutput[];
  /** Codes of errors, with what they mean. */
  readonly errors: readonly string[];
}

/** The names under which jobs and datasets are known. */
export interface LineageNames {
  readonly namespace: string;
  readonly version: string;
}

const PRODUCER = 'https://www.npmjs.com/package/millrace';
const SPEC = 'https://openlineage.io/spec';

const facet = (name: string, version: string, values: object): object => ({
  _producer: PRODUCER,
  _schemaURL: `${SPEC}/facets/${version}/${name}.json#/$defs/${name}`,
  ...values,
});

/** The same run has the same id at every event, and after years: it is made of the id that Millrace gives it. */
export const uuidOf = (runId: string): string => {
  const bytes = createHash('sha256').update(`millrace run ${runId}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/** Several paths of one node are one dataset: they have the same columns. */
const nameOf = ({ paths }: NamedDataset): string => paths.join(', ');

const schemaFacet = ({ columns }: NamedDataset): object =>
  facet('SchemaDatasetFacet', '1-1-1', { fields: columns.map(({ name, type }) => ({ name, type })) });

const columnLineageFacet = (
  { lineage, inputs }: Of<'run_started'>,
  { node }: NamedDataset,
  { namespace }: LineageNames,
): object => {
  const sources = new Map(inputs.map((input) => [input.node, nameOf(input)]));
  const fields = Object.entries(lineage[node] ?? {}).map(([column, from]) => {
    const inputFields = from.flatMap((source) => {
      const name = sources.get(source.node);
      return name === undefined ? [] : [{ namespace, name, field: source.column }];
    });
    return [column, { inputFields }] as const;
  });
  return facet('ColumnLineageDatasetFacet', '1-2-0', { fields: Object.fromEntries(fields) });
};

const statisticsOf = (output: PublishedOutput | undefined): object =>
  output
    ? {
        outputFacets: {
          outputStatistics: facet('OutputStatisticsOutputDatasetFacet', '1-0-2', {
            rowCount: output.rows,
            size: output.bytes,
            ...(output.files === undefined ? {} : { fileCount: output.files }),
          }),
        },
      }
    : {};

/** A facet of our own; its schema is in the package. */
const uploadFacet = ({ trigger }: Of<'run_started'>, { version }: LineageNames): object =>
  trigger
    ? {
        millrace_upload: {
          _producer: PRODUCER,
          _schemaURL: `https://unpkg.com/millrace@${version}/schema/upload-run-facet.json#/$defs/UploadRunFacet`,
          ...trigger,
        },
      }
    : {};

const runFacets = ({ started, errors }: RunSoFar, names: LineageNames): object => ({
  processing_engine: facet('ProcessingEngineRunFacet', '1-1-1', { name: 'millrace', version: names.version }),
  ...uploadFacet(started, names),
  tags: facet('TagsRunFacet', '1-0-0', {
    tags: [{ key: 'millrace.run.id', value: started.runId, source: 'millrace' }],
  }),
  ...(errors.length > 0
    ? {
        errorMessage: facet('ErrorMessageRunFacet', '1-0-1', {
          message: errors.join('; '),
          programmingLanguage: 'TypeScript',
        }),
      }
    : {}),
});

const jobFacets = (): object => ({
  jobType: facet('JobTypeJobFacet', '2-0-3', {
    processingType: 'BATCH',
    integration: 'MILLRACE',
    jobType: 'PIPELINE',
  }),
});

/** An event of a run as OpenLineage has it. */
export const lineageEvent = (
  eventType: 'START' | 'COMPLETE' | 'FAIL' | 'ABORT',
  eventTime: string,
  so: RunSoFar,
  names: LineageNames,
): object => {
  const { started, published } = so;
  const { namespace } = names;
  return {
    eventType,
    eventTime,
    producer: PRODUCER,
    schemaURL: `${SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent`,
    run: { runId: uuidOf(started.runId), facets: runFacets(so, names) },
    job: { namespace, name: started.pipeline, facets: jobFacets() },
    inputs: started.inputs.map((input) => ({
      namespace,
      name: nameOf(input),
      facets: { schema: schemaFacet(input) },
    })),
    outputs: started.outputs.map((output) => ({
      namespace,
      name: nameOf(output),
      facets: { schema: schemaFacet(output), columnLineage: columnLineageFacet(started, output, names) },
      ...statisticsOf(published.find(({ node }) => node === output.node)),
    })),
  };
};

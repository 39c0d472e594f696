import { type Column, type Finding, findColumn, type Input, type StorePath } from '../../../kit/index.js';
import { duplicates } from '../../shared/findings.js';
import { type FolderConfig, partitionColumns } from './folder.js';

/** A writing node as far as it concerns the folder that it may write. */
interface Writing {
  readonly config: FolderConfig & { readonly path: StorePath; readonly mode: string };
  readonly input: Input;
}

const refused = (key: string, message: string, ...notes: readonly string[]): Finding => ({
  code: 'MR1023',
  message,
  path: [key],
  at: 'key',
  notes,
});

const withoutFolder = ({ config }: Writing): readonly Finding[] => {
  const { path } = config;
  if (path.path.endsWith('/')) return [];
  const keys = (['partition_by', 'file_size'] as const).filter((key) => config[key] !== undefined);
  const note = `write \`path: ${path.text}/\``;
  return keys.map((key) => refused(key, `\`${key}\` needs a folder, and "${path.text}" is a file`, note));
};

const withoutPartitions = ({ config }: Writing): readonly Finding[] => {
  if (config.partition_by !== undefined) return [];
  const keys = (['keep_partition_columns', 'max_partitions'] as const).filter(
    (key) => config[key] !== undefined,
  );
  const mode =
    config.mode === 'replace_partitions'
      ? [
          {
            ...refused('mode', '`replace_partitions` needs `partition_by`', 'it names the partitions'),
            at: 'value',
          } as const,
        ]
      : [];
  return [...mode, ...keys.map((key) => refused(key, `\`${key}\` says nothing without \`partition_by\``))];
};

const bothSizes = ({ config }: Writing): readonly Finding[] =>
  config.partition_by === undefined || config.file_size === undefined
    ? []
    : [
        refused(
          'file_size',
          '`file_size` does not go with `partition_by`',
          'the engine writes one file a partition, as a rule',
        ),
      ];

/** Types whose equal values are one text, so that a folder's name says all of its value. */
const NAMES_FOLDERS =
  /^(VARCHAR|ENUM\(.*\)|UUID|BOOLEAN|U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\)|DATE|TIME|TIMESTAMP(_S|_MS|_NS| WITH TIME ZONE)?)$/s;

const ofColumn = (written: string, index: number, found: Column | undefined): readonly Finding[] => {
  const path = ['partition_by', index];
  if (!found) return [];
  if (found.name !== written) {
    const message = `column "${written}" is called "${found.name}": names of folders tell case apart`;
    return [{ code: 'MR2104', message, path, label: `did you mean "${found.name}"?` }];
  }
  if (written.startsWith('.')) {
    return [{ code: 'MR1023', message: `"${written}=…" is the name of a hidden folder`, path }];
  }
  if (NAMES_FOLDERS.test(found.type)) return [];
  const message = `a value of type ${found.type} cannot name a folder`;
  return [{ code: 'MR2107', message, path, notes: [`cast "${written}" to VARCHAR before it is written`] }];
};

const nothingLeft = ({ config, input }: Writing, columns: readonly string[]): readonly Finding[] => {
  const left = input.schema.some(({ name }) => !columns.includes(name));
  if (left || columns.length === 0 || config.keep_partition_columns === true) return [];
  const message = 'every column is a partition column: nothing is left for the files';
  return [refused('partition_by', message, 'leave a column out, or set `keep_partition_columns: true`')];
};

/** What contradicts itself, or the input, in a node that writes a folder. */
export const checkFolder = (writing: Writing): readonly Finding[] => {
  const { config, input } = writing;
  const columns = partitionColumns(config);
  return [
    ...withoutFolder(writing),
    ...withoutPartitions(writing),
    ...bothSizes(writing),
    ...columns.flatMap((name, index) => ofColumn(name, index, findColumn(input.schema, name))),
    ...duplicates(columns.map((name, index) => ({ name, path: ['partition_by', index] }))),
    ...nothingLeft(writing, columns),
  ];
};

import { type FileType, fileTypes } from '../file-type.js';

interface Marks {
  /** Media types that declare it; the first is the one to send. */
  readonly media: readonly [string, ...string[]];
  readonly extensions: readonly [string, ...string[]];
}

/**
 * Media types and extensions of each type. `application/octet-stream` is in none: it declares nothing. Windows declares CSV
 * as `application/vnd.ms-excel` where Excel is installed, and ZIP archives by a name of its own.
 */
const marks: Readonly<Record<FileType, Marks>> = {
  csv: { media: ['text/csv', 'application/csv', 'application/vnd.ms-excel'], extensions: ['.csv'] },
  tsv: { media: ['text/tab-separated-values', 'text/tsv'], extensions: ['.tsv', '.tab'] },
  json: {
    media: ['application/json', 'text/json', 'application/geo+json'],
    extensions: ['.json', '.geojson'],
  },
  ndjson: {
    media: [
      'application/x-ndjson',
      'application/ndjson',
      'application/jsonl',
      'application/x-jsonlines',
      'application/json-lines',
    ],
    extensions: ['.ndjson', '.jsonl'],
  },
  xml: { media: ['application/xml', 'text/xml'], extensions: ['.xml'] },
  text: { media: ['text/plain'], extensions: ['.txt', '.text'] },
  parquet: {
    media: ['application/vnd.apache.parquet', 'application/x-parquet', 'application/parquet'],
    extensions: ['.parquet', '.pq'],
  },
  arrow: {
    media: ['application/vnd.apache.arrow.file', 'application/vnd.apache.arrow.stream'],
    extensions: ['.arrow', '.arrows', '.feather'],
  },
  xlsx: {
    media: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    extensions: ['.xlsx'],
  },
  zip: { media: ['application/zip', 'application/x-zip-compressed'], extensions: ['.zip'] },
  gzip: { media: ['application/gzip', 'application/x-gzip'], extensions: ['.gz', '.tgz'] },
  tar: { media: ['application/x-tar'], extensions: ['.tar'] },
};

/** The media type to send for a file of a type. */
export const mediaTypeOf = (type: FileType): string => marks[type].media[0];

/** The extensions that a file of a type may have, each with its dot. */
export const extensionsOf = (type: FileType): readonly string[] => marks[type].extensions;

/** The last extension of a name, in small letters: `.gz` of `a.csv.GZ`, nothing of `README`. */
export const extensionOf = (name: string): string => /\.[^./\\]*$/.exec(name)?.[0].toLowerCase() ?? '';

/** The type that the extension of a name stands for. */
export const typeByName = (name: string): FileType | undefined => {
  const extension = extensionOf(name);
  return fileTypes.find((type) => marks[type].extensions.includes(extension));
};

/** The type that a media type declares; its parameters and case do not matter. */
export const typeByMedia = (declared: string): FileType | undefined => {
  const [media = ''] = declared.toLowerCase().split(';');
  return fileTypes.find((type) => marks[type].media.includes(media.trim()));
};

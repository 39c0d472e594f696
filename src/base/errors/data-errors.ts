import type { CatalogueEntry } from './entry.js';

/** MR4xxx: the data is not what the document says, or cannot be read at all. */
export const dataErrors = {
  MR4001: {
    fault: 'data',
    title: 'empty file',
    mend: 'Ask for the file again, or leave it out of the path.',
  },
  MR4002: {
    fault: 'data',
    title: 'file is damaged or truncated',
    mend: 'Ask for the file again; its end or its structure is missing.',
  },
  MR4003: {
    fault: 'data',
    title: 'file is not text',
    mend: 'Check that the file is what its name says; text files are read as UTF-8.',
  },
  MR4004: {
    fault: 'data',
    title: 'value does not fit its type',
    mend: 'Pin the column to a wider type under `types`, or mend the value in the file.',
  },
  MR4005: {
    fault: 'data',
    title: 'record does not fit the header',
    mend: 'Mend the record, or pin the dialect (`delimiter`, `quote`, `skip`).',
  },
  MR4006: {
    fault: 'data',
    title: 'files do not have the same columns',
    mend: 'Set `union_by_name: true` to fill missing columns with null, or read the files apart.',
  },
  MR4007: {
    fault: 'data',
    title: 'columns differ only in case',
    mend: 'Pin other names with `names`, or rename the columns in the file.',
  },
  MR4008: {
    fault: 'data',
    title: 'value cannot be computed',
    mend: 'Guard the expression, for example with TRY_CAST or CASE.',
  },
  MR4009: {
    fault: 'data',
    title: 'number out of range',
    mend: 'Cast to a wider type, for example HUGEINT or DOUBLE.',
  },
  MR4010: {
    fault: 'data',
    title: 'file changed while it was read',
    mend: 'Wait until the sender has finished, then run again.',
  },
  MR4011: {
    fault: 'data',
    title: 'a check failed',
    mend: 'Nothing was published. Look at the input of the check, or change what it asks for.',
  },
  MR4012: {
    fault: 'data',
    title: 'join cardinality is violated',
    mend: 'Remove the duplicate keys, or declare the cardinality that the data has.',
  },
  MR4013: {
    fault: 'data',
    title: 'rows tie',
    mend: 'Order by more columns, or declare with `ties` which of the rows is taken.',
  },
  MR4014: {
    fault: 'data',
    title: 'value is not listed',
    mend: 'Add the value to `values`, or declare with `unlisted` what happens to such rows.',
  },
  MR4015: {
    fault: 'data',
    title: 'value cannot name a partition',
    mend: 'Filter such rows, or derive another text for them before they are written.',
  },
  MR4016: {
    fault: 'data',
    title: 'too many partitions',
    mend: 'Partition by a coarser column, for example by month; or raise `max_partitions`.',
  },
  MR4017: {
    fault: 'data',
    title: 'file name does not fit',
    mend: 'Mend the pattern of `capture`, or let `path` name only files that fit it.',
  },
  MR4020: {
    fault: 'data',
    title: 'a test failed',
    mend: 'Mend the document, or the expectation (`--fix` rewrites it).',
  },
  MR4021: {
    fault: 'data',
    title: 'contract does not tolerate so many rows in quarantine',
    mend: 'Nothing was published. See `millrace quarantine show` for the rows; mend them at the sender, or change `tolerate`.',
  },
  MR4022: {
    fault: 'data',
    title: 'contract is broken by the data as a whole',
    mend: 'Nothing was published. Ask the sender, or change what the contract says.',
  },
  MR4023: {
    fault: 'data',
    title: 'columns are not those of the contract',
    mend: 'Ask the sender whether this is meant; then change `columns`, or let `drift` say that such columns evolve.',
  },
  MR4024: {
    fault: 'data',
    title: 'rows with one key differ',
    mend: 'Let `deduplicate` choose one of them before, name a column in `update_if_newer` that tells, or give the node a contract with `keys`, which takes them out.',
  },
  MR4025: {
    fault: 'data',
    title: 'key without a value',
    mend: 'Filter such rows, or let a contract require the column, which takes them out.',
  },
  MR4030: {
    fault: 'data',
    title: 'a file can be read in several ways',
    mend: 'Pin how it is written on the reading node; nothing is guessed.',
  },
  MR4031: {
    fault: 'data',
    title: 'more than one column may be the one that the contract names',
    mend: 'Name each of them in the contract, leave the alias out, or rename the columns in the file; nothing is guessed.',
  },
  MR4032: {
    fault: 'data',
    title: 'spreadsheet cannot be read',
    mend: 'Ask for the file again, as .xlsx without a password.',
  },
  MR4033: {
    fault: 'data',
    title: 'a file took more memory or time to take apart than it may',
    mend: 'Ask for the data in smaller files, or as CSV or Parquet, which are read in bounded memory.',
  },
  MR4034: {
    fault: 'data',
    title: 'file lacks the part that is to be read',
    mend: 'Name a part that it has.',
  },
  MR4035: {
    fault: 'data',
    title: 'archive is not unpacked',
    mend: 'Ask the sender for an archive of plain files, without passwords, links or paths that lead out of it.',
  },
  MR4036: {
    fault: 'data',
    title: 'data is not written as the document says',
    mend: 'Look at it with `millrace profile`, and pin what is right: `millrace profile FILE --pin` writes it into the document.',
  },
  MR4037: {
    fault: 'data',
    title: 'document is no XML that can be read',
    mend: 'Ask the sender for a well-formed document.',
  },
  MR4038: {
    fault: 'data',
    title: 'document declares a type of its own',
    mend: 'Ask the sender for the document without its DOCTYPE: entities that it declares may stand for other files, or for more text than there is memory.',
  },
  MR4039: {
    fault: 'data',
    title: 'input is unlike those of the runs before it',
    mend: 'Look at it with `millrace profile`, and ask the sender. Where the change is meant, run once with `--accept-history`.',
  },
  MR4040: {
    fault: 'data',
    title: 'file that was read has other content now',
    mend: 'Give new rows in a file with a name of its own. To read such files again, write `new_only: { changed: read }`; rows that were added then stand there twice, rows that were merged do not.',
  },
  MR4041: {
    fault: 'user',
    title: 'output is replaced by the rows of new files only',
    mend: 'Use `mode: append`, `merge` or `replace_partitions`, or leave `new_only` off.',
  },
} as const satisfies Record<string, CatalogueEntry>;

import type { CatalogueEntry } from './entry.js';

/** MR89xx: reading of datasets. */
export const datasetErrors = {
  MR8901: {
    fault: 'user',
    title: 'version that is not there any more',
    mend: 'Read the dataset again from its first page: it was published anew.',
  },
  MR8902: {
    fault: 'data',
    title: 'files that are not those published',
    mend: 'Somebody changed files below the store: run the pipeline again, or put them back.',
  },
  MR8903: {
    fault: 'data',
    title: 'dataset that cannot be opened',
    mend: 'Run the pipeline again: the record of the run does not say how its files were written.',
  },
  MR8904: {
    fault: 'user',
    title: 'question that fails on the rows',
    mend: 'Use `try_cast`, `nullif` or a condition for values that do not fit.',
  },
  MR8905: {
    fault: 'user',
    title: 'question past its limits',
    mend: 'Ask for fewer rows or columns, or narrow them down with a condition.',
  },
  MR8906: {
    fault: 'resource',
    title: 'rows that could not be made readable',
    mend: 'Try again; if it goes on, look at the room on the disk and at the log of the service.',
  },
  MR8907: {
    fault: 'data',
    title: 'row filter that does not hold',
    mend: 'Nothing is shown until the filter of the policy fits the columns of the dataset and the attributes of the person.',
  },
  MR8908: {
    fault: 'user',
    title: 'too many questions at once',
    mend: 'Wait until an answer has come before the next is asked.',
  },
  MR8909: {
    fault: 'user',
    title: 'export past its limits',
    mend: 'Choose columns, or read the rows page by page.',
  },
} as const satisfies Record<string, CatalogueEntry>;

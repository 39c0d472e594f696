import type { CatalogueEntry } from './entry.js';

/** MR75xx: the project file, and what pipelines share by it. */
export const projectErrors = {
  MR7501: {
    fault: 'resource',
    title: 'project file cannot be read',
    mend: 'Let it be read, or move it away: the pipelines below its folder are governed by it.',
  },
  MR7502: {
    fault: 'user',
    title: 'not a project file',
    mend: 'A project file is a mapping that starts with `millrace: 1` and `project: NAME`.',
  },
  MR7503: {
    fault: 'user',
    title: 'unsupported version of the project file',
    mend: 'This Millrace reads project files of version 1: write `millrace: 1`.',
  },
  MR7504: {
    fault: 'user',
    title: 'project file in place of a pipeline',
    mend: 'Name a pipeline of the project; the project file itself can be given to `millrace validate`.',
  },
  MR7505: {
    fault: 'user',
    title: 'project file of another user',
    mend: 'Have it owned by whoever owns the pipeline, or put a `millrace.yaml` of your own beside the pipeline: the nearest one counts.',
  },
} as const satisfies Record<string, CatalogueEntry>;

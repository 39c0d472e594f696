import type { CatalogueEntry } from './entry.js';

/** MR74xx: containers, and runs that are watched. */
export const opsErrors = {
  MR7401: {
    fault: 'user',
    title: 'more memory than the container has',
    mend: 'Leave `memory` out, so that the run takes its share of the container, or give the container more.',
  },
  MR7402: {
    fault: 'user',
    title: 'run not under way',
    mend: 'See `millrace top` for runs under way; `millrace runs RUN` and `millrace report RUN` show what ended ones left.',
  },
  MR7403: {
    fault: 'user',
    title: 'no rows of this node to tap',
    mend: 'Name a node of the run; `millrace explain FILE` shows its nodes and stages.',
  },
  MR7404: {
    fault: 'resource',
    title: 'the run does not answer',
    mend: 'Tap it as the user that it runs as. It answers once it executes; an engine that takes all processors may take a while.',
  },
} as const satisfies Record<string, CatalogueEntry>;

import type { CatalogueEntry } from './entry.js';

/** MR20xx: the graph of nodes does not hold together. */
export const graphErrors = {
  MR2001: {
    fault: 'user',
    title: 'unknown node',
    mend: 'Name a node of this document.',
  },
  MR2002: { fault: 'user', title: 'unknown output port', mend: 'Name one of the ports that the node has.' },
  MR2003: { fault: 'user', title: 'cycle', mend: 'Data flows one way; remove one of the arrows shown.' },
  MR2004: {
    fault: 'user',
    title: 'wrong number of inputs',
    mend: 'Give the node the inputs that its kind takes.',
  },
  MR2005: {
    fault: 'user',
    title: 'unused output',
    mend: 'Read the node from another one, or remove it; a run leaves it out.',
  },
  MR2006: {
    fault: 'user',
    title: 'two writers to one target',
    mend: 'Let each writing node have a path of its own, or join their inputs with `union`.',
  },
  MR2007: { fault: 'user', title: 'unknown node kind', mend: 'See `millrace nodes` for the kinds.' },
  MR2008: {
    fault: 'user',
    title: 'nothing to run',
    mend: 'Add a writing node or a check; without one a run has no result.',
  },
  MR2009: {
    fault: 'user',
    title: 'input has no rows to give',
    mend: 'Writing nodes and checks have no output; read from the node before them.',
  },
  MR2010: {
    fault: 'user',
    title: 'columns unknown offline',
    mend: 'Validate without `--offline`, or run the pipeline once, so that its columns are on record.',
  },
  MR2011: {
    fault: 'user',
    title: 'contract where none can be',
    mend: 'Put the contract on a node whose rows it can hold: one that reads, writes, or has a single output.',
  },
  MR2012: {
    fault: 'user',
    title: 'rows cannot be replayed',
    mend: 'Mend the rows where they come from, and run the whole pipeline.',
  },
  MR2013: { fault: 'user', title: 'unknown semantic type', mend: 'See `millrace types` for the types.' },
} as const satisfies Record<string, CatalogueEntry>;

import type { CatalogueEntry } from './entry.js';

/** MR3xxx: stores, files, locks, memory and disks. */
export const resourceErrors = {
  MR3001: { fault: 'user', title: 'unknown store', mend: 'Declare the store under `resources.stores`.' },
  MR3002: {
    fault: 'user',
    title: 'invalid store path',
    mend: 'Write `STORE://path/to/file`, with `/` between folders and no `..`.',
  },
  MR3003: {
    fault: 'resource',
    title: 'store folder not found',
    mend: 'Create the folder, or correct its path.',
  },
  MR3004: { fault: 'resource', title: 'file not found', mend: 'Check the path and the store it names.' },
  MR3005: {
    fault: 'resource',
    title: 'path leaves its store',
    mend: 'Put the file itself into the store; links that lead outside are not followed.',
  },
  MR3006: {
    fault: 'resource',
    title: 'permission denied',
    mend: 'Give this user the right to the path shown.',
  },
  MR3007: {
    fault: 'resource',
    title: 'disk full',
    mend: 'Free some space, or move the store; nothing was published.',
  },
  MR3008: {
    fault: 'resource',
    title: 'out of memory',
    mend: 'Raise `resources.memory` or `--memory`; the engine spills to disk beyond it where it can.',
  },
  MR3009: {
    fault: 'resource',
    title: 'target is being written',
    mend: 'Wait for the other run to end, then run again.',
  },
  MR3010: {
    fault: 'resource',
    title: 'target exists',
    mend: 'Remove the target, or use `mode: replace`.',
  },
  MR3011: {
    fault: 'resource',
    title: 'staged output does not verify',
    mend: 'The file on disk is not what was written; check the disk and run again.',
  },
  MR3012: {
    fault: 'resource',
    title: 'store manifest is damaged',
    mend: 'Restore `.millrace/manifest.json` of the store from a backup, or remove it to start a new one.',
  },
  MR3013: { fault: 'resource', title: 'run folder cannot be used', mend: 'Choose another with `--run-dir`.' },
  MR3014: { fault: 'user', title: 'unknown run', mend: 'See `millrace runs` for the runs that there are.' },
  MR3015: {
    fault: 'resource',
    title: 'run record is damaged',
    mend: 'The record cannot be read; the other runs are not affected.',
  },
  MR3016: {
    fault: 'resource',
    title: 'input or output error',
    mend: 'Check the disk or the path, then run again.',
  },
  MR3017: {
    fault: 'resource',
    title: 'folder holds files of others',
    mend: 'Move the file away, or write to a folder of its own: what Millrace did not write it does not remove.',
  },
  MR3018: {
    fault: 'user',
    title: 'folder is partitioned in another way',
    mend: 'Write with the `partition_by` that the folder has, or replace it as a whole with `mode: replace`.',
  },
  MR3019: {
    fault: 'resource',
    title: 'there may be too little room to spill',
    mend: 'Free space on the disk of the run folder, choose another with `--run-dir`, or give more `memory`.',
  },
  MR3031: {
    fault: 'user',
    title: 'no run to resume',
    mend: 'Look for one with `millrace runs`. Only runs with `--checkpoint` or `resources.checkpoint: true` keep the results of their stages.',
  },
  MR3032: {
    fault: 'user',
    title: 'run that is to be resumed has published',
    mend: 'There is nothing to go on with. Run without `--resume` to do it all again.',
  },
  MR3030: {
    fault: 'resource',
    title: 'another run has read the same new files',
    mend: 'Run again: files that the other run has published are left out then.',
  },
  MR3040: {
    fault: 'resource',
    title: 'file on the web cannot be fetched',
    mend: 'Try the address with `curl -I`. A server that fails now and then is asked again by `retry` under `policies`.',
  },
  MR3041: {
    fault: 'resource',
    title: 'file on the web was cut short',
    mend: 'Run again; a server that ends early now and then is asked again by `retry` under `policies`.',
  },
  MR3042: {
    fault: 'resource',
    title: 'file on the web is not what its server says',
    mend: 'Run again; if it stays so, ask those who run the server: the digest that they send is of another file.',
  },
  MR3043: {
    fault: 'user',
    title: 'store on the web is for reading single files',
    mend: 'Name each file in full, and write to a store that is a folder.',
  },
} as const satisfies Record<string, CatalogueEntry>;

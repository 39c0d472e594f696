import type { Audited } from './audited.js';

/** Something that is done with a run that is kept, or with the rows of one of its nodes. */
export const aboutRun = (action: string, id: string, runDir: string | undefined, node?: string): Audited => ({
  action,
  resource: { type: 'Run', id: node === undefined ? id : `${id}/${node}` },
  near: { runDir },
});

/** Something that is done with a document and the data that it reads, or with the rows of one of its nodes. */
export const aboutDocument = (action: string, file: string, node?: string): Audited => ({
  action,
  resource: { type: 'Document', id: node === undefined ? file : `${file}/${node}` },
  near: { document: file },
});

/** Something that is done with whatever is kept of a pipeline. */
export const aboutPipeline = (action: string, pipeline: string, runDir: string | undefined): Audited => ({
  action,
  resource: { type: 'Pipeline', id: pipeline },
  near: { runDir },
});

/** Values of classified columns are shown as they are: `node.column`, each. */
export const revealing = (what: Audited, columns: readonly string[]): Audited => ({
  ...what,
  columns: { asked: columns, granted: columns, masked: {} },
});

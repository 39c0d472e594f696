import type { RunIdentity } from '../../kit/index.js';
import type { LoadedDocument } from '../load/load-document.js';
import type { Settings } from './settings.js';

/** A run of a document, as stores know it. */
export const runIdentity = (
  { loaded, settings }: { readonly loaded: LoadedDocument; readonly settings: Settings },
  runId: string,
): RunIdentity => ({
  runId,
  pipeline: settings.document.pipeline,
  documentHash: loaded.parsed.hash,
});

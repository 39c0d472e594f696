import { type Problem, problemsOf } from '../base/errors/index.js';
import { prepare } from './check/prepare.js';
import type { Overrides } from './check/settings.js';
import type { Wiring } from './wiring.js';

/** What was found in one document. */
export interface Validation {
  readonly file: string;
  readonly pipeline?: string;
  readonly nodes: number;
  readonly problems: readonly Problem[];
}

/** All that can be known of a document without running it; never throws for a fault of the document. */
export const validate = async (
  wiring: Wiring,
  file: string,
  overrides: Overrides = {},
): Promise<Validation> => {
  try {
    const { settings, graph, warnings } = await prepare(wiring, file, overrides);
    return { file, pipeline: settings.document.pipeline, nodes: graph.nodes.length, problems: warnings };
  } catch (thrown) {
    return { file, nodes: 0, problems: problemsOf(thrown) };
  }
};

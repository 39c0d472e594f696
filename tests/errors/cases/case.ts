import type { ErrorCode } from '../../../src/base/errors/index.js';
import type { CommandOptions } from '../../support/cli.js';
import type { Files, Project } from '../../support/project.js';

/** A command that must end in an error of this code. */
export interface ErrorCase {
  readonly code: ErrorCode;
  /** What is wrong, in a few words. */
  readonly what: string;
  /** Text of `pipeline.yaml`; a sound one unless given. */
  readonly document?: string;
  /** Files beside it; a small `data/in.csv` is there unless it is given. */
  readonly files?: Files;
  /** What else has to be done before. */
  readonly before?: (at: Project) => Promise<void>;
  /** The command; `run pipeline.yaml` unless given. */
  readonly words?: readonly string[];
  readonly options?: CommandOptions;
  /** Exit code. */
  readonly exit: number;
  /** Part of the message. */
  readonly says: string | RegExp;
  /** `line:column` in the document, where the error concerns the document. */
  readonly at?: string;
  /** Name of the data file that is shown, where the error concerns one. */
  readonly dataFile?: string;
}

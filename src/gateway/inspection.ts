import type { Problem } from '../base/errors/index.js';
import type { ArchiveLimits } from './channel.js';
import type { FileType } from './file-type.js';

/** What is asked of an inspection: whether content, extension and declared type are one, and let in. */
export interface InspectionTask {
  /** Absolute path of the bytes; read only. */
  readonly path: string;
  /** The client's name, of which only the extension counts. */
  readonly clientName: string;
  readonly declaredType: string;
  readonly accept: readonly FileType[];
  readonly archives: ArchiveLimits;
}

/** What the whole content proves; `problems` are MR82xx, and empty in a file that passes. */
export interface Inspection {
  readonly type?: FileType;
  /** Records of a table, files of an archive; absent where there are none to count. */
  readonly records?: number;
  readonly problems: readonly Problem[];
  /** Of all bytes that were read, hexadecimal: what was inspected is what was received. */
  readonly sha256: string;
}

/**
 * Looks at the whole of a file, in a process of its own with limits of time and memory.
 *
 * @throws where it could not be done; what is wrong with the file is in `problems`
 */
export type Inspect = (task: InspectionTask, signal?: AbortSignal) => Promise<Inspection>;

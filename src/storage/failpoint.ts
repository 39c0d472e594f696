/**
 * Called with a stable name before and after every step that a crash could tear: `before rename target late`.
 * A test kills the process in it; in a real run it does nothing.
 */
export type Failpoint = (name: string) => void | Promise<void>;

export const noFailpoint: Failpoint = () => {};

/** A failpoint that collects the names in the order in which a run passes them. */
export interface FailpointRecording {
  readonly failpoint: Failpoint;
  readonly names: () => readonly string[];
}

/**
 * Lists the failpoints of a run: record one, then kill another at each name.
 *
 * @example
 * const recording = recordFailpoints();
 * createFolderStorage({ stores, failpoint: recording.failpoint });
 * recording.names(); // after the run: ['before lock store gold', …]
 */
export const recordFailpoints = (): FailpointRecording => {
  const seen: string[] = [];
  return { failpoint: (name) => void seen.push(name), names: () => [...seen] };
};

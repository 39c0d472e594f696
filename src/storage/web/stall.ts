/** Watches that something goes on. */
export interface Stall {
  /** Aborted by the caller's signal, or where nothing went on for too long. */
  readonly signal: AbortSignal;
  readonly beat: () => void;
  readonly hasStalled: () => boolean;
  readonly end: () => void;
}

/** Aborts where no beat comes for so many seconds. */
export const createStall = (seconds: number, outer: AbortSignal): Stall => {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), seconds * 1000);
  return {
    signal: AbortSignal.any([outer, stop.signal]),
    beat: () => void timer.refresh(),
    hasStalled: () => stop.signal.aborted,
    end: () => clearTimeout(timer),
  };
};

/** Those who wait until something is over, by its name. */
export interface Waits {
  readonly until: (name: string) => Promise<void>;
  readonly over: (name: string) => void;
}

export const waits = (): Waits => {
  const waiting = new Map<string, readonly (() => void)[]>();
  return {
    until: (name) => new Promise((resolve) => waiting.set(name, [...(waiting.get(name) ?? []), resolve])),
    over: (name) => {
      for (const resolve of waiting.get(name) ?? []) resolve();
      waiting.delete(name);
    },
  };
};

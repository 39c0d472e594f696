import type { ExportResult } from '@opentelemetry/core';

interface Sends<T> {
  export(items: T, done: (result: ExportResult) => void): void;
}

/** Remembers what exporters could not send: they tell nobody else. */
export const createDeliveries = () => {
  const failures = new Set<string>();
  return {
    failures: (): readonly string[] => [...failures],
    fail: (what: string): void => void failures.add(what),
    /** The exporter itself, whose failures are told under the name of a signal. */
    watched: <T, E extends Sends<T>>(signal: string, exporter: E & Sends<T>): E => {
      const send = exporter.export.bind(exporter);
      exporter.export = (items: T, done: (result: ExportResult) => void): void =>
        send(items, (result) => {
          // 0 is success; the package's constant is an enum that would have to be loaded.
          if (result.code !== 0) failures.add(`${signal}: ${result.error?.message || 'refused'}`);
          done(result);
        });
      return exporter;
    },
  };
};

export type Deliveries = ReturnType<typeof createDeliveries>;

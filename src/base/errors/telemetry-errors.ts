import type { CatalogueEntry } from './entry.js';

/** MR72xx: traces, metrics, logs and lineage on their way out. None of them fails a run. */
export const telemetryErrors = {
  MR7201: {
    fault: 'resource',
    title: 'telemetry was not delivered',
    mend: 'Check that the collector is up and its address right, or that the file can be written; the run itself is whole, and its record is in the run folder.',
  },
  MR7202: {
    fault: 'user',
    title: 'telemetry setting is not understood',
    mend: 'Correct the option or the environment variable named; see `docs/reference/telemetry.md`.',
  },
  MR7203: {
    fault: 'resource',
    title: 'metrics endpoint cannot be opened',
    mend: 'Choose a free port with `--metrics-port`; 0 takes any.',
  },
} as const satisfies Record<string, CatalogueEntry>;

import { describe } from 'vitest';
import { leasesConform } from './conformance/leases.js';
import { processesConform } from './conformance/processes.js';
import { runsConform, statisticsConform } from './conformance/runs.js';
import { checkpointsConform, valuesConform } from './conformance/values.js';
import type { Subject } from './subject.js';

/** What every state store does, whatever it is made of. */
export const stateStoreConforms = (subject: Subject): void => {
  describe(`state in ${subject.name}`, () => {
    valuesConform(subject);
    checkpointsConform(subject);
    leasesConform(subject);
    runsConform(subject);
    statisticsConform(subject);
    processesConform(subject);
  });
};

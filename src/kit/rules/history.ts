import type { Contract } from '../contract.js';
import type { Finding } from '../node.js';

/** `history` where no input is looked at before the run. */
export const historyFindings = ({ history }: Contract, reads: boolean): readonly Finding[] =>
  history === undefined || reads
    ? []
    : [
        {
          code: 'MR2118',
          message: '`history` cannot stand here: only what reading nodes read is looked at before a run',
          path: ['contract', 'history'],
          mend: 'Put it into the contract of the reading node. Elsewhere a `check` holds rows against limits.',
        },
      ];

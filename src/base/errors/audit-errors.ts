import type { CatalogueEntry } from './entry.js';

/** MR88xx: the audit trail. */
export const auditErrors = {
  MR8801: {
    fault: 'resource',
    title: 'audit record cannot be written',
    mend: 'Make the folder of the audit trail writable, with free space; until then nothing is shown or done.',
  },
  MR8802: {
    fault: 'resource',
    title: 'audit trail in use',
    mend: 'Wait until that process has ended; a service keeps its trail for as long as it runs.',
  },
  MR8803: {
    fault: 'data',
    title: 'audit trail does not hold',
    mend: 'Keep the folder as it is, for it is evidence, and find out who could write to it; a new trail begins where the folder is moved away.',
  },
  MR8804: {
    fault: 'resource',
    title: 'checkpoint of the audit trail is not where it should be',
    mend: 'Make the place reachable and writable; it is tried again with the next one, which covers all before it.',
  },
  MR8805: {
    fault: 'user',
    title: 'cannot be verified with this',
    mend: 'Give the verifier key (`NAME+ID+KEY`) that was kept when the trail began, a checkpoint that was sent elsewhere, or a proof that `millrace audit prove` wrote.',
  },
  MR8806: {
    fault: 'resource',
    title: 'key of the audit trail cannot be used',
    mend: 'Put the key back from where it is kept; where it is lost, move the folder of the trail away and tell who holds its verifier key.',
  },
  MR8807: {
    fault: 'data',
    title: 'published file is not as its audit record says',
    mend: 'Find out who could write to it; to publish it again, run the pipeline.',
  },
  MR8808: {
    fault: 'user',
    title: 'no such audit trail or record',
    mend: 'Name the folder of a trail; a project has it at `.millrace/audit` once it has access rules, a service at `audit` in its data folder.',
  },
} as const satisfies Record<string, CatalogueEntry>;

import type { CatalogueEntry } from './entry.js';

/** MR70xx: policies that contradict themselves, and what they do when something fails. */
export const policyErrors = {
  MR7001: {
    fault: 'user',
    title: 'policies contradict each other',
    mend: 'See `millrace policy explain` for the rule that gives each value, and change one of them.',
  },
  MR7002: {
    fault: 'user',
    title: 'rule names what there is not',
    mend: 'Correct the name under `match`, or write it with `*` where it need not be there.',
  },
  MR7003: {
    fault: 'user',
    title: 'rule matches nothing',
    mend: 'Remove the rule, or correct what it matches.',
  },
  MR7004: {
    fault: 'user',
    title: 'setting cannot depend on what the rule matches',
    mend: 'Move the setting into a rule of its own, without that key under `match`.',
  },
  MR7005: {
    fault: 'user',
    title: 'fallback would lose rows',
    mend: 'Take the fallback away or say `fallback: none` in a later rule, or read without `new_only`: files that were read once are not read again.',
  },
  MR7006: {
    fault: 'user',
    title: 'no such node to explain the policy of',
    mend: 'Name a node of the document.',
  },
  MR7010: {
    fault: 'resource',
    title: 'attempt took too long',
    mend: 'Give it more time under `timeout`, or find out what it waits for.',
  },
  MR7011: {
    fault: 'resource',
    title: 'not tried, for it failed too often',
    mend: 'Mend what fails; it is tried again when `breaker.open_for` has passed.',
  },
  MR7012: {
    fault: 'resource',
    title: 'not tried, for too much waits already',
    mend: 'Run less at the same time, or raise `bulkhead.max_queued`.',
  },
  MR7020: {
    fault: 'resource',
    title: 'output was left as it is',
    mend: 'Mend what failed, then run again; the other outputs were published.',
  },
  MR7030: {
    fault: 'resource',
    title: 'hook failed',
    mend: 'Check its address or command; the run itself is not affected.',
  },
} as const satisfies Record<string, CatalogueEntry>;

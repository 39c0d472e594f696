/** Codes of faults of rows: a single node can be named for them, and their sentences show values. */
export const rowFaults: ReadonlySet<string> = new Set([
  'MR4004',
  'MR4005',
  'MR4008',
  'MR4009',
  'MR4012',
  'MR4013',
  'MR4014',
  'MR4015',
  'MR4016',
  'MR4024',
  'MR4025',
]);

const find = (results, id, contender) =>
  results.find((result) => result.id === id && result.contender === contender);

const SLACK = 0.4;
const RATIO = 1.1;

const CONTRACT_RATIO = 1.35;
const NUMBERED_RATIO = 2.1;
const SEMANTIC_RATIO = 1.5;

/** The same rules, the bad rows kept with their reasons instead of thrown away. */
const contract = (results, contender, most, what) => {
  const [own, sql] = [find(results, 'f', contender), find(results, 'f', 'sql')];
  if (!own || !sql) return [];
  const ratio = own.seconds / sql.seconds;
  return [{ what, measured: `${ratio.toFixed(2)} ×`, limit: `${most} ×`, reached: ratio <= most }];
};

const contracts = (results) => [
  ...contract(
    results,
    'millrace',
    CONTRACT_RATIO,
    `(f) at most ${CONTRACT_RATIO} × SQL that throws bad rows away`,
  ),
  ...contract(
    results,
    'millrace-record-numbers',
    NUMBERED_RATIO,
    `(f) with record numbers at most ${NUMBERED_RATIO} × that SQL`,
  ),
  ...contract(
    results,
    'millrace-semantic',
    SEMANTIC_RATIO,
    `(f) with two semantic types at most ${SEMANTIC_RATIO} × that SQL`,
  ),
];

const bySql = (results, id) => {
  const [own, sql] = [find(results, id, 'millrace'), find(results, id, 'sql')];
  if (!own || !sql) return [];
  const limit = sql.seconds * RATIO + SLACK;
  const what = `(${id}) at most ${RATIO} × SQL + ${SLACK} s`;
  return [
    {
      what,
      measured: `${own.seconds.toFixed(2)} s`,
      limit: `${limit.toFixed(2)} s`,
      reached: own.seconds <= limit,
    },
  ];
};

const MILLION = 1_000_000;

/** Rows in a second of the whole run, the start of the command and of its processes among it. */
const rate = (results, scale, id, contender, least) => {
  const own = find(results, id, contender);
  if (!own) return [];
  const rows = (5 * scale * MILLION) / own.seconds;
  const what = `(${id}) ${contender}: rows a second`;
  return [
    {
      what,
      measured: `${(rows / MILLION).toFixed(2)} M`,
      limit: `${(least / MILLION).toFixed(1)} M`,
      reached: rows >= least,
    },
  ];
};

const timesFaster = (results, id, contender, times) => {
  const [own, other] = [find(results, id, 'millrace'), find(results, id, contender)];
  if (!own || !other) return [];
  const factor = other.seconds / own.seconds;
  const what = `(${id}) ${times} × as fast as ${contender}`;
  return [{ what, measured: `${factor.toFixed(2)} ×`, limit: `${times} ×`, reached: factor >= times }];
};

const functions = (results, scale) => [
  ...rate(results, scale, 'g', 'millrace', 1.5 * MILLION),
  ...rate(results, scale, 'g', 'millrace-row-wise', MILLION),
  ...rate(results, scale, 'h', 'millrace', 5 * MILLION),
  ...rate(results, scale, 'i', 'millrace', 25 * MILLION),
  ...timesFaster(results, 'g', 'millrace-one-process', 1.4),
  ...timesFaster(results, 'j', 'millrace-one-process', 1.7),
  ...timesFaster(results, 'g', 'csv-parse', 10),
];

const faster = (results, contender, times) => {
  const [own, other] = [find(results, 'b', 'millrace'), find(results, 'b', contender)];
  if (!own || !other) return [];
  const factor = other.seconds / own.seconds;
  const what = `(b) ${times} × faster than ${contender}`;
  return [{ what, measured: `${factor.toFixed(1)} ×`, limit: `${times} ×`, reached: factor >= times }];
};

const memory = (results, id, megabytes) => {
  const own = find(results, id, 'millrace');
  if (!own) return [];
  const measured = own.peak / 1e6;
  const what = `(${id}) peak memory under a bound of 512 MB`;
  return [
    { what, measured: `${measured.toFixed(0)} MB`, limit: `${megabytes} MB`, reached: measured < megabytes },
  ];
};

const readOnce = (results) => {
  const own = find(results, 'd', 'millrace');
  if (!own?.scans) return [];
  const what = '(d) reads its input once';
  return [{ what, measured: `${own.scans} ×`, limit: '1 ×', reached: own.scans === 1 }];
};

/** What was promised, and whether it is kept. Limits on memory hold at scale 10, those beside libraries at scale 1. */
export const judged = (results, scale) => [
  ...['a', 'b', 'c', 'd', 'e'].flatMap((id) => bySql(results, id)),
  ...contracts(results),
  ...faster(results, 'csv-parse', 10),
  ...faster(results, 'papaparse', 3),
  ...(scale >= 10 ? [...memory(results, 'b', 350), ...memory(results, 'e', 900)] : []),
  ...readOnce(results),
  ...functions(results, scale),
];

export const printLimits = (judgements) => {
  console.log('');
  console.table(judgements);
};

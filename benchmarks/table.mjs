const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;

const ratio = (value, base) => (base > 0 ? `${(value / base).toFixed(2)}×` : '');

const rowsOf = (results) => {
  const sql = results.find(({ contender }) => contender === 'sql');
  return results.map(({ contender, seconds, cpu, peak }) => [
    contender,
    `${seconds.toFixed(2)} s`,
    ratio(seconds, sql?.seconds),
    `${cpu.toFixed(2)} s`,
    megabytes(peak),
  ]);
};

const line = (cells) => `| ${cells.join(' | ')} |`;

/** A Markdown table of one piece of work. */
export const tableOf = (results) => {
  const [first] = results;
  if (!first) return '';
  return [
    `\n### (${first.id}) ${first.what}\n`,
    line(['contender', 'time', 'to SQL', 'CPU', 'peak memory']),
    '|---|--:|--:|--:|--:|',
    ...rowsOf(results).map(line),
  ].join('\n');
};

/** A document with the stores `raw` (`./data`) and `out` (`./out`); `nodes` is indented by two already. */
export const documentOf = (nodes: string, before = ''): string => `millrace: 1
pipeline: cases
${before}resources:
  stores:
    raw: { folder: ./data }
    out: { folder: ./out }
nodes:
${nodes}`;

/** Reads `raw://in.csv` as "rows". */
export const reading = `  rows:
    use: read_csv
    with: { path: raw://in.csv }
`;

/** Writes the node of that name to `out://out.csv`. */
export const writing = (from: string): string => `  result:
    use: write_csv
    from: ${from}
    with: { path: out://out.csv }
`;

/** Merges the rows of `raw://in.csv` into `out://all.parquet`. */
export const merging = (options: string): string =>
  documentOf(
    `${reading}  result:\n    use: write_parquet\n    from: rows\n    with: { path: out://all.parquet, mode: merge${options} }\n`,
  );

/** One node between a reading and a writing one; `config` stands in flow or block style after `with:`. */
export const between = (use: string, config: string, before = ''): string =>
  documentOf(
    `${reading}  middle:\n    use: ${use}\n    from: rows\n    with:${config}\n${writing('middle')}`,
    before,
  );

/** Reads, and writes what was read. */
export const copying = documentOf(`${reading}${writing('rows')}`);

export const someRows = 'id,name,amount\n1,Ada,10.5\n2,Grace,20\n3,Linus,\n';

/** A project that runs well: `copying` and its rows. */
export const sound = { 'pipeline.yaml': copying, 'data/in.csv': someRows } as const;

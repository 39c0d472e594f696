import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { query } from '../support/duckdb.js';
import { project } from '../support/project.js';
import { csvRows, workbookOf } from '../support/workbook.js';

const start = (kind: 'read_csv' | 'read_xlsx', text: string, config = '') => {
  const name = kind === 'read_csv' ? 'sales.csv' : 'sales.xlsx';
  const document = `millrace: 1
pipeline: years
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  sales:
    use: ${kind}
    with: { path: "raw://${name}"${config} }
  result:
    use: write_parquet
    from: sales
    with: { path: out://result.parquet }
`;
  const data = kind === 'read_csv' ? text : workbookOf({ Sales: csvRows(text) });
  return project({ 'pipeline.yaml': document, [name]: data });
};

const SALES = 'Gebiet,2022,2023,2024\nnorth,10,20,30\nsouth,11,21,31\n';
const OPEN = 'Gebiet,2024\nnorth,1200\nsouth,3400\n';

describe.each(['read_csv', 'read_xlsx'] as const)('years in the first row: %s', (kind) => {
  test('are names of columns, and the record says why', async () => {
    const at = await start(kind, SALES);
    const { code, err } = await millrace(at, ['run', 'pipeline.yaml']);
    expect(code, err).toBe(0);
    const { rows } = await query(
      `select column_name from (describe from '${at.path('out/result.parquet')}')`,
    );
    expect(rows.flat()).toEqual(['Gebiet', '2022', '2023', '2024']);
    const { out } = await millrace(at, ['runs', 'latest', '--json']);
    const { decisions } = JSON.parse(out) as {
      decisions: { about: string; evidence: string; pin: unknown }[];
    };
    expect(decisions.filter(({ about }) => about === 'header')).toEqual([
      expect.objectContaining({
        action: 'proceed',
        evidence: expect.stringContaining('years in sequence (2022, 2023, 2024)'),
        pin: { header: true },
      }),
    ]);
  });

  test('stop the run where they may be values, until the document says', async () => {
    const { code, err } = await millrace(await start(kind, OPEN), ['run', 'pipeline.yaml']);
    expect(code).not.toBe(0);
    expect(err).toContain('MR4030');
    expect(err).toContain('`header: true`');
    const at = await start(kind, OPEN, ', header: true');
    expect((await millrace(at, ['run', 'pipeline.yaml'])).code).toBe(0);
    const { rows } = await query(`select * from '${at.path('out/result.parquet')}'`);
    expect(rows).toHaveLength(2);
  });
});

import { documentOf } from '../support/document.js';
import { type Project, project } from '../support/project.js';

/** Two stages: a filter and a derived column are fused into the one that writes, and a check looks at them. */
export const document = documentOf(`  rows:
    use: read_csv
    with: { path: raw://rows.csv }
  late:
    use: filter
    from: rows
    with: { where: delay > 15 }
  hours:
    use: derive
    from: late
    with: { columns: { hours: delay / 60.0 } }
  out:
    use: write_parquet
    from: hours
    with: { path: out://late.parquet }
`);

const SECRET = 'Zanzibar';

export const secret = SECRET;

export const delays = (text = document): Promise<Project> =>
  project({
    'pipeline.yaml': text,
    'data/rows.csv': `id,town,delay\n1,${SECRET},14\n2,${SECRET},16\n3,${SECRET},90\n`,
  });

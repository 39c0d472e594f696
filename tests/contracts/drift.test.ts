import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { copying } from '../support/document.js';
import { project } from '../support/project.js';

describe('drift against the last run', () => {
  test('is told by column, with what was and what is', async () => {
    const at = await project({ 'pipeline.yaml': copying, 'data/in.csv': 'id,name,amount\n1,Ada,10\n' });
    expect((await millrace(at, ['run', 'pipeline.yaml'])).err).not.toContain('drift');
    expect((await millrace(at, ['run', 'pipeline.yaml'])).err).not.toContain('drift');
    await at.write({ 'data/in.csv': 'id,amount,note\n1,ten,x\n' });
    const { err, code } = await millrace(at, ['run', 'pipeline.yaml']);
    expect(code).toBe(0);
    expect(err).toContain('drift rows: column "name" (VARCHAR) is missing');
    expect(err).toContain('drift rows: column "amount" was BIGINT, is VARCHAR');
    expect(err).toContain('drift rows: new column "note" (VARCHAR)');
    const { out } = await millrace(at, ['report', 'latest', '-o', '-']);
    expect(out).toContain('<h2');
    expect(out).toContain('In the last run');
  });

  test('is told from the last run that succeeded, and of the file, whatever a contract makes of it', async () => {
    const contracted = copying.replace(
      '  result:',
      '    contract: { columns: { id: { type: integer } }, rows: { min: 1 } }\n  result:',
    );
    const at = await project({ 'pipeline.yaml': contracted, 'data/in.csv': 'id,name\n1,Ada\n' });
    await millrace(at, ['run', 'pipeline.yaml']);
    await at.write({ 'data/in.csv': 'id,names\nx,Ada\n' });
    expect((await millrace(at, ['run', 'pipeline.yaml'])).code).toBe(3);
    await at.write({ 'data/in.csv': 'id,names\n1.5,Ada\n2,Bob\n' });
    const { err } = await millrace(at, ['run', 'pipeline.yaml']);
    expect(err).toContain('drift rows: column "id" was BIGINT, is DOUBLE');
    expect(err).toContain('new column "names"');
  });
});

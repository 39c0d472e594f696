import { describe, expect, it } from 'vitest';
import { millrace } from '../support/cli.js';
import { project } from '../support/project.js';
import { debug, orders } from './support.js';

describe('a script', () => {
  it('prints each command and what it gave, in 80 columns', async () => {
    const { out, code } = await debug(await orders(), [
      'continue large',
      'print orders limit 2',
      'step 1',
      'diff large',
      'schema',
      'quit',
    ]);
    expect(code).toBe(0);
    expect(out.replace(/\d\.\d\d s/g, 'TIME')).toMatchInlineSnapshot(`
      "> continue large
      orders.read (read_csv, before its contract): 8 rows in TIME
      countries (read_csv): 3 rows in TIME
      orders.typed (cast as its contract asks): 8 rows in TIME
      orders (held to its contract): 5 rows, 3 to quarantine in TIME
      large (filter): 4 rows in TIME
      next: taxed
      > print orders limit 2
      orders: 5 rows, 2 of them shown (from row 1 to 2)
        row  id  country  amount  email
          1   1  DE        10.00  a•••@•••
          2   2  FR        20.50  b•••@•••
        masked (--reveal shows them): email
      > step 1
      taxed (derive): rows 1 to 1 of 4 of large; * is new or changed
        row       id  country     amount  email  domain
          1  in    1  DE         10.00    •••    •••
             out   1  DE       11.9000 *  •••    ••• *
        domain from email
        masked (--reveal shows them): email, domain
      > diff large
      large: 5 rows of orders in, 4 rows out
          1 row left out
      > schema
      taxed: 5 columns
        id       INTEGER
        country  VARCHAR
        amount   DECIMAL(13,4)
        email    VARCHAR        classified: values are masked
        domain   VARCHAR        classified: values are masked
      > quit
      "
    `);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('may stand in a file, with comments', async () => {
    const at = await orders();
    await at.write({ 'script.txt': '# the first node\n\nnext\r\nlist\n' });
    const { out, code } = await millrace(at, ['debug', 'pipeline.yaml', '--script', 'script.txt']);
    expect(code).toBe(0);
    expect(out).toContain('> next\norders.read (read_csv, before its contract): 8 rows');
    expect(out).toMatch(/ -> {2}countries/);
  });

  it('gives one JSON object for each command', async () => {
    const { out } = await debug(await orders(), ['next', '', 'print', 'continue'], ['--json']);
    const objects = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(objects.map(({ line, command }) => [line, command])).toEqual([
      [1, 'next'],
      [3, 'print'],
      [4, 'continue'],
    ]);
    expect(objects[1].shown.rows[0].slice(0, 3)).toEqual(['1', 'DE', '10']);
    expect(objects[2].end.record.status).toBe('succeeded');
  });

  it('ends at a command that fails, with its line', async () => {
    const { code, out, err } = await debug(await orders(), ['next', 'pritn orders', 'next'], ['--json']);
    expect(code).toBe(2);
    expect(err).toContain('standard input:2:1');
    expect(err).toContain('did you mean "print"?');
    const objects = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(objects).toHaveLength(2);
    expect(objects[1]).toMatchObject({ line: 2, problems: [{ code: 'MR6011' }] });
  });
});

describe('wrong input', () => {
  it.each([
    ['nxet', 'MR6011', 'did you mean "next"?', '1:1'],
    ['print lrge', 'MR6012', 'did you mean "large"?', '1:7'],
    ['print large', 'MR6013', '"large" has not run yet', '1:1'],
    ['print', 'MR6014', 'no node has run yet', '1:1'],
    ['print orders.read limit many', 'MR6014', '"many" is not a whole number', '1:25'],
    ['print orders.read were id = 1', 'MR6014', 'were', '1:19'],
    ['print orders.read where', 'MR6014', 'the condition is missing', '1:19'],
    ['step large 0', 'MR6014', '"0" is not a whole number', '1:12'],
    ['break where id = 1', 'MR6014', 'the node is missing', '1:7'],
    ['delete 3', 'MR6014', 'there is no breakpoint 3', '1:1'],
    ['delete', 'MR6014', 'whole number', '1:7'],
    ['list all', 'MR6014', 'all', '1:6'],
    ['help me', 'MR6011', '"me"', '1:6'],
    ['quarantine', 'MR6013', 'no contract has seen rows yet', '1:1'],
    ['break large where amont > 3', 'MR2104', 'did you mean "amount"?', '1:19'],
    ['break large where amount', 'MR2', 'BOOLEAN', '1:19'],
    ['break large where amount >', 'MR2101', '', '1:'],
    ["break large where id in (select id from read_csv('x'))", 'MR2', '', '1:'],
    ['break large where $most > 3', 'MR2', 'most', '1:'],
  ])('%s', async (text, code, says, at) => {
    const seen = await debug(await orders(), [text]);
    expect(seen.err).toContain(`error[${code}`);
    expect(seen.err).toContain(says);
    expect(seen.err).toContain(`standard input:${at}`);
    expect(seen.code).toBe(2);
  });

  it('is a script that is not there, or JSON without one', async () => {
    const at = await orders();
    const missing = await millrace(at, ['debug', 'pipeline.yaml', '--script', 'nowhere.txt']);
    expect(missing).toMatchObject({ code: 2 });
    expect(missing.err).toContain('nowhere.txt');
    const json = await millrace(at, ['debug', 'pipeline.yaml', '--json']);
    expect(json).toMatchObject({ code: 2 });
    expect(json.err).toContain('--script');
  });

  it('is a document that does not hold: nothing is started', async () => {
    const at = await project({ 'pipeline.yaml': 'millrace: 1\n' });
    const { code, err } = await debug(at, ['next']);
    expect(code).toBe(2);
    expect(err).toContain('error[');
  });
});

describe('without a terminal', () => {
  it('and without a script it says what to do', async () => {
    const { code, err } = await millrace(await orders(), ['debug', 'pipeline.yaml']);
    expect(code).toBe(2);
    expect(err).toContain('error[MR6010]');
    expect(err).toContain('--script');
  });
});

import { describe, expect, it } from 'vitest';
import { exampleProject } from '../support/example.js';
import { last, orders, perform, sessionOf } from './support.js';

describe('the nodes of a document', () => {
  it('are listed with the parts that a contract makes of them, in words', async () => {
    const session = await sessionOf(await orders());
    const { nodes } = await last(session, 'list', 'list');
    expect(nodes.map(({ node, work, state }) => [node, work, state])).toEqual([
      ['orders.read', 'read_csv, before its contract', 'next'],
      ['countries', 'read_csv', 'waiting'],
      ['orders.typed', 'cast as its contract asks', 'waiting'],
      ['orders', 'held to its contract', 'waiting'],
      ['large', 'filter', 'waiting'],
      ['taxed', 'derive', 'waiting'],
      ['named', 'join', 'waiting'],
      ['by_country.raw', 'aggregate, before its contract', 'waiting'],
      ['by_country', 'held to its contract', 'waiting'],
      ['enough', 'check', 'waiting'],
      ['out', 'write_csv', 'waiting'],
    ]);
  });

  it('run one at a time, each with its rows', async () => {
    const session = await sessionOf(await orders());
    const { ran, next } = await last(session, 'next', 'next');
    expect(ran.map(({ node, rows, state }) => [node, rows, state])).toEqual([['orders.read', 8, 'done']]);
    expect(next).toBe('countries');
    const through = await last(session, 'continue', 'c orders');
    expect(through.ran.at(-1)).toMatchObject({ node: 'orders', rows: 5, quarantined: 3 });
    expect(through.next).toBe('large');
  });

  it('are those of the document, with all of their columns, and with --as-planned those of the plan', async () => {
    const at = await exampleProject('bird-strikes');
    const asWritten = await last(await sessionOf(at), 'schema', 'schema reports');
    expect(asWritten.columns).toHaveLength(14);
    const asPlanned = await last(await sessionOf(at, { asPlanned: true }), 'schema', 'schema reports');
    expect(asPlanned.columns.map(({ name }) => name)).toEqual([
      'Flight Date',
      'Phase of flight',
      'Wildlife Species',
      'Cost Total $',
    ]);
  });
});

describe('rows', () => {
  it('are printed with their numbers, those that satisfy a condition, as many as asked for', async () => {
    const session = await sessionOf(await orders());
    const all = await last(session, 'print', 'continue orders', 'print');
    expect(all).toMatchObject({ node: 'orders', matching: 5, of: 5 });
    const some = await last(session, 'print', 'p orders WHERE amount >= 2 * $least limit 2');
    expect(some).toMatchObject({ matching: 3, of: 5 });
    expect(some.shown.numbers).toEqual([2, 3]);
    expect(some.shown.rows.map(([id]) => id)).toEqual([2, 6]);
  });

  it('of a node that has none are those of the node that it reads', async () => {
    const session = await sessionOf(await orders());
    const printed = await last(session, 'print', 'continue', 'print out');
    expect(printed.node).toBe('by_country');
    expect(printed.note).toContain('"out" has no rows of its own');
  });

  it('are sampled from all over a node, the same ones each time', async () => {
    const session = await sessionOf(await exampleProject('bird-strikes'));
    const first = await last(session, 'sample', 'next', 'sample reports 5');
    const again = await last(session, 'sample', 'sample reports 5');
    expect(again).toEqual(first);
    const numbers = first.shown.numbers ?? [];
    expect(numbers).toHaveLength(5);
    expect(numbers.map((number) => Math.ceil(number / 2000))).toEqual([1, 2, 3, 4, 5]);
  });

  it('of a column called as a number of rows or `rowid` are those of the column', async () => {
    const at = await orders();
    await at.write({
      'data/countries.csv': 'code,name,rowid,number of the row\nDE,Germany,77,a\nFR,France,78,b\n',
    });
    const session = await sessionOf(at);
    const { shown } = await last(session, 'print', 'next', 'next', 'print countries where rowid = 78');
    expect(shown.numbers).toEqual([2]);
    expect(shown.rows).toEqual([['FR', 'France', 78, 'b']]);
  });
});

describe('a step', () => {
  it('into a filter shows what becomes of each row, and goes on where it left off', async () => {
    const session = await sessionOf(await orders());
    const first = await last(session, 'step', 'continue orders', 'step 4');
    if (!('steps' in first)) throw new Error('rows of the input are expected');
    expect(first).toMatchObject({ node: 'large', from: 'orders', of: 5 });
    expect(first.steps.map(({ number, outputs }) => [number, outputs.length])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 0],
    ]);
    const second = await last(session, 'step', 's large 4');
    expect('steps' in second && second.steps.map(({ number }) => number)).toEqual([5]);
    const { nodes } = await last(session, 'list', 'list');
    expect(nodes.find(({ node }) => node === 'large')?.state).toBe('next');
  });

  it('marks what is new and what is changed', async () => {
    const session = await sessionOf(await orders());
    const stepped = await last(session, 'step', 'continue large', 'step 1');
    if (!('steps' in stepped)) throw new Error('rows of the input are expected');
    expect(stepped.steps[0]?.outputs[0]?.changed).toEqual(['amount', 'domain']);
    expect(stepped.steps[0]?.outputs[0]?.row[2]).toBe('11.9000');
  });

  it('into a join shows the partners of each left row', async () => {
    const session = await sessionOf(await orders());
    const stepped = await last(session, 'step', 'continue taxed', 'step 2');
    if (!('steps' in stepped)) throw new Error('rows of the input are expected');
    expect(stepped.steps.map(({ outputs }) => outputs[0]?.row.at(-1))).toEqual(['Germany', 'France']);
  });

  it('into a node that makes many rows of one tells the first of them', async () => {
    const session = await sessionOf(await exampleProject('earthquakes'));
    const stepped = await last(session, 'step', 'next', 'step');
    if (!('steps' in stepped)) throw new Error('rows of the input are expected');
    expect(stepped.steps.map(({ outputs, isCut }) => [outputs.length, isCut])).toEqual([[10, true]]);
  });

  it('into a node that needs all of its rows runs it, and shows its rows batch by batch', async () => {
    const session = await sessionOf(await exampleProject('bird-strikes'));
    const first = await last(session, 'step', 'continue sane', 'step 100');
    expect(first).toMatchObject({ node: 'by_species_and_phase', of: 166 });
    const second = await last(session, 'step', 'step 100');
    expect('shown' in second && second.shown.rows).toHaveLength(66);
    const { nodes } = await last(session, 'list', 'list');
    expect(nodes.find(({ node }) => node === 'by_species_and_phase')?.state).toBe('done');
  });
});

describe('the difference that a node makes', () => {
  it('is columns that are new, gone or of another type, and values', async () => {
    const session = await sessionOf(await orders());
    const diff = await last(session, 'diff', 'continue taxed', 'diff');
    expect(diff).toMatchObject({
      before: [{ node: 'large', rows: 4 }],
      rows: 4,
      added: [{ name: 'domain', type: 'VARCHAR' }],
      gone: [],
      retyped: [{ column: 'amount', was: 'DECIMAL(10,2)', now: 'DECIMAL(13,4)' }],
      lost: [],
    });
    expect(diff.values).toContainEqual({ column: 'amount', changed: 4, share: 1 });
    expect(diff.values).toContainEqual({ column: 'id', changed: 0, share: 0 });
  });

  it('is rows that left, by the reason', async () => {
    const session = await sessionOf(await orders());
    const contract = await last(session, 'diff', 'continue orders', 'diff');
    expect(contract.lost).toEqual([
      { reason: 'to quarantine', rows: 3 },
      { reason: 'country: asked for one of DE, FR, NO', rows: 1 },
      { reason: 'amount: asked for a value of type DECIMAL(10,2)', rows: 1 },
      { reason: 'email: asked for a value of type email', rows: 1 },
    ]);
    const filter = await last(session, 'diff', 'next', 'diff large');
    expect(filter.lost).toEqual([{ reason: 'left out', rows: 1 }]);
    const join = await last(session, 'diff', 'continue named', 'diff');
    expect(join.lost).toEqual([{ reason: 'c: without a partner', rows: 1 }]);
  });
});

describe('what else can be asked for', () => {
  it('is the rows that broke a contract, the statement of a node, and the help of a command', async () => {
    const session = await sessionOf(await orders());
    const { nodes } = await last(session, 'quarantine', 'continue orders', 'quarantine orders 1');
    expect(nodes.map(({ contract, rows }) => [contract.quarantined, rows.length])).toEqual([[3, 1]]);
    expect((await last(session, 'sql', 'sql')).sql).toContain('from "orders"');
    expect((await last(session, 'help', 'help break')).about?.usage).toBe('break [NODE [WHERE condition]]');
  });

  it('is what was decided', async () => {
    const at = await orders();
    await at.write({ 'data/countries.csv': 'code;name\nDE;Germany\nFR;Fr\u00e4nce\n' });
    const session = await sessionOf(at);
    const { decisions } = await last(session, 'decisions', 'decisions countries');
    expect(decisions.map(({ about, chosen }) => [about, chosen])).toContainEqual(['delimiter', 'semicolon']);
  });

  it('is nothing for a line that is empty or a comment', async () => {
    const session = await sessionOf(await orders());
    expect(await perform(session, '', '   ', '# next')).toEqual([]);
  });
});

import { describe, expect, expectTypeOf, it } from 'vitest';
import { createBuilder, type Document, type FromInput } from '../index.js';
import { brief, problemsFrom } from '../testing/documents.js';

interface Kinds {
  readonly read_csv: { readonly path: string; readonly header?: boolean };
  readonly filter: { readonly where: string };
  readonly union: { readonly by_name?: boolean };
}

const { pipeline } = createBuilder<Kinds>();
const flights = pipeline('late').node('flights', 'read_csv', { path: 'raw://a.csv' });

describe('a pipeline written in TypeScript', () => {
  it('is the document', () => {
    const document = pipeline('late', { description: 'd', owner: 'o', tags: ['a', 7] })
      .params({ minutes: { type: 'integer', default: 15 } })
      .params({ big: { type: 'integer', min: 9007199254740993n } })
      .resources({ memory: '1GB' })
      .resources({ stores: { raw: { folder: './data' } } })
      .node('flights', 'read_csv', { path: 'raw://a.csv' })
      .node('late', 'filter', { where: 'delay > $minutes' }, 'flights', { description: 'late ones' })
      .node('every', 'union', undefined, ['late', 'flights.quarantined'])
      .node('more', 'union', {}, { a: 'every', b: 'late' })
      .test({ name: 't', given: { flights: [{ delay: 1, note: null }] }, expect: {} })
      .build();
    expect(document).toEqual({
      millrace: 1,
      pipeline: 'late',
      description: 'd',
      owner: 'o',
      tags: ['a', '7'],
      params: {
        minutes: { type: 'integer', default: '15' },
        big: { type: 'integer', min: '9007199254740993' },
      },
      resources: { memory: '1GB', stores: { raw: { folder: './data' } } },
      nodes: {
        flights: { use: 'read_csv', with: { path: 'raw://a.csv' } },
        late: {
          use: 'filter',
          description: 'late ones',
          from: 'flights',
          with: { where: 'delay > $minutes' },
        },
        every: { use: 'union', from: ['late', 'flights.quarantined'] },
        more: { use: 'union', from: { a: 'every', b: 'late' }, with: {} },
      },
      tests: [{ name: 't', given: { flights: [{ delay: '1', note: null }] }, expect: {} }],
    });
  });

  it('is never changed by what comes after', () => {
    const before = flights.build();
    flights.node('late', 'filter', { where: 'x' }, 'flights');
    expect(flights.build()).toEqual(before);
  });

  it('is checked as any document is, when it is built', () => {
    const act = () => pipeline('late flights').node('select', 'union', {}).build();
    expect(problemsFrom(act).map(brief)).toEqual([
      'MR1024 - the name "late flights" is not valid',
      'MR1025 - the node name "select" is an SQL keyword',
    ]);
  });

  it('has no two nodes of a name', () => {
    expect(problemsFrom(() => flights.node('flights', 'union', {})).map(brief)).toEqual([
      'MR1003 - the pipeline has a node "flights" already',
    ]);
  });
});

describe('the types of a pipeline', () => {
  it('know the nodes that were added before', () => {
    expectTypeOf(flights.build()).toEqualTypeOf<Document>();
    expectTypeOf<'flights'>().toExtend<FromInput<'flights' | 'late'>>();
    expectTypeOf<'flights.quarantined'>().toExtend<FromInput<'flights' | 'late'>>();
    expectTypeOf<readonly ['late', 'flights']>().toExtend<FromInput<'flights' | 'late'>>();
    expectTypeOf<{ readonly f: 'late' }>().toExtend<FromInput<'flights' | 'late'>>();
    expectTypeOf<'nowhere'>().not.toExtend<FromInput<'flights' | 'late'>>();
    expectTypeOf<string>().not.toExtend<FromInput<'flights' | 'late'>>();
  });

  it('refuse what does not fit', () => {
    // @ts-expect-error: there is no such node before it
    flights.node('late', 'filter', { where: 'x' }, 'fligths');
    // @ts-expect-error: a node does not read itself
    flights.node('late', 'filter', { where: 'x' }, 'late');
    // @ts-expect-error: neither in a list
    flights.node('late', 'filter', { where: 'x' }, ['flights', 'nowhere']);
    // @ts-expect-error: nor by an alias
    flights.node('late', 'filter', { where: 'x' }, { f: 'nowhere' });
    // @ts-expect-error: there is no such kind
    flights.node('late', 'filtr', { where: 'x' }, 'flights');
    // @ts-expect-error: the kind has no such key
    flights.node('late', 'filter', { were: 'x' }, 'flights');
    // @ts-expect-error: the kind needs its config
    flights.node('late', 'filter', undefined, 'flights');
    // @ts-expect-error: rows are given for nodes that there are
    flights.test({ name: 't', given: { nowhere: [] }, expect: {} });
    // @ts-expect-error: there is no such type
    flights.params({ a: { type: 'int' } });
    expect(true).toBe(true);
  });
});

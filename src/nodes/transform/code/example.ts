import type { Example } from '../../../kit/index.js';

export const example: Example = {
  document: `millrace: 1
pipeline: words-of-notes
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: read_csv
    with: { path: raw://orders.csv }
  counted:
    use: code
    from: orders
    with: { module: ./count-words.js }
  out:
    use: write_csv
    from: counted
    with: { path: out://orders.csv }
tests:
  - name: counts the words of each note
    given:
      orders:
        - { id: 1, note: leave at the door }
        - { id: 2, note: null }
    expect:
      counted:
        - { id: 1, note: leave at the door, words: 4 }
        - { id: 2, note: null, words: 0 }
`,
  files: {
    'orders.csv': 'id,note\n1,leave at the door\n2,\n',
    'count-words.js': `import { defineTransform } from 'millrace/kit';

export default defineTransform({
  reads: { note: 'varchar' },
  writes: { words: 'integer' },
  map: ({ note }) => ({
    words: note.values.map((text) => (text === null ? 0 : text.trim().split(/\\s+/).length)),
  }),
});
`,
  },
};

import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ConversionTask, Converted, Decision } from '../../kit/index.js';
import { chosenRecords } from './choose.js';
import { type Layout, layoutOf } from './columns.js';
import { xmlEncoding } from './encoding.js';
import { recordsAsCsv } from './records.js';
import { merged, type Shape } from './shape.js';
import { surveyed } from './survey.js';

/** Whether an element repeats is known of this file only: another may have one of it in each record. */
const listsDecision = ({ lists }: Layout, asked: readonly string[]): readonly Decision[] =>
  lists.every((name) => asked.includes(name))
    ? []
    : [
        {
          about: 'lists',
          action: 'proceed',
          chosen: `${lists.join(', ')} as JSON`,
          evidence: 'there are several of them in one record',
          alternatives: [],
          pin: { lists: [...new Set([...asked, ...lists])] },
        },
      ];

/** A delivery without a record, such as `<orders/>`. */
const withoutRecords = ({ local }: Shape): Converted => ({
  files: [],
  decisions: [
    {
      about: 'records',
      action: 'proceed',
      chosen: 'no row',
      evidence: `its root, /${local}, is empty`,
      alternatives: [],
    },
  ],
});

/**
 * Turns the records of an XML document into a CSV file. It is read twice: what its records are like, and then what is in
 * them, so that all have the same columns.
 */
export const convertXml = async (task: ConversionTask<'xml'>): Promise<Converted> => {
  const encoding = await xmlEncoding(task);
  const document = await surveyed(task, encoding);
  const [root] = document.children.values();
  if (root && root.children.size === 0 && root.attributes.size === 0 && !root.hasText)
    return withoutRecords(root);
  const { shapes, decisions } = chosenRecords(task, document);
  const { lists: asked = [] } = task.options;
  const layout = layoutOf(merged(shapes), asked);
  const path = join(task.folder, 'records.csv');
  await pipeline(
    Readable.from(recordsAsCsv(task, encoding, { document, records: shapes, layout })),
    createWriteStream(path),
  );
  return {
    files: [{ path, name: task.name }],
    decisions: [...encoding.decisions, ...decisions, ...listsDecision(layout, asked)],
  };
};

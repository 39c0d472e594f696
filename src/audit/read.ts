import { failure } from '../base/errors/index.js';
import { linesOfTrail } from './folder/lines.js';
import { listSegments } from './folder/places.js';
import { type AuditRecord, recordFrom } from './record.js';

/** A line of a trail, and its record where it is one. */
export interface ReadLine {
  readonly line: Buffer;
  readonly record: AuditRecord;
}

/**
 * The records of a trail in order, as many at a time as were read at once.
 *
 * @throws MR8803 where a line is no record, MR8808 where there is no trail
 */
export async function* readRecords(folder: string): AsyncGenerator<readonly ReadLine[]> {
  if ((await listSegments(folder).catch(() => [])).length === 0)
    throw failure('MR8808', `there is no audit trail in "${folder}"`);
  for await (const { lines, segment } of linesOfTrail(folder))
    yield lines.map((line) => {
      const record = recordFrom(line);
      if (record) return { line, record };
      throw failure('MR8803', 'a line is no record: it was changed', {
        dataFile: segment.path,
        mend: 'See `millrace audit verify`.',
      });
    });
}

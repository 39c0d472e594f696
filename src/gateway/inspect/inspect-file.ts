import { createHash } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from '../../base/once.js';
import type { FileType } from '../file-type.js';
import type { Inspection, InspectionTask } from '../inspection.js';
import { agreedType, shown } from './agree.js';
import { createBudget } from './archive/budget.js';
import { checks } from './checks.js';
import { type Content, fileBytes, peeked } from './content.js';
import type { Context, InspectionTools } from './context.js';
import { HEAD, otherThan } from './magic.js';
import { isRefusal, refuse } from './refuse.js';

/** Bytes of a file that are hashed as they pass; `finish` takes what was not asked for. */
const hashing = (path: string) => {
  const hash = createHash('sha256');
  let at = 0;
  const from = async function* (start: number): AsyncGenerator<Buffer> {
    for await (const piece of fileBytes(path, start)) {
      hash.update(piece);
      at += piece.length;
      yield piece;
    }
  };
  const bytes = from(0);
  return {
    bytes,
    finish: async (): Promise<string> => {
      await bytes.return(undefined);
      for await (const _ of from(at));
      return hash.digest('hex');
    },
  };
};

/** Bytes in which viewers look for the mark of PDF: they pass over what stands before it. */
const PDF_WITHIN = 1024;

const checkContent = async (
  type: FileType,
  content: Content,
  context: Context,
): Promise<number | undefined> => {
  const { head, bytes } = await peeked(content.bytes, HEAD);
  if (head.length === 0) refuse('MR8208', `"${content.name}" is empty`);
  if (head.subarray(0, PDF_WITHIN).includes('%PDF-'))
    refuse('MR8203', `"${content.name}" is not ${type}: programs take it for PDF`);
  const other = await otherThan(type, head);
  if (other !== undefined)
    refuse('MR8203', `"${content.name}" is not ${type}: by its first bytes it is ${other}`);
  return checks[type]({ ...content, bytes }, context);
};

const contextFor = async (
  task: InspectionTask,
  tools: InspectionTools,
  folder: () => Promise<string>,
): Promise<Context> => ({
  ...tools,
  accept: task.accept,
  archives: task.archives,
  budget: createBudget(task.archives, (await stat(task.path)).size),
  depth: 0,
  folder,
  member: async (content, context) => {
    await checkContent(agreedType({ clientName: content.name, accept: context.accept }), content, context);
  },
});

type Found = Omit<Inspection, 'sha256'>;

const look = async (task: InspectionTask, content: Content, context: Context): Promise<Found> => {
  try {
    const type = agreedType(task);
    const records = await checkContent(type, content, context);
    return { type, problems: [], ...(records === undefined ? {} : { records }) };
  } catch (thrown) {
    if (isRefusal(thrown)) return { problems: thrown.problems };
    throw thrown;
  }
};

/**
 * Looks at the whole of a file: whether its declared type, the extension of its name and its content are one, and let in.
 * It parses what strangers sent: call it in a process of its own.
 *
 * @throws where it could not be done; what is wrong with the file is in `problems`
 */
export const inspectFile = async (task: InspectionTask, tools: InspectionTools): Promise<Inspection> => {
  const folder = once(() => mkdtemp(join(tmpdir(), 'millrace-inspect-')));
  let isMade = false;
  const make = (): Promise<string> => {
    isMade = true;
    return folder();
  };
  const { bytes, finish } = hashing(task.path);
  try {
    const content = { name: shown(task.clientName), path: task.path, bytes };
    const found = await look(task, content, await contextFor(task, tools, make));
    return { ...found, sha256: await finish() };
  } finally {
    if (isMade) await rm(await folder(), { recursive: true, force: true });
  }
};

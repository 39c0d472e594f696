import { type ExportFormat, exportAudit } from '../../../app/audit/export.js';
import { proveAudit, proveAuditSince } from '../../../app/audit/prove.js';
import { verifyAudit, verifyAuditExtension, verifyAuditProof } from '../../../app/audit/verify.js';
import { exitCodeFor, exitCodes, failure } from '../../../base/errors/index.js';
import type { Action } from '../../command.js';
import { printProblems } from '../../failure.js';
import { extensionText, proofText, trailText } from './draw.js';

const surplus = (word: string) =>
  failure('MR6004', `"${word}" is one word too many`, {
    mend: 'Give at most one folder of a trail, as the last word; see `millrace audit --help`.',
  });

/** The folder, which is the last word if there is one. */
const folderOf = ([folder, ...rest]: readonly string[]): { readonly folder?: string } => {
  if (rest[0] !== undefined) throw surplus(rest[0]);
  return folder === undefined ? {} : { folder };
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** `millrace audit verify [FOLDER]`. */
const verify: Action = async ({ wiring, terminal }, words, options) => {
  const { checkpoint, key, proof, outputs } = options as {
    readonly checkpoint?: readonly string[];
    readonly key?: string;
    readonly proof?: string;
    readonly outputs?: true;
  };
  const isJson = options['json'] === true;
  if (proof !== undefined) {
    const [kept] = checkpoint ?? [];
    const proved =
      kept === undefined
        ? await verifyAuditProof(wiring, proof, key)
        : await verifyAuditExtension(wiring, proof, kept, key);
    const draw = 'record' in proved ? proofText(proved) : extensionText(proved);
    terminal.out(isJson ? json(proved) : draw);
    return exitCodes.done;
  }
  const found = await verifyAudit(wiring, {
    ...folderOf(words),
    ...(checkpoint ? { checkpoints: checkpoint } : {}),
    ...(key === undefined ? {} : { key }),
    ...(outputs ? { outputs } : {}),
  });
  const { problems, ...value } = found;
  terminal.out(isJson ? json(value) : trailText(found));
  printProblems(terminal, problems);
  return exitCodeFor(problems);
};

/** `millrace audit export [FOLDER]`. */
const exported: Action = async ({ wiring, terminal }, words, options) => {
  const { since, until, actor, action: done } = options as Readonly<Record<string, string | undefined>>;
  const asked = {
    ...folderOf(words),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(actor === undefined ? {} : { actor }),
    ...(done === undefined ? {} : { action: done }),
    format: options['format'] as ExportFormat,
  };
  const records = await exportAudit(wiring, asked, terminal.out);
  if (records === 0)
    terminal.err(
      'No record is like that: see `millrace audit export` without options for those there are.\n',
    );
  return exitCodes.done;
};

/** `millrace audit prove N [FOLDER]`, or `prove since CHECKPOINT [FOLDER]`. */
const prove: Action = async ({ wiring, terminal }, [number = '', ...words]) => {
  const [checkpoint, ...rest] = words;
  const forms =
    'Write `millrace audit prove N`, where N is the number of a record, or `millrace audit prove since FILE` with a checkpoint that was kept.';
  if (number === '') throw failure('MR6003', 'there is nothing that is to be proved', { mend: forms });
  if (number === 'since') {
    if (checkpoint === undefined)
      throw failure('MR6003', 'the checkpoint is missing after "since"', { mend: forms });
    terminal.out(await proveAuditSince(wiring, checkpoint, folderOf(rest).folder));
    return exitCodes.done;
  }
  if (!/^\d{1,15}$/.test(number))
    throw failure('MR6004', `"${number}" is not the number of a record`, {
      mend: 'Records count from 0; `millrace audit export` shows the `number` of each.',
    });
  terminal.out(await proveAudit(wiring, Number(number), folderOf(words).folder));
  return exitCodes.done;
};

const actions: Readonly<Record<string, Action>> = { verify, export: exported, prove };

/** `millrace audit verify|export|prove`. */
export const action: Action = async (context, [what = '', ...words], options) =>
  (actions[what] ?? verify)(context, words, options);

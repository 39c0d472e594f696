import { MillraceError, problemsOf } from '../../base/errors/index.js';
import type { AuditEntry, AuditLog } from '../../kit/index.js';
import type { Wiring } from '../wiring.js';
import { actorOf } from './actor.js';
import { makeTrailHome, type Near, type ProjectTrail, projectTrail } from './project-trail.js';

/** What goes on record of something that is done: who does it, and how it ended, is added. */
export interface Audited extends Pick<AuditEntry, 'action' | 'resource' | 'columns' | 'trace' | 'details'> {
  readonly near: Near;
}

/** What is known of it once it is done. */
export type Told = Partial<
  Pick<AuditEntry, 'columns' | 'rows' | 'details' | 'resource' | 'outcome' | 'code'>
>;

/** Opened late: a project without access rules needs none of it. */
const withLog = async (wiring: Wiring, trail: ProjectTrail, work: (log: AuditLog) => Promise<unknown>) => {
  const { openAuditLog } = await import('../../audit/index.js');
  const { MILLRACE_AUDIT_KEY: keyFile, MILLRACE_AUDIT_SEND_TO: sendTo } = wiring.environment;
  await makeTrailHome(trail);
  const log = await openAuditLog({
    folder: trail.folder,
    clock: wiring.clock,
    origin: `millrace/${trail.name}`,
    onProblems: (problems) => wiring.onWarnings?.(problems),
    ...(keyFile ? { keyFile } : {}),
    ...(sendTo ? { sendTo } : {}),
  });
  try {
    await work(log);
  } finally {
    await log.close();
  }
};

/** Writes one entry, to the trail of the wiring or of the project. */
const write = async (wiring: Wiring, trail: ProjectTrail | undefined, entry: AuditEntry): Promise<void> => {
  if (wiring.audit) await wiring.audit.append(entry);
  else if (trail) await withLog(wiring, trail, (log) => log.append(entry));
};

const entryOf = (wiring: Wiring, { near: _, ...what }: Audited, told: Told): AuditEntry => ({
  actor: actorOf(wiring),
  // Whoever may use the files is let in by the operating system.
  decision: 'allow',
  policies: [],
  outcome: 'succeeded',
  ...what,
  ...told,
});

const failed = (thrown: unknown): Told => {
  const code = problemsOf(thrown)[0]?.code;
  return { outcome: 'failed', ...(code === undefined ? {} : { code }) };
};

/** Both are told, that it failed and that this is not on record. */
const withFault = (thrown: unknown, fault: unknown): MillraceError =>
  new MillraceError([...problemsOf(thrown), ...problemsOf(fault)], { cause: thrown });

/**
 * Does something, and has it on record who did before anybody is told of it: what cannot be put on record is not shown.
 * Nothing is written where no project with access rules is near, and the wiring has no trail.
 *
 * @param told what the result adds to the record: how many rows, which columns
 * @throws what the work throws; MR88xx where the record cannot be written
 */
export const audited = async <T>(
  wiring: Wiring,
  what: Audited,
  work: () => Promise<T>,
  told: (result: T) => Told = () => ({}),
): Promise<T> => {
  const trail = wiring.audit ? undefined : await projectTrail(wiring, what.near);
  if (!trail && !wiring.audit) return work();
  let result: T;
  try {
    result = await work();
  } catch (thrown) {
    await write(wiring, trail, entryOf(wiring, what, failed(thrown))).catch((fault: unknown) => {
      throw withFault(thrown, fault);
    });
    throw thrown;
  }
  await write(wiring, trail, entryOf(wiring, what, told(result)));
  return result;
};

import { hostname, userInfo } from 'node:os';
import type { AuditEntry } from '../../kit/index.js';
import type { Wiring } from '../wiring.js';

/** A user without a name is told by its number. */
const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
};

/** Who has something done: as the wiring says, or else whoever the operating system says that this process is of. */
export const actorOf = ({ actor, command }: Pick<Wiring, 'actor' | 'command'>): AuditEntry['actor'] => {
  if (actor) return actor;
  const name = userName();
  return {
    id: name,
    name,
    roles: [],
    authentication: { method: 'command', id: command === undefined ? 'millrace' : `millrace ${command}` },
    from: { address: hostname() },
  };
};

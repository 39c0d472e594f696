import type { HostileFile } from '../file.js';
import { active } from './active.js';
import { bombs } from './bombs.js';
import { eicar } from './eicar.js';
import { encrypted } from './encrypted.js';
import { links } from './links.js';
import { malformed } from './malformed.js';
import { mismatch } from './mismatch.js';
import { polyglots } from './polyglots.js';
import { traversal } from './traversal.js';
import { types } from './types.js';

export { EICAR } from './eicar.js';
export { type HostileName, hostileNames } from './names.js';

/** Files of which none may ever be promoted. Those without a code are refused by a scanner alone. */
export const hostileFiles: readonly HostileFile[] = [
  ...eicar,
  ...bombs,
  ...traversal,
  ...links,
  ...encrypted,
  ...mismatch,
  ...polyglots,
  ...types,
  ...active,
  ...malformed,
];

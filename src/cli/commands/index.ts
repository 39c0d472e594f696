import type { CommandDefinition } from '../command.js';
import { access } from './access/index.js';
import { audit } from './audit/index.js';
import { backfill } from './backfill/index.js';
import { clean } from './clean/index.js';
import { debug } from './debug/index.js';
import { explain } from './explain/index.js';
import { init } from './init/index.js';
import { login } from './login/index.js';
import { logout } from './logout/index.js';
import { nodes } from './nodes/index.js';
import { password } from './password/index.js';
import { policy } from './policy/index.js';
import { profile } from './profile/index.js';
import { quarantine } from './quarantine/index.js';
import { report } from './report/index.js';
import { run } from './run/index.js';
import { runs } from './runs/index.js';
import { schedule } from './schedule/index.js';
import { schema } from './schema/index.js';
import { serve } from './serve/index.js';
import { tap } from './tap/index.js';
import { test } from './test/index.js';
import { token } from './token/index.js';
import { top } from './top/index.js';
import { trace } from './trace/index.js';
import { types } from './types/index.js';
import { upload } from './upload/index.js';
import { validate } from './validate/index.js';

/** The commands, in the order in which help lists them. */
export const commands: readonly CommandDefinition[] = [
  run,
  serve,
  upload,
  login,
  logout,
  token,
  password,
  schedule,
  backfill,
  validate,
  explain,
  policy,
  access,
  profile,
  trace,
  test,
  debug,
  runs,
  top,
  tap,
  report,
  quarantine,
  clean,
  audit,
  nodes,
  types,
  schema,
  init,
];

/** Commands of the design that are not built. */
export const notBuiltCommands: ReadonlySet<string> = new Set('fmt diff worker'.split(' '));

/** Options of the design that are not built. */
export const notBuiltOptions: ReadonlySet<string> = new Set('--env --analyze'.split(' '));

import type { HostileFile } from '../file.js';
import { CSV, ORDERS } from './describe.js';

/** A name that a client may give, of which the bytes are good: it is data, and must never become a path. */
export interface HostileName extends HostileFile {
  /** Whether its extension is that of a table, so that the file itself may pass under a name of ours. */
  readonly mayPass: boolean;
}

const named = (about: string, name: string, mayPass = true): HostileName => ({
  class: 'name',
  about,
  name,
  declaredType: CSV,
  bytes: () => Buffer.from(ORDERS),
  mayPass,
});

export const hostileNames: readonly HostileName[] = [
  named('out of the folder', '../orders.csv'),
  named('far out', '../../../../../../etc/cron.d/orders.csv'),
  named('absolute', '/etc/orders.csv'),
  named('by backslashes', '..\\..\\orders.csv'),
  named('with a drive', 'C:\\Windows\\orders.csv'),
  named('on another machine', '\\\\host\\share\\orders.csv'),
  named('with NUL', 'orders.exe\0.csv'),
  named('cut off by NUL', 'orders.csv\0.exe', false),
  named('with a line end', 'orders\r\nSet-Cookie: a=b\r\n.csv'),
  named('turned round', 'orders\u202evsc.exe', false),
  named('turned round, a table', 'orders\u202efdp.csv'),
  named('with a mark of direction', '\u200forders.csv'),
  named('a device of Windows', 'CON', false),
  named('a device of Windows with an extension', 'CON.csv'),
  named('a port of Windows', 'lpt1.csv'),
  named('of 300 bytes', `${'a'.repeat(296)}.csv`),
  named('of 300 characters past ASCII', `${'\u00e9'.repeat(296)}.csv`),
  named('two extensions', 'orders.csv.exe', false),
  named('two extensions, the other way', 'orders.exe.csv'),
  named('two extensions of a page', 'orders.php.csv'),
  named('a stream of Windows', 'orders.csv::$DATA', false),
  named('with a dot at its end', 'orders.csv.', false),
  named('with a space at its end', 'orders.csv ', false),
  named('an extension alone', '.csv'),
  named('dots alone', '..', false),
  named('empty', '', false),
  named('an option of a command', '-rf.csv'),
  named('a command', '$(reboot).csv'),
  named('a query', "a'; drop table uploads; --.csv"),
  named('a page', '<img src=x onerror=alert(1)>.csv'),
  named('encoded', '%2e%2e%2forders.csv'),
  named('a template', '{{7*7}}.csv'),
];

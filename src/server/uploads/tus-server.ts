import { Server } from '@tus/server';
import { type ErrorCode, problem } from '../../base/errors/index.js';
import { PROBLEM_JSON, problemDetails } from '../problem-details.js';

/** What the library says itself, by its status. */
const codes: Readonly<Record<number, ErrorCode>> = {
  404: 'MR8103',
  409: 'MR8105',
  410: 'MR8103',
  423: 'MR8106',
};

const isJson = (body: string): boolean => body.startsWith('{');

/** The library that speaks tus, with problem details in place of its plain sentences. */
export class TusServer extends Server {
  override write(...[context, headers, status, body = '']: Parameters<Server['write']>) {
    if (status < 400) return super.write(context, headers, status, body);
    headers.set('Content-Type', PROBLEM_JSON);
    if (status === 412) headers.set('Tus-Version', '1.0.0');
    const said = problem(codes[status] ?? 'MR8002', body.trim() || 'a request that tus does not know');
    const details = { ...problemDetails([said], this.options.path), status };
    return super.write(context, headers, status, isJson(body) ? body : JSON.stringify(details));
  }
}

import { Readable } from 'node:stream';
import { shutOut } from '../../app/service/guarded/reading.js';

/** Milliseconds after which it is asked anew whether more may be sent. */
const ASKED_EVERY = 500;

async function* allowed(source: Readable, mayStill: () => Promise<boolean>): AsyncGenerator<Buffer> {
  let asked = performance.now();
  for await (const chunk of source) {
    if (performance.now() - asked > ASKED_EVERY) {
      if (!(await mayStill())) throw shutOut();
      asked = performance.now();
    }
    yield chunk as Buffer;
  }
}

/** What is sent for long, and is broken off once it may no longer be. */
export const whileAllowed = (source: Readable, mayStill: () => Promise<boolean>): Readable =>
  Readable.from(allowed(source, mayStill), { objectMode: false });

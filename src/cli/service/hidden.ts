import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { failure } from '../../base/errors/index.js';
import type { Conversation } from '../terminal.js';

/** Asks for a line that is not shown while it is typed. Throws MR9002 where the person leaves. */
export const askHidden = (
  { keyboard, screen }: Conversation,
  question: string,
  what = 'token',
): Promise<string> =>
  new Promise((resolve, reject) => {
    const silent = new Writable({ write: (_, __, done) => done() });
    const lines = createInterface({ input: keyboard, output: silent, terminal: true, historySize: 0 });
    let answer: string | undefined;
    screen.write(question);
    lines.once('line', (line) => {
      answer = line;
      lines.close();
    });
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => {
      screen.write('\n');
      if (answer === undefined)
        reject(
          failure('MR9002', `no ${what} was given`, { mend: `Run it again once you have the ${what}.` }),
        );
      else resolve(answer);
    });
  });

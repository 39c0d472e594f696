import { literal, type Outcome } from '../../kit/index.js';
import type { Session } from './session.js';

/** What the engine says, without the kind of its error. */
const SAID = /^(?:[A-Za-z ]+ Error: )?(.+)/;

/** Lets the engine take a regular expression once, for what it takes is a dialect of its own. */
export const checkPattern = async (session: Session, text: string): Promise<Outcome<string>> => {
  try {
    await session.rows(`select regexp_full_match('', ${literal(text).text})`);
    return { ok: true, value: text };
  } catch (thrown) {
    const said = SAID.exec(thrown instanceof Error ? thrown.message : String(thrown))?.[1] ?? '';
    return {
      ok: false,
      fault: {
        code: 'MR2119',
        message: `the pattern is no regular expression: ${said}`,
        notes: ['patterns are those of RE2: without look-around and references back'],
      },
    };
  }
};

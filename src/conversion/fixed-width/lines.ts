/** A line of a file, with its number from 1. */
export interface Line {
  readonly text: string;
  readonly number: number;
}

/** Characters past which a line is none: files of records without line ends are, and those that are no text. */
export const LONGEST_LINE = 1_000_000;

const ENDS = /\r\n|\n|\r/;

/**
 * The lines of a text that comes in pieces, several at a time. They end with LF, CRLF or CR.
 *
 * @param onLong called with the number of a line that does not end
 */
export const linesOf = async function* (
  pieces: AsyncIterable<string>,
  onLong: (line: number) => never,
): AsyncGenerator<readonly Line[]> {
  let rest = '';
  let number = 0;
  const numbered = (text: string): Line => {
    number += 1;
    if (text.length > LONGEST_LINE) onLong(number);
    return { text, number };
  };
  for await (const piece of pieces) {
    const text = rest + piece;
    // Of a CR at the end nobody knows yet whether a LF follows.
    const isOpen = text.endsWith('\r');
    const found = (isOpen ? text.slice(0, -1) : text).split(ENDS);
    rest = `${found.pop() ?? ''}${isOpen ? '\r' : ''}`;
    if (rest.length > LONGEST_LINE) onLong(number + found.length + 1);
    yield found.map(numbered);
  }
  const last = rest.endsWith('\r') ? rest.slice(0, -1) : rest;
  if (last !== '' || rest !== '') yield last.split(ENDS).map(numbered);
};

/** The lines without those at the start and at the end that are no records; blank ones at the end are not counted. */
export const between = async function* (
  lines: AsyncIterable<readonly Line[]>,
  { skip, footer, isBlank }: { skip: number; footer: number; isBlank: (text: string) => boolean },
): AsyncGenerator<readonly Line[]> {
  let held: readonly Line[] = [];
  for await (const some of lines) {
    const all = [...held, ...some.filter(({ text, number }) => number > skip && !isBlank(text))];
    const ready = Math.max(0, all.length - footer);
    held = all.slice(ready);
    yield all.slice(0, ready);
  }
};

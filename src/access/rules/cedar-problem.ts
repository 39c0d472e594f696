import type { DetailedError } from '@cedar-policy/cedar-wasm/nodejs';
import { nearest } from '../../base/diagnostics/suggest.js';
import type { ProblemDetails } from '../../base/errors/index.js';
import { accessActions } from '../../kit/access.js';
import type { SourceText } from '../../spec/lines.js';

/** Cedar counts bytes, from where the text began that it was given. */
const indexOf = (text: string, from: number, bytes: number): number =>
  from + Buffer.from(text.slice(from)).subarray(0, bytes).toString().length;

/** Cedar names any action that is near, another one each time; we the nearest. */
const actionNear = ({ message }: DetailedError): string | undefined => {
  const [, written] = /unrecognized action `[^`]*Action::"([^"`]*)"`/.exec(message) ?? [];
  const found = written === undefined ? undefined : nearest(written, accessActions);
  return found === undefined ? undefined : `did you mean \`Millrace::Action::"${found}"\`?`;
};

/** Where something is that Cedar complains of, and what it says of it. */
export const detailsOf = (lines: SourceText, error: DetailedError, from: number): ProblemDetails => {
  const [at] = error.sourceLocations ?? [];
  const span = at && {
    start: indexOf(lines.text, from, at.start),
    end: indexOf(lines.text, from, at.end),
  };
  const label =
    at?.label ?? actionNear(error) ?? (error.help?.startsWith('did you mean') ? error.help : undefined);
  const isSaid = error.help?.startsWith('did you mean') && label !== undefined;
  const notes = error.help && !isSaid && error.help !== label ? [error.help] : [];
  return { ...(span ? { place: lines.place(span) } : {}), ...(label ? { label } : {}), notes };
};

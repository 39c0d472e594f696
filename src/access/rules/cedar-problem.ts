import type { DetailedError } from '@cedar-policy/cedar-wasm/nodejs';
import type { ProblemDetails } from '../../base/errors/index.js';
import type { SourceText } from '../../spec/lines.js';

/** Cedar counts bytes, from where the text began that it was given. */
const indexOf = (text: string, from: number, bytes: number): number =>
  from + Buffer.from(text.slice(from)).subarray(0, bytes).toString().length;

/** Where something is that Cedar complains of, and what it says of it. */
export const detailsOf = (lines: SourceText, error: DetailedError, from: number): ProblemDetails => {
  const [at] = error.sourceLocations ?? [];
  const span = at && {
    start: indexOf(lines.text, from, at.start),
    end: indexOf(lines.text, from, at.end),
  };
  const label = at?.label ?? (error.help?.startsWith('did you mean') ? error.help : undefined);
  const notes = error.help && error.help !== label ? [error.help] : [];
  return { ...(span ? { place: lines.place(span) } : {}), ...(label ? { label } : {}), notes };
};

import type { Place } from '../../base/errors/index.js';

/** The text that a place marks. */
export const marked = (place: Place | undefined): string | undefined =>
  place?.lineText.slice(place.column - 1, place.column - 1 + place.length);

import type { Path, SourceMap } from '../parsed.js';

/** Where the value at a path of a document really stands: in which source, and at which path there. */
export type Route = (path: Path) => readonly [SourceMap, Path];

/** Places of a document that was put together from several texts. */
export const routedSource = (file: string, route: Route): SourceMap => ({
  file,
  keyPlace: (path) => {
    const [map, own] = route(path);
    return map.keyPlace(own);
  },
  valuePlace: (path) => {
    const [map, own] = route(path);
    return map.valuePlace(own);
  },
  textPlace: (path, offset, length) => {
    const [map, own] = route(path);
    return map.textPlace(own, offset, length);
  },
  sourceText: (path) => {
    const [map, own] = route(path);
    return map.sourceText(own);
  },
});

import { type Decision, MASK } from '../kit/index.js';

/** Decisions whose evidence shows lines or values of the file; that of others tells of characters and counts. */
const showing = new Set(['preamble', 'footer', 'tables', 'quotes', 'header', 'values']);

/** A decision without values of columns that a contract classifies; a line of the file may hold any of them. */
export const maskedDecision = (decision: Decision, classified: readonly string[]): Decision => {
  const { about, column, evidence } = decision;
  const isSafe =
    column !== undefined && !classified.some((name) => name.toLowerCase() === column.toLowerCase());
  if (classified.length === 0 || isSafe || !showing.has(about)) return decision;
  return { ...decision, evidence: evidence.replace(/".*"|(?<=(is|is in|begins with): ).*/s, MASK) };
};

export { addressText, type ClamdAddress } from './address.js';
export { type ClamdOptions, createClamdScanner } from './clamd.js';
export { noScanner } from './none.js';
export { statusProblems } from './problems.js';

export { type Checkpoint, openCheckpoint } from './note/checkpoint.js';
export { type Verifier, verifierFrom } from './note/key.js';
export { type AuditLimits, type AuditLogOptions, openAuditLog } from './open.js';
export { type ReadLine, readRecords } from './read.js';
export { type AuditRecord, hashOfLine } from './record.js';
export { type Extended, proveExtension, verifyExtension } from './verify/extension.js';
export type { Finding } from './verify/finding.js';
export { type Proved, proveRecord, verifyProof } from './verify/prove.js';
export { type NoteFile, type TrailVerification, verifyTrail } from './verify/verify-trail.js';

export { secretOf } from './identity-checks.js';
export { serviceJsonSchema } from './json-schema.js';
export { isLoopback } from './loopback.js';
export { type ParsedService, parseService, serviceWithoutFile } from './parse.js';
export type { ServiceDocument } from './schema.js';
export { type Rate, rateOf, type ScannerAddress, scannerAddressOf } from './texts.js';

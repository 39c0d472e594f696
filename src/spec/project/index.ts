export type { AccessDeclaration } from './access.js';
export { projectJsonSchema } from './json-schema.js';
export { type ParsedProject, parseProject } from './parse-project.js';
export type { ProjectFile } from './schema.js';
export { withProject } from './with-project.js';

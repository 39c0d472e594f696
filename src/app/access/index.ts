export { ADMINISTRATOR_ROLES } from './administrator.js';
export { brokenRules, isOfBrokenRules, rulesFailure } from './broken-rules.js';
export { type FreshRules, freshRules } from './fresh-rules.js';
export { type AccessRules, loadRules, type PersonRights, type RulesFrom } from './rules.js';

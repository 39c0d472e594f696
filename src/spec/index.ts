export { type Adapt, type AdaptMode, adaptations, adaptModeFor } from './adapt.js';
export { createBuilder, type PipelineBuilder } from './builder/builder.js';
export type {
  CellInput,
  ConfigInput,
  FromInput,
  HeadInput,
  NodeInput,
  NodeRef,
  ParamInput,
  RowInput,
  ScalarInput,
  TestInput,
  Written,
} from './builder/input.js';
export { type Document, documentSchema, type NodeSpec, nodeSchema } from './document.js';
export { flowText } from './flow-text.js';
export { documentHash } from './hash.js';
export { insertContract } from './insert-contract.js';
export type { IssueContext } from './issue/context.js';
export { problemsOfIssues } from './issue/issues.js';
export { nodeName, pipelineName, SOURCE_TEXT, scalarText } from './names.js';
export { type BoundParam, bindParams, type GivenParams } from './param/bind.js';
export { type ParamSpec, type ParamType, paramTypes } from './params.js';
export { fromValue, parseDocument } from './parse.js';
export type { ParsedDocument, Path, ProjectUse, SourceMap } from './parsed.js';
export {
  durationOf,
  durationText,
  type Hook,
  type Match,
  millisecondsOf,
  type PolicyRule,
  policyRuleSchema,
} from './policies/index.js';
export {
  type AccessDeclaration,
  type ParsedProject,
  type ProjectFile,
  parseProject,
  projectJsonSchema,
  withProject,
} from './project/index.js';
export { bytesOf, type Resources, sizeText } from './resources.js';
export { retext, type SourceTextOf } from './retext.js';
export { type ExpectationChange, rewriteExpectations } from './rewrite.js';
export { cronTimes, cronTimesBefore, unknownZone } from './schedule/cron.js';
export { scheduleStoreProblems } from './schedule/problems.js';
export { type PartitionUnit, type Schedule, seconds } from './schedule/schema.js';
export type { JsonSchema } from './schema/convert.js';
export { type KindSchema, pipelineJsonSchema } from './schema/json-schema.js';
export { type DocumentPath, setValue } from './set-value.js';
export { type ReadShared, withSharedContracts } from './shared-contracts.js';
export { sqlKeywords } from './sql-keywords.js';
export { type Environment, substituteEnvironment } from './substitution/substitute.js';
export type { TestCell, TestRow, TestSpec } from './tests.js';
export { type Trigger, uploadChannel } from './trigger/schema.js';

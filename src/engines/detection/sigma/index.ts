export type * from './ast.ts';
export { type CompiledRule, type CompileOptions, compileRule, isRejection, type Witness } from './compile.ts';
export { duration } from './duration.ts';
export { rejection, SigmaError } from './errors.ts';
export { type CompiledFilter, compileFilter } from './filter.ts';
export { parseSigma } from './parse.ts';
export { createIndex, type RuleIndex } from './rule-index.ts';

export { checkMessages } from './check/index.ts';
export { type CompileOptions, compile } from './compile.ts';
export {
  childOf,
  type Difference,
  type DocumentKind,
  differences,
  documentMessages,
  type Entry,
  type ListNode,
  type MapNode,
  type Node,
  readDocument,
  type ScalarNode,
  textOf,
  toData,
  validateDocument,
} from './document/index.ts';
export {
  type Disassembly,
  disassemble,
  type EmitOptions,
  type Emitted,
  emitBounded,
  emitMessages,
  emitPlan,
  type ModuleFault,
  type ModuleFunction,
  printDisassembly,
  type ReadModule,
  readModule,
} from './emit/index.ts';
export { expressionMessages } from './expression/index.ts';
export { type Formatted, formatDocument } from './format/index.ts';
export { printPlan } from './plan/index.ts';
export { FIGURE_CODES, type ReviewFigures, review, reviewFigures, reviewMessages } from './review/index.ts';
export {
  type CompiledCondition,
  type CompiledScenario,
  compileCondition,
  compileScenario,
  type GivenText,
  scenarioMessages,
} from './scenario/index.ts';
export {
  type CheckedText,
  type Completion,
  type CompletionKind,
  checkText,
  completionsAt,
  definitionAt,
  type EditedKind,
  type Finding,
  type FoundPlace,
  type Hover,
  hoverAt,
  type Inspection,
  type InspectionContext,
  inspectText,
  type NameKind,
  type OutlineItem,
  outlineOf,
  type Place,
  type Reference,
  type Renaming,
  referencesAt,
  renamableAt,
  renameAt,
  type Subject,
  subjectAt,
} from './service/index.ts';
export { type Allowed, hear, silenceMessages } from './silence/index.ts';

export { checkMessages } from './check/index.ts';
export { type CompileOptions, compile } from './compile.ts';
export {
  childOf,
  type DocumentKind,
  documentMessages,
  type Entry,
  entryOf,
  type ListNode,
  type MapNode,
  type Node,
  nearest,
  readDocument,
  type ScalarNode,
  spanWithin,
  textOf,
  toData,
  validateDocument,
} from './document/index.ts';
export { expressionMessages, parseExpression, printExpression } from './expression/index.ts';
export { printPlan } from './plan/index.ts';

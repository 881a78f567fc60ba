export type {
  Ast,
  AstKind,
  AstLength,
  AstLimit,
  AstReverses,
  AstReview,
  AstSettle,
  AstTarget,
  AstTrigger,
  AstWindow,
  BinaryOperator,
  Clauses,
  ComparisonOperator,
  DurationUnit,
  Identifier,
} from './ast.ts';
export { childrenOf } from './children.ts';
export { expressionMessages } from './messages.ts';
export {
  type Parsed,
  parseExpression,
  parseLength,
  parseLimit,
  parseReverses,
  parseReview,
  parseSettle,
  parseTarget,
  parseTrigger,
} from './parse.ts';
export {
  printExpression,
  printLength,
  printLimit,
  printReverses,
  printReview,
  printSettle,
  printTarget,
  printTrigger,
} from './print.ts';
export { isReserved, type ReservedWord, reservedWords } from './words.ts';

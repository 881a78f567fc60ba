export { nearest } from '../../schema/index.ts';
export { textOf, toData } from './data.ts';
export { documentMessages } from './messages.ts';
export type { Entry, ListNode, MapNode, Node, ScalarNode } from './node.ts';
export { childOf, spanWithin } from './node.ts';
export type { ReadDocument } from './read.ts';
export { readDocument } from './read.ts';
export type { DocumentKind } from './validate.ts';
export { validateDocument } from './validate.ts';

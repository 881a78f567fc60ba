import { childOf, readDocument, textOf } from '../../compiler/index.ts';
import type { Aim } from '../contract/index.ts';

/** What a program says it is for, and how often it is looked at again; as far as the document can be read. */
export function aimOf(program: string): Aim {
  const { root } = readDocument(program);
  const revisit = childOf(root, 'revisit');
  return {
    purpose: textOf(childOf(root, 'purpose')),
    revisit: revisit?.kind === 'scalar' && revisit.text !== '' ? revisit.text : undefined,
  };
}

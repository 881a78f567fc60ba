import type { DocumentKind } from '../contract/index.ts';

/** More than any document; a larger file was meant for something else. */
export const MOST_BYTES = 2_000_000;

export type ReadDocument =
  | { readonly kind: DocumentKind; readonly text: string }
  /** The page as it was saved somewhere else. */
  | { readonly kind: 'page'; readonly text: string }
  | { readonly kind: 'mapping' | 'unknown' | 'large' };

/** What a file of the editor holds, by its first keys. */
export async function readDocument(file: Blob): Promise<ReadDocument> {
  if (file.size > MOST_BYTES) return { kind: 'large' };
  const text = await file.text();
  if (text.trimStart().startsWith('{"kizuna"')) return { kind: 'page', text };
  const [, kind] = /^(program|tests|scenario|mapping)\s*:/m.exec(text) ?? [];
  switch (kind) {
    case 'program':
    case 'tests':
    case 'scenario':
      return { kind, text };
    case 'mapping':
      return { kind };
    default:
      return { kind: 'unknown' };
  }
}

import type { CST } from 'yaml';

/** What the tokens of a document show before any node is made. */
export interface TokenWalk {
  readonly deepest: { readonly depth: number; firstBeyond(limit: number): number };
  readonly features: readonly {
    readonly kind: 'anchor' | 'alias' | 'tag' | 'directive';
    readonly token: { readonly offset: number; readonly source: string };
  }[];
  /** Offsets of `>` or `|` that were not meant to start a block of text. */
  readonly symbols: readonly number[];
  /** Where the plain text that starts at an offset ends, when it starts with a sign. */
  scalarEnd(offset: number): number | undefined;
  /** The innermost bracket or quotation mark that was still open just before an offset. */
  openedAt(offset: number): { readonly sign: string; readonly at: number } | undefined;
}

interface Open {
  readonly sign: string;
  readonly at: number;
  readonly end: number;
}

/** Walks all tokens without recursion: a document may be nested as deep as it is long. */
export function walkTokens(tokens: readonly CST.Token[]): TokenWalk {
  const features: {
    kind: 'anchor' | 'alias' | 'tag' | 'directive';
    token: { offset: number; source: string };
  }[] = [];
  const symbols: number[] = [];
  const opens: Open[] = [];
  const ends = new Map<number, number>();
  const depths: { depth: number; offset: number }[] = [];
  let depth = 0;
  const marks = (list: readonly CST.SourceToken[] | undefined) => {
    for (const token of list ?? []) {
      if (token.type === 'anchor' || token.type === 'tag') features.push({ kind: token.type, token });
    }
  };
  const stack: { token: CST.Token; depth: number }[] = tokens.map((token) => ({ token, depth: 0 })).reverse();
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { token } = top;
    if (top.depth > depth) depths.push({ depth: top.depth, offset: token.offset });
    depth = Math.max(depth, top.depth);
    switch (token.type) {
      case 'directive':
        // `%YAML 1.2` says nothing new; any other directive would.
        if (!/^%YAML 1\.2\s*$/.test(token.source)) features.push({ kind: 'directive', token });
        break;
      case 'document':
        marks(token.start);
        if (token.value) stack.push({ token: token.value, depth: 1 });
        break;
      case 'scalar':
        // Most begin with a letter that needs no look into the tables of Unicode.
        if (/^[^A-Za-z\d]/.test(token.source) && /^[^\p{L}\p{N}]/u.test(token.source))
          ends.set(token.offset, token.offset + token.source.length);
        break;
      case 'alias':
        features.push({ kind: 'alias', token });
        break;
      case 'block-scalar':
        if (!isBlockHeader(token)) symbols.push(token.offset);
        break;
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
        opens.push({
          sign: token.source.slice(0, 1),
          at: token.offset,
          end: token.offset + token.source.length,
        });
        break;
      case 'flow-collection': {
        const close = token.end.find((end) => end.type === 'flow-map-end' || end.type === 'flow-seq-end');
        opens.push({
          sign: token.start.source,
          at: token.offset,
          end: close?.offset ?? Number.POSITIVE_INFINITY,
        });
        for (const item of token.items) marks(item.start);
        pushItems(token.items, top.depth, stack, marks);
        break;
      }
      case 'block-map':
      case 'block-seq':
        for (const item of token.items) marks(item.start);
        pushItems(token.items, top.depth, stack, marks);
        break;
      default:
        break;
    }
  }
  features.sort((a, b) => a.token.offset - b.token.offset);
  return {
    deepest: {
      depth,
      firstBeyond: (limit) => depths.find((entry) => entry.depth > limit)?.offset ?? 0,
    },
    features,
    symbols,
    scalarEnd: (offset) => ends.get(offset),
    openedAt(offset) {
      let best: Open | undefined;
      for (const open of opens) {
        if (open.at < offset && open.end >= offset && (best === undefined || open.at > best.at)) best = open;
      }
      return best;
    },
  };
}

function pushItems(
  items: readonly CST.CollectionItem[],
  depth: number,
  stack: { token: CST.Token; depth: number }[],
  marks: (list: readonly CST.SourceToken[] | undefined) => void,
): void {
  for (let i = items.length - 1; i >= 0; i -= 1) {
    const item = items[i];
    marks(item?.sep);
    if (item?.value) stack.push({ token: item.value, depth: depth + 1 });
    if (item?.key) stack.push({ token: item.key, depth: depth + 1 });
  }
}

/** `|`, `>-`, `|2` and the like, followed by nothing but a comment. */
function isBlockHeader(token: CST.BlockScalar): boolean {
  const [head, ...rest] = token.props;
  if (head === undefined || !('source' in head)) return false;
  if (!/^[|>](?:[1-9][+-]?|[+-][1-9]?)?$/.test(head.source)) return false;
  return rest.every((prop) => prop.type === 'space' || prop.type === 'newline' || prop.type === 'comment');
}

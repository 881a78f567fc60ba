import { Composer, type CST, isMap, isPair, isScalar, isSeq, type ParsedNode, Parser } from 'yaml';
import type { Diagnostic, Span } from '../../schema/index.ts';
import { joinCutItems, type RawItem } from './cut-items.ts';
import { lineStart } from './lines.ts';
import { reportDocument, shown } from './messages.ts';
import type { Entry, Node, ScalarNode } from './node.ts';
import { emptyScalar, plainScalar, scalarOf } from './scalar.ts';
import type { Slip } from './slip.ts';
import { colonNeedsSpace, featureSlip, slipOf, symbolSlip, valueEnd } from './slips.ts';
import { type TokenWalk, walkTokens } from './tokens.ts';
import { wideEntry, wideLine, wideLines } from './wide.ts';

const MAX_DEPTH = 64;
const MAX_SIZE = 2_000_000;

/** A document read from text; `root` is missing when its structure cannot be trusted. */
export interface ReadDocument {
  readonly root: Node | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads one YAML document, every place kept: text → tokens → nodes. Never throws; whatever YAML allows but programs do
 * not (anchors, tags, several documents) is reported.
 */
export function readDocument(text: string): ReadDocument {
  const failed = (diagnostic: Diagnostic): ReadDocument => ({ root: undefined, diagnostics: [diagnostic] });
  if (text.length > MAX_SIZE) {
    return failed(
      reportDocument('document-too-large', { start: 0, end: 1 }, { size: text.length, limit: MAX_SIZE }),
    );
  }
  const tokens = [...new Parser().parse(text)];
  const walk = walkTokens(tokens);
  if (walk.deepest.depth > MAX_DEPTH) {
    const at = walk.deepest.firstBeyond(MAX_DEPTH);
    return failed(reportDocument('too-deep', { start: at, end: at + 1 }, { limit: MAX_DEPTH }));
  }
  const options = {
    keepSourceTokens: true,
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
  } as const;
  const documents = [...new Composer(options).compose(tokens, true, text.length)];
  const document = documents[0];
  const slips: Slip[] = [];
  const second = documents[1];
  if (second !== undefined) slips.push(secondDocument(text, second.range[0]));
  // Lines about which enough is said; YAML's own words about them would repeat it.
  const told = new Set<number>();
  for (const { kind, token } of walk.features) {
    if (kind === 'directive') told.add(lineStart(text, token.offset));
    slips.push(
      featureSlip(kind, token.source, { start: token.offset, end: token.offset + token.source.length }),
    );
  }
  for (const offset of walk.symbols) {
    told.add(lineStart(text, offset));
    slips.push(symbolSlip(text, offset));
  }
  const syntax = yamlSlips(text, document?.errors ?? [], told, walk);
  slips.push(...syntax);
  const contents = document?.contents ?? null;
  const build = contents === null ? undefined : nodeBuilder(text, new Set(walk.symbols));
  const root = contents === null ? undefined : build?.node(contents, 0);
  // Without a single colon of its own, YAML takes all of it for one text.
  if (root?.kind === 'scalar' && root.style === 'plain') slips.push(...wideLines(text, root.span.start));
  // In a document that is out of joint the rest is guesswork.
  if (!syntax.some((slip) => slip.fatal)) slips.push(...(build?.slips ?? []));
  const fatal = slips.some((slip) => slip.fatal);
  const empty = contents === null || (root?.kind === 'scalar' && root.text === '' && root.style === 'plain');
  if (empty && slips.length === 0) {
    return failed(
      reportDocument(
        'empty-document',
        { start: 0, end: 0 },
        { kizuna: '`kizuna: 1`', program: '`program: …`' },
      ),
    );
  }
  const diagnostics = slips.map((slip) => slip.diagnostic).sort((a, b) => a.span.start - b.span.start);
  return { root: fatal || empty ? undefined : root, diagnostics };
}

/** The line that ends the first document, or what comes after it. */
function secondDocument(text: string, start: number): Slip {
  const marks = [...text.slice(0, start + 4).matchAll(/^(?:---|\.\.\.)(?=\s|$)/gm)].map(
    (match) => match.index,
  );
  const at = marks.filter((mark) => mark > 0).at(-1) ?? Math.max(0, Math.min(start, text.length - 1));
  return {
    diagnostic: reportDocument('several-documents', { start: at, end: Math.min(text.length, at + 3) }, {}),
    fatal: true,
  };
}

/** One finding per line, and none after a quotation mark or bracket that swallows the rest. */
function yamlSlips(
  text: string,
  problems: readonly {
    readonly code: string;
    readonly pos: readonly [number, number];
    readonly message: string;
  }[],
  seenLines: ReadonlySet<number>,
  walk: TokenWalk,
): readonly Slip[] {
  const seen = new Set(seenLines);
  const slips: Slip[] = [];
  for (const problem of [...problems].sort((a, b) => a.pos[0] - b.pos[0])) {
    const line = lineStart(text, problem.pos[0]);
    if (seen.has(line)) continue;
    const slip = slipOf(text, problem, walk.openedAt, walk.scalarEnd);
    if (slip === undefined) continue;
    const wide = slip.fatal ? wideLines(text, problem.pos[0]) : [];
    if (wide.length > 0) return [...slips, ...wide];
    seen.add(line);
    const own = lineStart(text, slip.diagnostic.span.start);
    if (own !== line && seen.has(own)) continue;
    seen.add(own);
    slips.push(slip);
    if (['unclosed-quote', 'unclosed-bracket', 'stray-bracket'].includes(slip.diagnostic.code)) break;
    // Lines after a line that is out of place are out of place too.
    if (slip.fatal && slip.diagnostic.code !== 'tab-indentation') break;
  }
  return slips;
}

function nodeBuilder(text: string, symbols: ReadonlySet<number>) {
  const slips: Slip[] = [];
  const fatal = (diagnostic: Diagnostic) => {
    slips.push({ diagnostic, fatal: true });
  };

  const scalar = (token: CST.Token | undefined, place: number): ScalarNode => {
    switch (token?.type) {
      case 'scalar':
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
      case 'alias':
        return scalarOf(token);
      case 'block-scalar':
        // `>= 5`: YAML took the sign for a block; what was meant is the rest of the line.
        return symbols.has(token.offset)
          ? plainScalar(text, token.offset, valueEnd(text, token.offset))
          : scalarOf(token);
      default:
        return emptyScalar(place);
    }
  };

  const value = (node: unknown, place: number): Node => {
    if (isMap(node) || isSeq(node) || isScalar(node)) return build(node as ParsedNode, place);
    return emptyScalar(place);
  };

  const build = (node: ParsedNode, place: number): Node => {
    if (isMap(node)) return map(node.items, node.srcToken, node.range, place);
    if (isSeq(node)) return list(node.items, node.srcToken, node.range, place);
    if (isScalar(node)) {
      const made = scalar(node.srcToken, place);
      if (made.style === 'plain' && /^(?:~|null|Null|NULL)$/.test(made.text)) {
        slips.push({
          diagnostic: reportDocument('null-value', made.span, { written: shown(made.text) }),
          fatal: false,
        });
      }
      return made;
    }
    return emptyScalar(place);
  };

  /** An entry in lines that is indented by full-width spaces, or what was to be its only entry and became its text. */
  const wideIn = (key: ScalarNode, value: Node | undefined): Slip | undefined => {
    if (key.style === 'plain' && key.text.startsWith('\u3000')) return wideLine(text, key.span.start);
    if (value?.kind !== 'scalar' || value.style !== 'plain') return undefined;
    const isBelow = lineStart(text, value.span.start) > key.span.start;
    return isBelow ? wideLine(text, value.span.start) : undefined;
  };
  const wideItem = ({ key, bare }: RawItem): Slip | undefined =>
    bare && key?.style === 'plain' ? wideEntry(text, key.span.start, key.span.end) : undefined;

  const map = (
    pairs: readonly { readonly key: unknown; readonly value: unknown }[],
    token: CST.Token | undefined,
    range: readonly [number, number, number] | null | undefined,
    place: number,
  ): Node => {
    const flow = token?.type === 'flow-collection';
    const raw: RawItem[] = [];
    for (const pair of pairs) {
      const keyToken = isScalar(pair.key) ? pair.key.srcToken : undefined;
      if (pair.key !== null && !isScalar(pair.key)) {
        const at = (pair.key as ParsedNode).range?.[0] ?? place;
        fatal(reportDocument('key-not-text', { start: at, end: at + 1 }, {}));
        continue;
      }
      if (keyToken === undefined) {
        const at = (pair.key as ParsedNode | null)?.range?.[0] ?? place;
        fatal(reportDocument('empty-key', { start: at, end: Math.min(text.length, at + 1) }, {}));
        continue;
      }
      const key = scalar(keyToken, place);
      const bare = pair.value === null;
      raw.push({ key, value: bare ? undefined : value(pair.value, key.span.end), bare });
    }
    const wides = flow ? raw.flatMap((item) => wideItem(item) ?? []) : [];
    slips.push(...wides);
    const { items, slips: cuts } =
      flow && wides.length === 0 ? joinCutItems(text, raw) : { items: raw, slips: [] };
    slips.push(...cuts);
    const entries: Entry[] = [];
    const first = new Map<string, Span>();
    for (const item of items) {
      const { key } = item;
      if (key === undefined) continue;
      const wide = flow ? undefined : wideIn(key, item.value);
      if (wide !== undefined) slips.push(wide);
      if (flow && item.bare && key.style === 'plain') {
        const slip = colonNeedsSpace(text, key.span.start);
        if (slip !== undefined) {
          slips.push(slip);
          continue;
        }
      }
      if (key.text === '<<' && key.style === 'plain') {
        slips.push(featureSlip('merge', '<<', key.span));
        continue;
      }
      const optional = key.style === 'plain' && key.text.endsWith('?') && key.text.length > 1;
      const name = (optional ? key.text.slice(0, -1) : key.text).normalize('NFC');
      const keySpan = optional ? { start: key.span.start, end: key.span.end - 1 } : key.span;
      const before = first.get(name);
      if (before !== undefined) {
        slips.push({
          diagnostic: reportDocument(
            'duplicate-key',
            keySpan,
            { key: shown(name) },
            {
              related: [
                { span: before, message: { en: 'first written here', ja: '最初はここに書かれています' } },
              ],
            },
          ),
          fatal: false,
        });
        continue;
      }
      first.set(name, keySpan);
      entries.push({ key: name, keySpan, optional, value: item.value ?? emptyScalar(key.span.end) });
    }
    return { kind: 'map', span: spanOf(flow, range, raw, place), entries };
  };

  const list = (
    nodes: readonly unknown[],
    token: CST.Token | undefined,
    range: readonly [number, number, number] | null | undefined,
    place: number,
  ): Node => {
    const flow = token?.type === 'flow-collection';
    const raw: RawItem[] = nodes.map((node): RawItem => {
      // `[a: b]` is a map of one entry.
      if (isPair(node)) {
        const made = map([node], undefined, undefined, place);
        return { key: undefined, value: made, bare: false };
      }
      const at = (node as ParsedNode | null)?.range?.[0] ?? place;
      return { key: undefined, value: value(node, at), bare: true };
    });
    const { items, slips: cuts } = flow ? joinCutItems(text, raw) : { items: raw, slips: [] };
    slips.push(...cuts);
    return {
      kind: 'list',
      span: spanOf(flow, range, raw, place),
      items: items.map((item) => item.value ?? emptyScalar(place)),
    };
  };

  return { slips, node: build };
}

/** A map or list in braces is its braces and what they hold; one in lines, from its first entry to the end of its last. */
function spanOf(
  flow: boolean,
  range: readonly [number, number, number] | null | undefined,
  items: readonly RawItem[],
  place: number,
): Span {
  if (flow && range) return { start: range[0], end: range[1] };
  const first = items[0];
  const last = items.at(-1);
  const start = first?.key?.span.start ?? first?.value?.span.start ?? place;
  return { start, end: Math.max(start, last?.value?.span.end ?? last?.key?.span.end ?? start) };
}

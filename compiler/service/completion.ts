import type { Localized, Span } from '../../schema/index.ts';

export type CompletionKind =
  | 'key'
  | 'function'
  | 'field'
  | 'attribute'
  | 'measure'
  | 'parameter'
  | 'segment'
  | 'period'
  | 'unit'
  | 'event'
  | 'level'
  | 'ladder'
  | 'points'
  | 'reward'
  | 'rule'
  | 'group'
  | 'kpi'
  | 'member'
  | 'type'
  | 'word'
  | 'keyword'
  | 'snippet'
  | 'value';

/** Something that may be written at the cursor. */
export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** What to insert; with `snippet`, `${1:name}` and `$0` mark where the writer goes on, and line breaks keep the indentation. */
  readonly insert: string;
  readonly snippet: boolean;
  readonly replace: Span;
  /** What it is, in a few words. */
  readonly detail?: Localized;
  readonly documentation?: Localized;
  /** Completions come in this order; the smallest first. */
  readonly rank: number;
}

/** A completion before it has its place. */
export type Offer = Omit<Completion, 'replace' | 'snippet' | 'insert' | 'rank'> & {
  readonly insert?: string;
  readonly snippet?: boolean;
  readonly rank?: number;
};

/** Offers as completions of one place, each label of a kind once, in their order. */
export function placed(offers: readonly Offer[], replace: Span): readonly Completion[] {
  const seen = new Set<string>();
  return offers
    .filter(({ label, kind }) => !seen.has(`${kind} ${label}`) && seen.add(`${kind} ${label}`))
    .map((offer, index) => ({
      ...offer,
      insert: offer.insert ?? offer.label,
      snippet: offer.snippet ?? false,
      replace,
      rank: (offer.rank ?? 5) * 1_000 + index,
    }))
    .sort((a, b) => a.rank - b.rank);
}

/** Text that a snippet holds as it is. */
export function literal(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** Edits (insert, delete, replace, swap of neighbours) between two words, given up beyond `limit`. */
function editDistance(a: readonly string[], b: readonly string[], limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    if (Math.min(...row) > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? limit + 1;
}

/** A word as it is compared: `Ａｍｏｕｎｔ`, typed with a Japanese keyboard, is `amount`. */
const lettersOf = (word: string): readonly string[] => [...word.normalize('NFKC').toLowerCase()];

/** The candidate that was probably meant: one edit away, or two in a word of five or more letters; the first of the nearest. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const from = lettersOf(word);
  if (from.length > 64) return undefined;
  const limit = from.length >= 5 ? 2 : 1;
  let best: string | undefined;
  let distance = limit + 1;
  for (const candidate of candidates) {
    const to = lettersOf(candidate);
    // A word of one or two letters is near everything.
    const d = editDistance(from, to, limit);
    if (d < distance && d < Math.max(from.length, to.length) - 1 + (d === 0 ? 2 : 0)) {
      best = candidate;
      distance = d;
    }
  }
  return best;
}

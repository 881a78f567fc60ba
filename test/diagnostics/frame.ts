/** The program that an example of a page is laid over, so that a page shows only what it is about. */
export const frame = `kizuna: 1
program: example
version: "1"
currency: JPY
timezone: Asia/Tokyo
events:
  purchase: { amount: JPY, channel: [store, app] }
  refund: { reverses: purchase by amount, amount?: JPY }
  visit: {}
points:
  star: {}
`;

/** `⟨(⟩×200` stands for 200 brackets: what no page could print. */
export function unfolded(text: string): string {
  return text.replace(/⟨([^⟩]*)⟩×(\d+)/g, (_all, part: string, times: string) => part.repeat(Number(times)));
}

/** A file that is complete as it stands: it names its version, or says nothing at all. */
function isWhole(text: string): boolean {
  return /^\s*(?:#[^\n]*\n\s*)*(?:kizuna:|$)/.test(text);
}

/** A whole document, and from where on it is the example of the page. */
export interface Laid {
  readonly source: string;
  readonly shownFrom: number;
}

/** An example as a whole document: its own top-level entries take the place of the frame's. */
export function laidOver(example: string): Laid {
  const text = unfolded(example);
  if (isWhole(text)) return { source: text, shownFrom: 0 };
  const own = new Set([...text.matchAll(/^([^\s:#][^\s:]*):/gm)].map((match) => match[1]));
  const kept = frame
    .split(/^(?=\S)/m)
    .filter((part) => !own.has(part.slice(0, part.indexOf(':'))))
    .join('');
  return { source: kept + text, shownFrom: kept.length };
}

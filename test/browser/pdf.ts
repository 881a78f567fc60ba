import { inflateSync } from 'node:zlib';

/** Lines of text on each page of a PDF as Chromium writes it: its texts at different heights. */
export function linesOfPages(pdf: Uint8Array): readonly number[] {
  // One byte a sign, so that places in the text are places in the file.
  const text = Buffer.from(pdf).toString('latin1');
  const places = new Map(
    [...text.matchAll(/(?:^|\n)(\d+) 0 obj\b/g)].map((match) => [match[1], match.index]),
  );
  const pages = [...text.matchAll(/\n\d+ 0 obj\n<<\/Type \/Page\b(?!s)[\s\S]*?>>\nendobj/g)];
  return pages.map(([page]) => {
    const at = places.get(/\/Contents (\d+) 0 R/.exec(page)?.[1]);
    if (at === undefined) throw new Error('a page without content');
    const from = text.indexOf('stream\n', at) + 'stream\n'.length;
    const to = text.indexOf('endstream', from);
    const content = inflateSync(pdf.subarray(from, to)).toString('latin1');
    return new Set([...content.matchAll(/(\S+) Tm\b/g)].map((match) => match[1])).size;
  });
}

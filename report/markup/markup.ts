/** Text of HTML or SVG that may be written as it stands: every piece that came from outside was escaped on its way in. */
export interface Markup {
  readonly markup: string;
}

type Piece = string | number | bigint | Markup | undefined | readonly Piece[];

const NAMES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What XML does not allow in a document at all, however written. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]|[\ud800-\udfff]/gu;

/** Text as it reads inside an element or a quoted attribute. */
function escaped(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"']/g, (sign) => NAMES[sign] ?? sign);
}

function written(piece: Piece): string {
  if (piece === undefined) return '';
  if (typeof piece === 'string') return escaped(piece);
  if (typeof piece === 'number' || typeof piece === 'bigint') return String(piece);
  return 'markup' in piece ? piece.markup : piece.map(written).join('');
}

/** A template whose pieces are escaped, unless they are markup themselves; a list is its items in a row, undefined nothing. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return { markup: parts.reduce((text, part, index) => text + written(pieces[index - 1]) + part) };
}

export const NOTHING: Markup = { markup: '' };

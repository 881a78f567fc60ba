/** Whether a text is of ASCII alone. */
export function isAscii(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if ((bytes[at] ?? 0) >= 0x80) return false;
  return true;
}

/** Whether bytes are UTF-8 that the reader of rows takes: without 0, and without the mark of bytes that were no text. */
export function isText(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from;
  while (at < to) {
    const first = bytes[at] ?? 0;
    if (first < 0x80) {
      if (first === 0) return false;
      at += 1;
      continue;
    }
    const second = at + 1 < to ? (bytes[at + 1] ?? 0) : 0;
    if (first < 0xe0) {
      if (first < 0xc2 || !isTail(second)) return false;
      at += 2;
      continue;
    }
    const third = at + 2 < to ? (bytes[at + 2] ?? 0) : 0;
    if (!isTail(second) || !isTail(third)) return false;
    if (first < 0xf0) {
      // Overlong forms, halves of surrogate pairs, and U+FFFD.
      if ((first === 0xe0 && second < 0xa0) || (first === 0xed && second >= 0xa0)) return false;
      if (first === 0xef && second === 0xbf && third === 0xbd) return false;
      at += 3;
      continue;
    }
    const fourth = at + 3 < to ? (bytes[at + 3] ?? 0) : 0;
    if (first > 0xf4 || !isTail(fourth)) return false;
    if ((first === 0xf0 && second < 0x90) || (first === 0xf4 && second >= 0x90)) return false;
    at += 4;
  }
  return true;
}

function isTail(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}

/** Where a text begins, its white space left out as `trim` leaves it out. */
export function trimStart(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to) {
    const byte = bytes[at] ?? 0;
    if (isSpace(byte)) at += 1;
    else if (byte >= 0xc2) {
      const wide = wideSpace(bytes, at, to);
      if (wide === 0) return at;
      at += wide;
    } else return at;
  }
  return at;
}

/** Where a text that begins at `from` ends without the white space behind it. */
export function trimEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = to;
  while (at > from) {
    const byte = bytes[at - 1] ?? 0;
    if (isSpace(byte)) at -= 1;
    else if (byte < 0x80) return at;
    else if (at - 2 >= from && wideSpace(bytes, at - 2, at) === 2) at -= 2;
    else if (at - 3 >= from && wideSpace(bytes, at - 3, at) === 3) at -= 3;
    else return at;
  }
  return at;
}

/** Leaves the white space around cells out of where they stand. */
export function trimCells(bytes: Uint8Array, starts: Int32Array, ends: Int32Array, count: number): void {
  for (let cell = 0; cell < count; cell += 1) {
    const start = starts[cell] ?? 0;
    const end = ends[cell] ?? 0;
    if (start === end || (isInk(bytes[start] ?? 0) && isInk(bytes[end - 1] ?? 0))) continue;
    const from = trimStart(bytes, start, end);
    starts[cell] = from;
    ends[cell] = trimEnd(bytes, from, end);
  }
}

/** A byte of ASCII that is no white space. */
function isInk(byte: number): boolean {
  return byte > 32 && byte < 0x80;
}

/** Bytes of the white space beyond ASCII that stands here; 0: it is another character. */
function wideSpace(bytes: Uint8Array, at: number, to: number): number {
  const first = bytes[at] ?? 0;
  const second = at + 1 < to ? (bytes[at + 1] ?? 0) : 0;
  if (first === 0xc2) return second === 0xa0 ? 2 : 0;
  const third = at + 2 < to ? (bytes[at + 2] ?? 0) : 0;
  if (first === 0xe1) return second === 0x9a && third === 0x80 ? 3 : 0;
  if (first === 0xe3) return second === 0x80 && third === 0x80 ? 3 : 0;
  if (first === 0xef) return second === 0xbb && third === 0xbf ? 3 : 0;
  if (first !== 0xe2) return 0;
  if (second === 0x81) return third === 0x9f ? 3 : 0;
  if (second !== 0x80) return 0;
  const space = (third >= 0x80 && third <= 0x8a) || third === 0xa8 || third === 0xa9 || third === 0xaf;
  return space ? 3 : 0;
}

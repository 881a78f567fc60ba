import { createHash } from 'node:crypto';

/** The hash of a program's text that its module carries: SHA-256 of its UTF-8, without a byte order mark. */
export function sourceHash(text: string): string {
  return `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`;
}

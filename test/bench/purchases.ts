import { closeSync, openSync, writeSync } from 'node:fs';
import { dayOf, formatDay } from '../../schema/index.ts';
import { Draw } from './tea-house-history.ts';

const SEED = 5;
const FIRST_DAY = dayOf(2023, 1, 1);
const DAYS = 730;
/** Purchases of one member, on average. */
const EACH = 12;
/** Texts are written when there are so many characters. */
const BLOCK = 1 << 20;

const two = (value: number): string => String(value).padStart(2, '0');

/** Writes a CSV in the native form: purchases at a music shop in the order of time, by members who come and go. */
export function writePurchases(path: string, rows: number): void {
  const draw = new Draw(SEED);
  const members = Math.ceil(rows / EACH);
  const file = openSync(path, 'w');
  let text = 'member,id,at,type,amount,cds\n';
  for (let row = 0; row < rows; row += 1) {
    // Each row a little later than the one before.
    const second = Math.floor((row * DAYS * 86_400) / rows);
    const day = Math.floor(second / 86_400);
    const rest = second - day * 86_400;
    const at = `${formatDay(FIRST_DAY + day)}T${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}`;
    const amount = `${draw.between(5, 120)}.${two(draw.below(100))}`;
    text += `m${draw.below(members)},e${row},${at},purchase,${amount},${draw.between(1, 6)}\n`;
    if (text.length >= BLOCK) {
      writeSync(file, text);
      text = '';
    }
  }
  writeSync(file, text);
  closeSync(file);
}

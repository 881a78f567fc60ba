import type { Localized, ParametersOf } from '../../schema/index.ts';
import { reporter } from '../../schema/index.ts';
import { historyMessages } from './messages.ts';

type Messages = typeof historyMessages;
export type HistoryCode = keyof Messages;

const report = reporter(historyMessages);
const NOWHERE = { start: 0, end: 0 };

/** Why something of a row cannot be used; a class, so that it is told apart from every value that can be read. */
export class Fault {
  readonly code: HistoryCode;
  readonly title: Localized;
  readonly message: Localized;
  readonly help: Localized | undefined;
  /** Column or field at fault. */
  readonly column: string | undefined;
  readonly value: string | undefined;

  constructor(
    code: HistoryCode,
    title: Localized,
    message: Localized,
    help: Localized | undefined,
    column?: string,
    value?: string,
  ) {
    this.code = code;
    this.title = title;
    this.message = message;
    this.help = help;
    this.column = column;
    this.value = value;
  }

  /** The same fault, told of the column in which the value stood. */
  in(column: string): Fault {
    return new Fault(this.code, this.title, this.message, this.help, column, this.value);
  }
}

/** Makes a fault from the registry; a parameter left out is a type error. */
export function fault<C extends HistoryCode>(
  code: C,
  parameters: ParametersOf<Messages, C>,
  where: { readonly column?: string | undefined; readonly value?: string | undefined } = {},
): Fault {
  const { title, message, help } = report(code, NOWHERE, parameters);
  return new Fault(code, title, message, help, where.column, where.value);
}

/** `; did you mean …?` for the end of a sentence, or nothing when no name is near. */
export function guess(written: string, names: readonly string[]): Localized {
  const near = nearest(written, names);
  return near === undefined
    ? { en: '', ja: '' }
    : { en: `; did you mean \`${near}\`?`, ja: `（\`${near}\` でしょうか）` };
}

/** The name that was probably meant, one or two edits away. */
export function nearest(written: string, names: readonly string[]): string | undefined {
  if (written.length > 60) return undefined;
  const allowed = written.length <= 3 ? 1 : 2;
  let best: string | undefined;
  let bestDistance = allowed + 1;
  for (const name of names) {
    if (Math.abs(name.length - written.length) > allowed) continue;
    const distance = editDistance(written.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Edits (insert, delete, replace, swap of neighbours) between two short texts. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

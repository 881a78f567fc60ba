import type { Localized, ParametersOf } from '../../schema/index.ts';
import { nearest, reporter } from '../../schema/index.ts';
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

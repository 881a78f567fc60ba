import { Argument, Command, type CommanderError, type Help, Option } from 'commander';
import type { Language, Localized } from '../schema/index.ts';
import type { ExitCode } from './exit.ts';
import { type Terminal, widthOf, wrapWide } from './terminal/index.ts';

/** A command built for a terminal; `finish` takes the exit code when it ran. */
export type CommandMaker = (terminal: Terminal, finish: (exit: ExitCode) => void) => Command;

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': '使い方:',
  'Arguments:': '引数:',
  'Options:': 'オプション:',
  'Commands:': 'コマンド:',
};

function choicesOf(option: Option | Argument, language: Language): string {
  const choices = option.argChoices?.join(' | ');
  const value: unknown = option.defaultValue;
  const standard =
    typeof value === 'string' ? (language === 'ja' ? `既定: ${value}` : `default: ${value}`) : undefined;
  const remarks = [choices, standard].filter((each) => each !== undefined);
  return remarks.length === 0 ? '' : ` (${remarks.join('; ')})`;
}

function helpIn(language: Language): Partial<Help> {
  return {
    displayWidth: widthOf,
    ...(language === 'ja' ? { boxWrap: wrapWide } : {}),
    styleTitle: (title) => (language === 'ja' ? (TITLES[title] ?? title) : title),
    optionDescription: (option) => option.description + choicesOf(option, language),
    argumentDescription: (argument) => argument.description + choicesOf(argument, language),
    subcommandDescription: (command) => command.summary() || command.description(),
  };
}

/** Applies what every command of ours has: language, help in it, errors left to the caller. */
export function dressed(command: Command, terminal: Terminal): Command {
  const { language } = terminal;
  const words = (text: Localized) => text[language];
  return command
    .configureHelp(helpIn(language))
    .configureOutput({
      writeOut: (text) => terminal.out.write(text),
      writeErr: (text) => terminal.err.write(text),
      outputError: () => undefined,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride()
    .allowExcessArguments(false)
    .showSuggestionAfterError(true)
    .helpOption('-h, --help', words({ en: 'show this help', ja: 'この説明を表示する' }))
    .addOption(
      new Option('--lang <language>', words({ en: 'language of what is said', ja: '表示する言語' })).choices([
        'en',
        'ja',
      ]),
    );
}

export interface CommandWords {
  readonly name: string;
  readonly does: Localized;
  readonly more?: Localized;
  readonly example: string;
}

/** A subcommand with its help: what it does, and one example to copy. */
export function subcommand(terminal: Terminal, { name, does, more, example }: CommandWords): Command {
  const { language } = terminal;
  const title = language === 'ja' ? '例:' : 'Example:';
  const command = dressed(new Command(name), terminal)
    .summary(does[language])
    .description(more === undefined ? does[language] : `${does[language]}\n\n${more[language]}`);
  return command.addHelpText('after', `\n${title}\n  ${example}`);
}

export function argument(terminal: Terminal, name: string, description: Localized): Argument {
  return new Argument(name, description[terminal.language]);
}

export function option(terminal: Terminal, flags: string, description: Localized): Option {
  return new Option(flags, description[terminal.language]);
}

/** What commander found wrong, in the words and the language of the person who typed it. */
export function explainUsage(error: CommanderError): { readonly what: Localized; readonly help?: Localized } {
  const quoted = [...error.message.matchAll(/'([^']*)'/g)].map((match) => match[1] ?? '');
  const [first = '', second = ''] = quoted;
  const near = /Did you mean (?:one of )?(.+?)\?/.exec(error.message)?.[1];
  const help =
    near === undefined ? {} : { help: { en: `did you mean \`${near}\`?`, ja: `\`${near}\` でしょうか` } };
  switch (error.code) {
    case 'commander.unknownOption':
      return {
        what: { en: `there is no option \`${first}\``, ja: `\`${first}\` というオプションはありません` },
        ...help,
      };
    case 'commander.unknownCommand':
      return {
        what: { en: `there is no command \`${first}\``, ja: `\`${first}\` というコマンドはありません` },
        ...help,
      };
    case 'commander.missingArgument':
      return { what: { en: `an argument is missing: ${first}`, ja: `引数 ${first} がありません` } };
    case 'commander.optionMissingArgument':
      return { what: { en: `\`${first}\` needs a value`, ja: `\`${first}\` には値が必要です` } };
    case 'commander.missingMandatoryOptionValue':
      return { what: { en: `\`${first}\` is needed`, ja: `\`${first}\` を指定してください` } };
    case 'commander.excessArguments':
      return { what: { en: 'there are too many arguments', ja: '引数が多すぎます' } };
    case 'commander.invalidArgument': {
      const allowed = /choices are (.+?)\.?$/.exec(error.message)?.[1];
      const choices =
        allowed === undefined
          ? {}
          : { help: { en: `it takes ${allowed}`, ja: `使えるのは ${allowed} です` } };
      return {
        what: {
          en: `\`${second}\` is not a value of \`${first}\``,
          ja: `\`${first}\` に \`${second}\` は使えません`,
        },
        ...choices,
      };
    }
    default:
      return {
        what: { en: error.message.replace(/^error: /, ''), ja: error.message.replace(/^error: /, '') },
      };
  }
}

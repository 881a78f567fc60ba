import type { Language } from '../../schema/index.ts';

type Environment = Readonly<Record<string, string | undefined>>;

function known(text: string | undefined): Language | undefined {
  return text === 'en' || text === 'ja' ? text : undefined;
}

/** What `--lang` says, wherever it stands before `--`: help and error texts need it before the arguments are read. */
function asked(argv: readonly string[]): Language | undefined {
  const end = argv.indexOf('--');
  const options = end === -1 ? argv : argv.slice(0, end);
  const inline = options.find((option) => option.startsWith('--lang='));
  if (inline !== undefined) return known(inline.slice('--lang='.length));
  const index = options.indexOf('--lang');
  return index === -1 ? undefined : known(options[index + 1]);
}

/** `--lang`, else the locale's language (`LC_ALL`, then `LC_MESSAGES`, then `LANG`: the first that is set), else English. */
export function chooseLanguage(argv: readonly string[], env: Environment): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return asked(argv) ?? (/^ja([_.@-]|$)/i.test(locale) ? 'ja' : 'en');
}

import { describe, expect, it } from 'vitest';
import { chooseLanguage } from '../../cli/terminal/index.ts';

describe('the language of what is said', () => {
  it.each([
    [[], {}, 'en'],
    [[], { LANG: 'ja_JP.UTF-8' }, 'ja'],
    [[], { LANG: 'ja' }, 'ja'],
    [[], { LANG: 'en_US.UTF-8', LC_MESSAGES: 'ja_JP.UTF-8' }, 'ja'],
    [[], { LC_ALL: 'C.UTF-8', LANG: 'ja_JP.UTF-8' }, 'en'],
    [[], { LC_ALL: '', LANG: 'ja_JP.UTF-8' }, 'ja'],
    // Jamaican English is no Japanese; `jam` (Patois) neither.
    [[], { LANG: 'en_JM' }, 'en'],
    [[], { LANG: 'jam_JM' }, 'en'],
    [['check', '--lang', 'en'], { LANG: 'ja_JP' }, 'en'],
    [['check', '--lang=ja', 'x.yaml'], {}, 'ja'],
    [['check', '--', '--lang', 'ja'], {}, 'en'],
    [['--lang', 'fr'], { LANG: 'ja_JP' }, 'ja'],
    [['--lang'], {}, 'en'],
  ] as const)('%j with %j is %s', (argv, env, language) => {
    expect(chooseLanguage(argv, env)).toBe(language);
  });
});

import type { Language } from '../../schema/index.ts';

export type Monaco = typeof import('./monaco.ts');

/** The editor's code, which the browser fetches and runs once; its own menus speak the language of the first call. */
export async function loadMonaco(language: Language): Promise<Monaco> {
  if (language === 'ja') await import('monaco-editor/nls/lang/ja');
  return import('./monaco.ts');
}

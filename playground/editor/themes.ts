import type { Monaco } from './load.ts';

/** The editor in the colours of the page. */
export function defineThemes({ editor }: Pick<Monaco, 'editor'>): void {
  editor.defineTheme('kizuna-light', {
    base: 'vs',
    inherit: true,
    rules: [
      { token: 'type.yaml', foreground: '2c5d92' },
      { token: 'string.yaml', foreground: '1d2228' },
      { token: 'number.yaml', foreground: '8a4b00' },
      { token: 'comment.yaml', foreground: '646b74' },
    ],
    colors: {
      'editor.background': '#ffffff',
      'editor.foreground': '#1d2228',
      'editorLineNumber.foreground': '#767c86',
      'editorGutter.background': '#ffffff',
    },
  });
  editor.defineTheme('kizuna-dark', {
    base: 'vs-dark',
    inherit: true,
    rules: [
      { token: 'type.yaml', foreground: '8fbcec' },
      { token: 'string.yaml', foreground: 'e8eaed' },
      { token: 'number.yaml', foreground: 'e0b070' },
      { token: 'comment.yaml', foreground: '9aa1ab' },
    ],
    colors: {
      'editor.background': '#1b1f25',
      'editor.foreground': '#e8eaed',
      'editorLineNumber.foreground': '#8b929d',
      'editorGutter.background': '#1b1f25',
    },
  });
}

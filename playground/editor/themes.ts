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
      ...widgets({
        ground: '#ffffff',
        line: '#e0ddd6',
        text: '#1d2228',
        accent: '#2c5d92',
        chosen: '#e3ecf6',
      }),
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
      ...widgets({
        ground: '#242930',
        line: '#343a43',
        text: '#e8eaed',
        accent: '#7fb0e6',
        chosen: '#22344a',
      }),
    },
  });
}

/** What opens above the text looks as the rest of the page does (theme.css). */
function widgets({
  ground,
  line,
  text,
  accent,
  chosen,
}: Readonly<Record<'ground' | 'line' | 'text' | 'accent' | 'chosen', string>>): Record<string, string> {
  const lists = ['editorSuggestWidget.selected', 'quickInputList.focus', 'editorActionList.focus'];
  const places = ['editorWidget', 'editorHoverWidget', 'editorSuggestWidget', 'menu'];
  return {
    ...Object.fromEntries(
      places.flatMap((place) => [
        [`${place}.background`, ground],
        [`${place}.foreground`, text],
        [`${place}.border`, line],
      ]),
    ),
    ...Object.fromEntries(
      lists.flatMap((list) => [
        [`${list}Background`, chosen],
        [`${list}Foreground`, text],
      ]),
    ),
    'editorActionList.background': ground,
    'editorActionList.foreground': text,
    'editorSuggestWidget.highlightForeground': accent,
    'editorSuggestWidget.focusHighlightForeground': accent,
    'editorSuggestWidget.selectedIconForeground': text,
    'quickInput.background': ground,
    'quickInput.foreground': text,
    focusBorder: accent,
  };
}

import type { editor, IDisposable } from 'monaco-editor/editor';
import type { Subject } from '../../compiler/index.ts';
import type { Language } from '../../schema/index.ts';
import { type Asking, placeOf } from './asking.ts';

/** Where an action leads from the words at the cursor; undefined: they are about nothing that has a name. */
export interface Leading {
  readonly members: (subject: Subject | undefined) => void;
  readonly rules: (subject: Subject | undefined) => void;
}

/** The editor goes on to the figures of what stands at the cursor: by its menu, or by its palette of commands. */
export function addActions(
  own: editor.IStandaloneCodeEditor,
  asking: Asking,
  language: Language,
  leading: Leading,
): IDisposable {
  const subject = async (): Promise<Subject | undefined> => {
    const [model, position] = [own.getModel(), own.getPosition()];
    const at = model && position ? placeOf(asking, model, position) : undefined;
    return at && (await asking.service.call('subject', at));
  };
  const added = [
    own.addAction({
      id: 'kizuna.members',
      label: {
        en: 'Members reached by the rule at the cursor',
        ja: 'カーソル位置のルールが届いた会員を表示',
      }[language],
      contextMenuGroupId: 'navigation',
      contextMenuOrder: 8,
      run: async () => leading.members(await subject()),
    }),
    own.addAction({
      id: 'kizuna.rules',
      label: { en: 'Show in Rules', ja: 'ルールの表で見る' }[language],
      contextMenuGroupId: 'navigation',
      contextMenuOrder: 9,
      run: async () => leading.rules(await subject()),
    }),
  ];
  return {
    dispose() {
      for (const each of added) each.dispose();
    },
  };
}

/** Whatever the editor closes by Escape first, before Escape leaves it. */
const OPEN = [
  'editorHasSelection',
  'editorHasMultipleSelections',
  'editorHoverVisible',
  'suggestWidgetVisible',
  'findWidgetVisible',
  'renameInputVisible',
  'inSnippetMode',
  'markersNavigationVisible',
  'referenceSearchVisible',
  'codeActionMenuVisible',
  'messageVisible',
];

/** Escape leads out of the editor, where nothing is open in it. */
export function leaveByEscape(own: editor.IStandaloneCodeEditor, key: number, leave: () => void): void {
  own.addCommand(key, leave, ['editorTextFocus', ...OPEN.map((key) => `!${key}`)].join(' && '));
}

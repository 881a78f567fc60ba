import type { editor } from 'monaco-editor/editor';
import type { Diagnostic, Language, Localized } from '../../schema/index.ts';
import { DOCUMENTS, type DocumentKind, type Documents, type Place } from '../contract/index.ts';
import { leaveByEscape } from './actions.ts';
import type { Monaco } from './load.ts';
import { type Follow, type Margin, openMargin } from './margin.ts';
import { markersOf } from './markers.ts';
import { rangeOf } from './places.ts';
import { defineThemes } from './themes.ts';

/** The documents in an editor. Each keeps its own place and its own undo, whichever is shown. */
export interface Code {
  readonly editor: editor.IStandaloneCodeEditor;
  readonly models: Readonly<Record<DocumentKind, editor.ITextModel>>;
  /** Shows another document, as it was left. */
  turn(kind: DocumentKind): void;
  /** Puts what the editor itself says into a language. */
  speak(language: Language): void;
  /** Opens the list of what the document contains. */
  outline(): void;
  /** Takes texts over that were not typed here; as one step that can be undone. */
  write(documents: Documents): void;
  /** Marks what was found. */
  mark(found: Readonly<Record<DocumentKind, readonly Diagnostic[]>>, language: Language): void;
  show(place: Place): void;
  /** Beside the rules of the program. */
  readonly margin: Margin;
  /** Puts the theme on. */
  dress(theme: 'light' | 'dark'): void;
  dispose(): void;
}

const OPTIONS: editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  fontFamily: 'var(--code)',
  fontSize: 13,
  lineHeight: 20,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  fixedOverflowWidgets: true,
  glyphMargin: true,
  folding: true,
  lineNumbersMinChars: 3,
  padding: { top: 8, bottom: 8 },
  tabSize: 2,
  insertSpaces: true,
  detectIndentation: false,
  renderLineHighlight: 'line',
  wordBasedSuggestions: 'off',
  quickSuggestions: { other: true, comments: false, strings: true },
  suggest: { showWords: false, preview: false },
  // Programs hold Japanese on purpose.
  unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: true },
  wrappingIndent: 'indent',
  wordWrap: 'on',
  accessibilitySupport: 'auto',
  // Their worker would be fetched before anything needs it.
  links: false,
};

const TEXT_OF: Readonly<Record<DocumentKind, Localized>> = {
  program: { en: 'text of the program', ja: 'プログラムの本文' },
  tests: { en: 'text of the tests', ja: 'テストの本文' },
  scenario: { en: 'text of the scenario', ja: 'シナリオの本文' },
};
const LEAVE: Localized = {
  en: 'Escape leaves the editor, Ctrl+M lets Tab leave it',
  ja: 'Esc キーでエディターを離れます。Ctrl+M を押すと Tab キーでも離れられます',
};
const BEGIN: Localized = {
  en: 'Ctrl+Space offers a whole small one to begin with',
  ja: 'Ctrl+Space でひな形から始められます',
};

/** Opens the documents in a place of the page; `told` hears of what is done in them. */
export function openCode(
  monaco: Monaco,
  at: HTMLElement,
  documents: Documents,
  told: {
    readonly typed: (kind: DocumentKind, text: string) => void;
    /** Somebody asks what a rule did. */
    readonly asked: Follow;
    /** Somebody leaves the editor by a key. */
    readonly left: () => void;
  },
): Code {
  defineThemes(monaco);
  // Files keep the line ends that they came with; a document of no lines yet would have those of the machine.
  const { CRLF, LF } = monaco.editor.EndOfLineSequence;
  const lineEndOf = (text: string) => (text.includes('\r\n') ? CRLF : LF);
  const modelOf = (kind: DocumentKind): editor.ITextModel => {
    const uri = monaco.Uri.parse(`inmemory://kizuna/${kind}.yaml`);
    monaco.editor.getModel(uri)?.dispose();
    const model = monaco.editor.createModel(documents[kind], 'yaml', uri);
    model.setEOL(lineEndOf(documents[kind]));
    return model;
  };
  const models = { program: modelOf('program'), tests: modelOf('tests'), scenario: modelOf('scenario') };
  const own = monaco.editor.create(at, { ...OPTIONS, model: models.program });
  const left = new Map<DocumentKind, editor.ICodeEditorViewState | null>();
  const marked = new Map<
    DocumentKind,
    { readonly found: readonly Diagnostic[]; readonly language: Language }
  >();
  let here: DocumentKind = 'program';
  let isWriting = false;
  for (const kind of DOCUMENTS)
    models[kind].onDidChangeContent(() => {
      if (!isWriting) told.typed(kind, models[kind].getValue());
    });
  const turn = (kind: DocumentKind): void => {
    if (kind === here) return;
    left.set(here, own.saveViewState());
    here = kind;
    own.setModel(models[kind]);
    own.restoreViewState(left.get(kind) ?? null);
    name();
  };
  leaveByEscape(own, monaco.KeyCode.Escape, told.left);
  // A new line is indented by the words of the one before it, which the editor reads only when nothing else is to do: whoever types
  // faster than that would write the next key beside its parent.
  own.onDidChangeCursorPosition(({ position }) => {
    const model = own.getModel();
    if (model !== null) monaco.editor.colorizeModelLine(model, position.lineNumber);
  });
  let spoken: Language = 'en';
  const name = (): void => {
    const ariaLabel = `${TEXT_OF[here][spoken]} – ${LEAVE[spoken]}`;
    own.updateOptions({ ariaLabel, placeholder: BEGIN[spoken] });
  };
  return {
    margin: openMargin(monaco, own, models.program, told.asked),
    editor: own,
    models,
    turn,
    speak(language) {
      spoken = language;
      name();
    },
    outline() {
      own.focus();
      own.trigger('page', 'editor.action.quickOutline', undefined);
    },
    write(texts) {
      for (const kind of DOCUMENTS) {
        const model = models[kind];
        const text = texts[kind];
        if (model.getValue() === text) continue;
        isWriting = true;
        model.pushStackElement();
        model.pushEOL(lineEndOf(text));
        model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
        model.pushStackElement();
        isWriting = false;
        // Of two kinds of line ends in one text the editor keeps one.
        if (model.getValue() !== text) told.typed(kind, model.getValue());
      }
    },
    mark(found, language) {
      for (const kind of DOCUMENTS) {
        const own = marked.get(kind);
        // Marks move along with the text; the same ones written again would jump back to where they were.
        if (own?.found === found[kind] && own.language === language) continue;
        marked.set(kind, { found: found[kind], language });
        const markers = markersOf(monaco, models[kind], found[kind], language);
        monaco.editor.setModelMarkers(models[kind], 'kizuna', markers);
      }
    },
    show({ document, span }) {
      turn(document);
      const range = rangeOf(models[document], span);
      own.setSelection(range);
      own.revealRangeInCenterIfOutsideViewport(range);
      own.focus();
    },
    dress: (theme) => monaco.editor.setTheme(theme === 'dark' ? 'kizuna-dark' : 'kizuna-light'),
    dispose() {
      own.dispose();
      for (const kind of DOCUMENTS) models[kind].dispose();
    },
  };
}

import './editor.css';
import type { IDisposable } from 'monaco-editor/editor';
import { useEffect, useRef, useState } from 'react';
import type { Subject } from '../../compiler/index.ts';
import type { Localized } from '../../schema/index.ts';
import { Fallen, reasonOf } from '../fallen/index.ts';
import { useController, usePage } from '../state/index.ts';
import { useLanguage, useNumbers, useSay } from '../words/index.ts';
import { addActions } from './actions.ts';
import type { Asking } from './asking.ts';
import { type Code, openCode } from './code.ts';
import { currentValue } from './current.ts';
import { DiffPane } from './diff-pane.tsx';
import { registerFixes } from './fixes.ts';
import { registerHovers } from './hovers.ts';
import { loadMonaco } from './load.ts';
import { registerOutline } from './outline.ts';
import { registerOpener, registerWhereabouts } from './whereabouts.ts';
import { registerWriting } from './writing.ts';

const NO_RULE: Localized = {
  en: 'the cursor stands in no rule or reward',
  ja: 'カーソルがルールや特典の中にありません',
};

/** The documents, as one types them. */
export function EditorPane() {
  const controller = useController();
  const place = useRef<HTMLDivElement>(null);
  const [code, setCode] = useState<Code>();
  const [fall, setFall] = useState<string>();
  const [asking, setAsking] = useState<Asking>();
  // Whoever came by Tab, or pressed it here, wants to know how to get on.
  const [isTabbed, setTabbed] = useState(false);
  const language = useLanguage();
  const say = useSay();
  const documents = usePage((state) => state.documents);
  const tab = usePage((state) => state.tab);
  const theme = usePage((state) => state.theme);
  const found = usePage((state) => state.found);
  const isDiff = usePage((state) => state.isDiff && state.base !== undefined && state.tab === 'program');
  const shown = usePage((state) => state.shown);
  const wish = usePage((state) => state.wish);
  const result = usePage((state) => (state.resultOf === state.documents.program ? state.result : undefined));
  const numbers = useNumbers(result?.candidate.plan);

  // What hovers show of the last run, if it is of the text as it stands.
  const now = useRef((_: Subject): string | undefined => undefined);
  now.current = (subject) => result && currentValue(subject, { result: result.candidate, numbers, language });

  useEffect(() => {
    let gone = false;
    let opened: Code | undefined;
    let offers: readonly IDisposable[] = [];
    const open = async (): Promise<void> => {
      const monaco = await loadMonaco(controller.store.getState().language);
      if (gone || place.current === null) return;
      const { documents: texts } = controller.store.getState();
      opened = openCode(monaco, place.current, texts, {
        typed: controller.edit,
        asked: (kind, name) =>
          kind === 'benefit' ? controller.setView('rules') : controller.look({ reachedBy: name }),
        left: () => document.getElementById(`document-${controller.store.getState().tab}`)?.focus(),
      });
      const asking: Asking = {
        language: () => controller.store.getState().language,
        service: controller.language,
        tell: (text) => controller.tell({ kind: 'info', text }),
        models: opened.models,
      };
      offers = [
        ...registerWriting(monaco, asking, opened.editor),
        registerFixes(monaco, asking),
        registerHovers(monaco, asking, (subject) => now.current(subject)),
        ...registerWhereabouts(monaco, asking),
        registerOpener(monaco, asking, ({ document, span }) => controller.show(document, span)),
        registerOutline(monaco, asking),
      ];
      setCode(opened);
      setAsking(asking);
    };
    open().catch((error) => {
      if (!gone) setFall(reasonOf(error));
    });
    return () => {
      gone = true;
      for (const each of offers) each.dispose();
      opened?.dispose();
    };
  }, [controller]);

  useEffect(() => code?.write(documents), [code, documents]);
  useEffect(() => code?.turn(tab), [code, tab]);
  useEffect(() => code?.dress(theme), [code, theme]);
  useEffect(() => code?.speak(language), [code, language]);
  useEffect(() => {
    if (wish !== undefined) code?.outline();
  }, [code, wish]);
  useEffect(() => {
    if (code === undefined || asking === undefined) return;
    const added = addActions(code.editor, asking, language, {
      members(subject) {
        if (subject?.kind === 'rule' || subject?.kind === 'reward')
          controller.look({ reachedBy: subject.name });
        else controller.tell({ kind: 'info', text: NO_RULE });
      },
      rules: () => controller.setView('rules'),
    });
    return () => added.dispose();
  }, [code, asking, language, controller]);
  useEffect(() => {
    if (found !== undefined) code?.mark(found, language);
  }, [code, found, language]);
  useEffect(() => {
    if (shown !== undefined) code?.show(shown);
  }, [code, shown]);

  // The marks move along while somebody types, until there are figures of the new text.
  useEffect(() => {
    if (code !== undefined && result !== undefined && tab === 'program')
      code.margin.write(result.candidate, numbers, language);
  }, [code, result, numbers, language, tab]);

  return (
    <div
      className="code"
      id="editor"
      role="tabpanel"
      aria-labelledby={`document-${tab}`}
      onKeyUp={({ key }) => setTabbed(key === 'Tab' || (key === 'Shift' && isTabbed))}
      onBlur={() => setTabbed(false)}
    >
      <div className="code-place" ref={place} />
      {isDiff && code !== undefined && <DiffPane model={code.models.program} />}
      {isTabbed && (
        <p className="code-leave muted" role="status">
          {say({
            en: 'Esc leaves the editor · Ctrl+M: Tab moves on instead of indenting',
            ja: 'Esc: エディターを離れる・Ctrl+M: Tab で字下げせず次へ移動',
          })}
        </p>
      )}
      {fall !== undefined && <Fallen reason={fall} />}
      {code === undefined && fall === undefined && (
        <p className="code-wait muted">
          {say({ en: 'opening the editor …', ja: 'エディターを開いています…' })}
        </p>
      )}
    </div>
  );
}

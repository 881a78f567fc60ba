import type { editor } from 'monaco-editor/editor';
import { useEffect, useRef, useState } from 'react';
import { Fallen, reasonOf } from '../fallen/index.ts';
import { usePage } from '../state/index.ts';
import { useLanguage, useSay } from '../words/index.ts';
import { loadMonaco } from './load.ts';

/** The program beside its base, line by line; what is typed to the right is the program. */
export function DiffPane({ model }: { readonly model: editor.ITextModel }) {
  const place = useRef<HTMLDivElement>(null);
  const base = usePage((state) => state.base?.text);
  const [fall, setFall] = useState<string>();
  const language = useLanguage();
  const say = useSay();
  useEffect(() => {
    if (base === undefined) return;
    let gone = false;
    let end = (): void => undefined;
    const open = async (): Promise<void> => {
      const { editor } = await loadMonaco(language);
      if (gone || place.current === null) return;
      const original = editor.createModel(base, 'yaml');
      const both = editor.createDiffEditor(place.current, {
        automaticLayout: true,
        readOnly: false,
        originalEditable: false,
        renderSideBySide: true,
        useInlineViewWhenSpaceIsLimited: true,
        fontFamily: 'var(--code)',
        fontSize: 13,
        lineHeight: 20,
        minimap: { enabled: false },
        scrollBeyondLastLine: false,
        wordWrap: 'on',
        originalAriaLabel: say({ en: 'text of the base', ja: '変更前の本文' }),
        modifiedAriaLabel: say({ en: 'text of the program', ja: 'プログラムの本文' }),
      });
      both.setModel({ original, modified: model });
      end = () => {
        both.dispose();
        original.dispose();
      };
    };
    open().catch((error) => {
      if (!gone) setFall(reasonOf(error));
    });
    return () => {
      gone = true;
      end();
    };
  }, [base, model, language, say]);
  return (
    <div className="code-place code-diff" ref={place}>
      {fall !== undefined && <Fallen reason={fall} />}
    </div>
  );
}

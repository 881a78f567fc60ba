import { DOCUMENTS, type DocumentKind } from '../contract/index.ts';
import { useController, usePage } from '../state/index.ts';
import { useSay } from '../words/index.ts';
import { FileButtons } from './file-buttons.tsx';
import { TabList } from './tab-list.tsx';

const TITLES = {
  program: { en: 'Program', ja: 'プログラム' },
  tests: { en: 'Tests', ja: 'テスト' },
  scenario: { en: 'Scenario', ja: 'シナリオ' },
} as const;

/** The documents above the editor, with how many errors each has. */
export function DocumentTabs() {
  const controller = useController();
  const say = useSay();
  const tab = usePage((state) => state.tab);
  const found = usePage((state) => state.found);
  const errorsIn = (kind: DocumentKind): number =>
    (found?.[kind] ?? []).filter(({ severity }) => severity === 'error').length;
  const tabs = DOCUMENTS.map((key) => {
    const errors = errorsIn(key);
    const told = say({ en: `${errors} ${errors === 1 ? 'error' : 'errors'}`, ja: `エラー ${errors} 件` });
    return {
      key,
      title: say(TITLES[key]),
      beside:
        errors === 0 ? undefined : (
          <span className="tab-errors" title={told}>
            <span aria-hidden="true">✗ {errors}</span>
            <span className="unseen">{told}</span>
          </span>
        ),
    };
  });
  const outline = say({ en: 'Outline', ja: '目次' });
  return (
    <div className="pane-head" data-hint="edit">
      <TabList
        label={say({ en: 'documents', ja: '文書' })}
        prefix="document"
        tabs={tabs}
        chosen={tab}
        controls="editor"
        onChoose={controller.setTab}
      />
      <button
        type="button"
        className="button quiet outline-button"
        aria-keyshortcuts="Control+Shift+O"
        title={`${outline} (Ctrl+Shift+O)`}
        onClick={controller.outline}
      >
        <span aria-hidden="true">☰</span>
        <span className="unseen">{outline}</span>
      </button>
      <FileButtons />
    </div>
  );
}

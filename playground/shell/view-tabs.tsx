import { useController, usePage, VIEWS } from '../state/index.ts';
import { useSay } from '../words/index.ts';
import { TabList } from './tab-list.tsx';

const TITLES = {
  overview: { en: 'Overview', ja: '概要' },
  members: { en: 'Members', ja: '会員' },
  tiers: { en: 'Tiers', ja: '会員ランク' },
  points: { en: 'Points', ja: 'ポイント' },
  rules: { en: 'Rules', ja: 'ルール' },
  tests: { en: 'Tests', ja: 'テスト' },
  review: { en: 'Review', ja: 'レビュー' },
  compare: { en: 'Compare', ja: '比較' },
} as const;

/** What the program does, from several sides. */
export function ViewTabs() {
  const controller = useController();
  const say = useSay();
  const view = usePage((state) => state.view);
  const failed = usePage(
    (state) => (state.tests?.cases ?? []).filter(({ verdict }) => verdict !== 'passed').length,
  );
  const told = say({ en: `${failed} failed`, ja: `失敗 ${failed} 件` });
  const beside = (
    <span className="tab-errors" title={told}>
      <span aria-hidden="true">✗ {failed}</span>
      <span className="unseen">{told}</span>
    </span>
  );
  return (
    <div className="pane-head">
      <TabList
        label={say({ en: 'views', ja: '表示' })}
        prefix="tab"
        tabs={VIEWS.map((key) => ({
          key,
          title: say(TITLES[key]),
          beside: key === 'tests' && failed > 0 ? beside : undefined,
        }))}
        chosen={view}
        controls="view"
        onChoose={controller.setView}
      />
    </div>
  );
}

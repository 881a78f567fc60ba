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
  return (
    <div className="pane-head">
      <TabList
        label={say({ en: 'views', ja: '表示' })}
        tabs={VIEWS.map((key) => ({ key, title: say(TITLES[key]) }))}
        chosen={view}
        controls="view"
        onChoose={controller.setView}
      />
    </div>
  );
}

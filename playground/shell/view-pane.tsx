import { type ComponentType, lazy, Suspense } from 'react';
import { Net } from '../fallen/index.ts';
import { useController, usePage, type View } from '../state/index.ts';
import { useLanguage, useSay } from '../words/index.ts';

const COMPONENTS: Readonly<Partial<Record<View, ComponentType>>> = {
  overview: lazy(async () => ({ default: (await import('../views/overview/index.ts')).Overview })),
  members: lazy(async () => ({ default: (await import('../views/members/index.ts')).Members })),
  tiers: lazy(async () => ({ default: (await import('../views/tiers/index.ts')).Tiers })),
  points: lazy(async () => ({ default: (await import('../views/points/index.ts')).Points })),
  rules: lazy(async () => ({ default: (await import('../views/rules/index.ts')).Rules })),
  tests: lazy(async () => ({ default: (await import('../views/tests/index.ts')).Tests })),
  review: lazy(async () => ({ default: (await import('../views/review/index.ts')).Review })),
  compare: lazy(async () => ({ default: (await import('../views/compare/index.ts')).Compare })),
};

/** The view that was chosen; the last good result stays while the program is broken, dimmed, and says since when. */
export function ViewPane() {
  const view = usePage((state) => state.view);
  const since = usePage((state) => state.brokenSince);
  const hasResult = usePage((state) => state.result !== undefined);
  const say = useSay();
  const language = useLanguage();
  const Component = COMPONENTS[view];
  // A replay that was refused or cancelled leaves the figures of an earlier text.
  const isBehind = usePage((state) => state.run.kind === 'refused');
  const isStale = (since !== undefined || isBehind) && hasResult && view !== 'tests' && view !== 'review';
  const time =
    since === undefined ? '' : new Intl.DateTimeFormat(language, { timeStyle: 'medium' }).format(since);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <div key={view} className="view" id="view" role="tabpanel" aria-labelledby={`tab-${view}`} tabIndex={0}>
      {isStale && (
        <p className="stale" role="status">
          {since === undefined
            ? say({
                en: 'These figures are of the program as it was before: the last replay did not finish.',
                ja: '以前のプログラムによる数値です。最後の計算が終わっていません。',
              })
            : say({
                en: `These figures are of the program as it was at ${time}: it has errors since.`,
                ja: `${time} 時点のプログラムによる数値です。それ以降、プログラムにエラーがあります。`,
              })}
        </p>
      )}
      <ByHand />
      <div className={isStale ? 'view-body dimmed' : 'view-body'}>
        <Net of={view}>
          <Suspense>{Component === undefined ? null : <Component />}</Suspense>
        </Net>
      </div>
    </div>
  );
}

/** Figures that somebody changed by hand say so, wherever they stand. */
function ByHand() {
  const controller = useController();
  const say = useSay();
  const added = usePage((state) => state.added.length);
  if (added === 0) return null;
  return (
    <p className="stale by-hand" role="status">
      {say({
        en: `${added} ${added === 1 ? 'event' : 'events'} added by hand ${added === 1 ? 'is' : 'are'} in these figures.`,
        ja: `手で加えたイベント ${added} 件を含む数値です。`,
      })}
      <button type="button" className="button quiet" onClick={() => controller.setAdded([])}>
        {say({ en: 'Take out', ja: '取り除く' })}
      </button>
    </p>
  );
}

import './hints.css';
import { useLayoutEffect, useState } from 'react';
import type { Localized } from '../../schema/index.ts';
import { useController, usePage } from '../state/index.ts';
import { useSay } from '../words/index.ts';

/** Three things to try, each beside where it is done. */
const HINTS: readonly { readonly at: string; readonly title: Localized; readonly text: Localized }[] = [
  {
    at: '[data-hint=edit]',
    title: { en: 'Change a number', ja: '数字を変えてみる' },
    text: {
      en: 'The tea house is open, and its history is replayed already. Change 54 JPY beneath parameters: to 40 JPY: the figures to the right follow as you type.',
      ja: 'ティーハウスのプログラムを、履歴に適用してあります。parameters: の 54 JPY を 40 JPY に変えると、右の数値がすぐに変わります。',
    },
  },
  {
    at: '#tab-members',
    title: { en: 'Pick a member', ja: '会員を選ぶ' },
    text: {
      en: 'Every figure is a door. Open a member to see a life day by day, and why each point was given or not.',
      ja: 'どの数値からも中身をたどれます。会員を開くと、日々の出来事と、ポイントが付いた理由・付かなかった理由が分かります。',
    },
  },
  {
    at: '[data-hint=compare]',
    title: { en: 'Compare', ja: '比べる' },
    text: {
      en: 'Choose a base, then change the rules: every view shows both versions, and who wins and who loses.',
      ja: '変更前の版を選んでからルールを変えてください。どの表示にも両方の数値が並び、得する会員と損する会員が分かります。',
    },
  },
];

const WIDTH = 320;
const GAP = 12;

/** Shows a newcomer what to try, one thing after the other; skipped, they are gone for good. */
export function Hints() {
  const controller = useController();
  const say = useSay();
  const number = usePage((state) => state.hint);
  const hint = number === undefined ? undefined : HINTS[number];
  const [place, setPlace] = useState<{ readonly left: number; readonly top: number }>();
  useLayoutEffect(() => {
    if (hint === undefined) return;
    const find = (): void => {
      const box = document.querySelector(hint.at)?.getBoundingClientRect();
      if (box === undefined) return;
      setPlace({
        left: Math.max(GAP, Math.min(box.left, window.innerWidth - WIDTH - GAP)),
        top: box.bottom + GAP,
      });
    };
    find();
    window.addEventListener('resize', find);
    return () => window.removeEventListener('resize', find);
  }, [hint]);
  if (hint === undefined || number === undefined || place === undefined) return null;
  const isLast = number === HINTS.length - 1;
  return (
    <aside
      className="first-step"
      style={{ left: place.left, top: place.top, width: WIDTH }}
      aria-label={say({
        en: `first steps, ${number + 1} of ${HINTS.length}`,
        ja: `はじめに ${number + 1} / ${HINTS.length}`,
      })}
    >
      <h3>
        {say(hint.title)} <span className="muted">{`${number + 1} / ${HINTS.length}`}</span>
      </h3>
      <p>{say(hint.text)}</p>
      <p className="first-step-doors">
        <button type="button" className="button quiet" onClick={() => controller.setHint(undefined)}>
          {say({ en: 'Skip', ja: 'スキップ' })}
        </button>
        <button
          type="button"
          className="button main"
          onClick={() => controller.setHint(isLast ? undefined : number + 1)}
        >
          {isLast ? say({ en: 'Done', ja: '始める' }) : say({ en: 'Next', ja: '次へ' })}
        </button>
      </p>
    </aside>
  );
}

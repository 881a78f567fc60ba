import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { ESTIMATE_WORDS } from '../../../report/index.ts';
import type { Estimate } from '../../../schema/index.ts';
import { useSay } from '../../words/index.ts';
import { percent, trackOf } from './track.ts';

/** So many milliseconds after the last move the text is changed. */
const SETTLE = 120;

/** One estimate: what it is of, its likely value on a slider over its range, and where the number comes from. */
export function EstimateSlider({
  title,
  estimate,
  bounds,
  onMove,
  children,
}: {
  readonly title: string;
  readonly estimate: Estimate;
  /** Shares that make sense where no range is stated. */
  readonly bounds: { readonly low: number; readonly high: number };
  readonly onMove: (share: number) => void;
  /** What it is about. */
  readonly children: ReactNode;
}) {
  const say = useSay();
  const id = useId();
  const [held, setHeld] = useState<number>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The text has caught up with the hand.
  useEffect(() => setHeld((own) => (own === estimate.mode ? undefined : own)), [estimate]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const { low, high, step } = trackOf(estimate, bounds);
  const value = held ?? estimate.mode;
  const [from, to] = [percent(low), percent(high)];
  const hasRange = estimate.text.range !== undefined;
  // Nobody stated the middle of a range: no likely value stands there until somebody moves the slider.
  const isOpen = estimate.kind === 'uniform' && held === undefined;
  const move = (share: number): void => {
    setHeld(share);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onMove(share), SETTLE);
  };
  return (
    <li className="plate estimate">
      <div className="estimate-head">
        <label htmlFor={id}>{title}</label>
        <output className="estimate-value" htmlFor={id}>
          {isOpen ? say({ en: `${from} to ${to}`, ja: `${from}〜${to}` }) : percent(value)}
        </output>
      </div>
      <p className="estimate-about">{children}</p>
      <div className="estimate-track">
        <span className="muted" aria-hidden="true">
          {from}
        </span>
        <input
          id={id}
          type="range"
          min={low}
          max={high}
          step={step}
          value={value}
          aria-valuetext={say({
            en: `${percent(value)} of ${from} to ${to}`,
            ja: `${percent(value)}（${from}〜${to}）`,
          })}
          onChange={(event) => move(Number(Number(event.target.value).toFixed(6)))}
        />
        <span className="muted" aria-hidden="true">
          {to}
        </span>
      </div>
      <p className="muted estimate-source">
        {say(ESTIMATE_WORDS[estimate.kind])}
        {isOpen &&
          say({
            en: ' over the range: moving the slider states a value that is likelier',
            ja: '（範囲だけ。スライダーを動かすと、起こりやすい値が加わります）',
          })}
        {!hasRange && say({ en: '; no range is stated', ja: '（範囲の記載なし）' })}
        {say({ en: '. Source: ', ja: '。根拠: ' })}
        {say(estimate.source)}
      </p>
    </li>
  );
}

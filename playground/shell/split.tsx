import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { useSay } from '../words/index.ts';

const LEAST = 24;
const MOST = 70;
const STEP = 2;

const within = (share: number): number => Math.min(MOST, Math.max(LEAST, share));

/** Two panes with a bar between them, to be moved by pointer or arrow keys. */
export function Split({
  left,
  right,
}: {
  readonly left: ReactNode;
  /** Takes the bar in, so that it stands in a part of the page that has a name. */
  readonly right: (bar: ReactNode) => ReactNode;
}) {
  const [share, setShare] = useState(40);
  const whole = useRef<HTMLDivElement>(null);
  const say = useSay();
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || whole.current === null) return;
    const { left: start, width } = whole.current.getBoundingClientRect();
    setShare(within(((event.clientX - start) / width) * 100));
  };
  const key = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: -STEP,
      ArrowRight: STEP,
      Home: -100,
      End: 100,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setShare(within(share + step));
  };
  const bar = (
    // biome-ignore lint/a11y/useSemanticElements: a rule between two panes that can be moved has no element of its own
    <div
      className="split-bar"
      role="separator"
      aria-orientation="vertical"
      aria-label={say({ en: 'width of the editor', ja: 'エディターの幅' })}
      aria-valuenow={Math.round(share)}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      tabIndex={0}
      onKeyDown={key}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
    />
  );
  return (
    <div className="split" ref={whole} style={{ gridTemplateColumns: `${share}fr ${100 - share}fr` }}>
      {left}
      {right(bar)}
    </div>
  );
}

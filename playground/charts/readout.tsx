import { type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import type { Timeline } from '../../report/index.ts';
import { useSay } from '../words/index.ts';
import { marksIn, placeOf } from './picking.ts';

/** Puts a tip beside a mark, to the side where there is more room. */
function putBeside(tip: HTMLElement, mark: SVGElement): void {
  const number = (name: string): number => Number(mark.getAttribute(name) ?? 0);
  const [, , width = 1, height = 1] = (mark.ownerSVGElement?.getAttribute('viewBox') ?? '')
    .split(' ')
    .map(Number);
  const across = (number('x') + number('width') / 2) / width;
  tip.style.top = `${(number('y') / height) * 100}%`;
  tip.style.left = across > 0.5 ? 'auto' : `${across * 100}%`;
  tip.style.right = across > 0.5 ? `${(1 - across) * 100}%` : 'auto';
}

/**
 * The values of one place of a chart over time: the pointer and the arrow keys move from place to place, and what stands there is
 * shown beside it and said. `drawing` holds the chart.
 */
export function Readout({
  timeline: { title, labels, series, formatFull },
  drawing,
  onPick,
}: {
  readonly timeline: Timeline;
  readonly drawing: RefObject<HTMLElement | null>;
  readonly onPick?: ((place: number) => void) | undefined;
}) {
  const say = useSay();
  const hint = useId();
  const [at, setAt] = useState<number>();
  const tip = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const own = drawing.current;
    if (own === null) return;
    const gone = new AbortController();
    const { signal } = gone;
    const follow = (event: Event): void => setAt(placeOf(event));
    own.addEventListener('pointermove', follow, { signal });
    own.addEventListener('pointerdown', follow, { signal });
    // A finger leaves when it is lifted: what it touched stays until something else is touched.
    own.addEventListener(
      'pointerleave',
      ({ pointerType }) => {
        if (pointerType === 'mouse') setAt(undefined);
      },
      { signal },
    );
    own.ownerDocument.addEventListener(
      'pointerdown',
      ({ target }) => {
        if (!(target instanceof Node && own.contains(target))) setAt(undefined);
      },
      { signal },
    );
    if (onPick !== undefined) {
      const pick = (event: Event): void => {
        const place = placeOf(event);
        if (place !== undefined) onPick(place);
      };
      own.addEventListener('click', pick, { signal });
    }
    return () => gone.abort();
  }, [drawing, onPick]);

  // After every render, since another drawing has other marks.
  useLayoutEffect(() => {
    if (drawing.current === null) return;
    for (const [mark, place] of marksIn(drawing.current)) {
      // Its own tip would stand in front of ours.
      mark.querySelector('title')?.remove();
      mark.classList.toggle('pickable', onPick !== undefined);
      mark.classList.toggle('here', place === at);
      if (place === at && tip.current !== null) putBeside(tip.current, mark);
    }
  });

  const last = labels.length - 1;
  const shown = at === undefined || at > last ? undefined : at;
  const values = series.map(({ name, tone, shade = 1, values: own }) => {
    const value = shown === undefined ? undefined : own[shown];
    return { name, tone, shade, text: value === undefined ? '–' : formatFull(value) };
  });
  const said = values.map(({ name, text }) => `${name} ${text}`).join(say({ en: ', ', ja: '、' }));
  return (
    <>
      <input
        type="range"
        className="readout-range"
        min={0}
        max={last}
        step={1}
        value={shown ?? last}
        aria-label={say({ en: `${title}: values by place`, ja: `${title}: 時点ごとの値` })}
        aria-valuetext={shown === undefined ? labels[last] : `${labels[shown]}: ${said}`}
        aria-describedby={onPick === undefined ? undefined : hint}
        onChange={(event) => setAt(Number(event.target.value))}
        onFocus={() => setAt((before) => before ?? last)}
        onBlur={() => setAt(undefined)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setAt(undefined);
          if (event.key === 'Enter' && shown !== undefined) onPick?.(shown);
        }}
      />
      {onPick !== undefined && (
        <span id={hint} hidden>
          {say({ en: 'Enter opens it', ja: 'Enter キーで開きます' })}
        </span>
      )}
      {shown !== undefined && (
        <div className="readout" ref={tip} aria-hidden="true">
          <strong>{labels[shown]}</strong>
          <dl>
            {values.map(({ name, tone, shade, text }) => (
              <div key={name}>
                <dt>
                  <i style={{ background: `var(--kz-${tone})`, opacity: shade }} />
                  {name}
                </dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </>
  );
}

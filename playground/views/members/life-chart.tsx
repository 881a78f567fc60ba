import { useEffect, useRef, useState } from 'react';
import { type Life, showDay, showGrouped } from '../../../report/index.ts';
import { addMonths, civilOf, type Day, dayOf, type Language, type Localized } from '../../../schema/index.ts';

/** Until the place is measured. */
const USUAL_WIDTH = 720;
const LEFT = 56;
const RIGHT = 8;
const AREA = 96;
/** Of points that the member never had: their axis alone. */
const NO_AREA = 8;
const BAND = 22;
const GAP = 26;
const AXIS = 20;
/** Room for the words of a tick. */
const TICK = 60;
const TICK_WORDS = 48;
const MOST_TICKS = 12;

const KINDS: readonly { readonly key: 'available' | 'pending' | 'debt'; readonly words: Localized }[] = [
  { key: 'available', words: { en: 'available', ja: '利用可能' } },
  { key: 'pending', words: { en: 'pending', ja: '保留' } },
  { key: 'debt', words: { en: 'owed', ja: '借り' } },
];

type Samples = Life['balances'][number]['samples'];

/** Points by day as stacked areas, and under them the levels as bands: one time axis for all. */
export function LifeChart({
  life,
  beside,
  language,
  label,
}: {
  readonly life: Life;
  /** The same member under another version: both are drawn to one scale. */
  readonly beside: Life | undefined;
  readonly language: Language;
  readonly label: string;
}) {
  const { enrolled, until, balances, tiers } = life;
  const place = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(USUAL_WIDTH);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    // Drawn as wide as its place, so that words stay as large as others on the page.
    const observer = new ResizeObserver(() => setWidth(Math.max(240, element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const x = (day: Day) =>
    LEFT + ((day - enrolled) / Math.max(1, until + 1 - enrolled)) * (width - LEFT - RIGHT);
  let bandsTop = GAP;
  const areas = balances.map((series) => {
    const most = mostOf([life, beside], series.points);
    const [top, height] = [bandsTop, most === 0n ? NO_AREA : AREA];
    bandsTop += height + GAP;
    return { series, most, top, tall: height };
  });
  const rows = tiers.map((ladder, at) => ({ ladder, top: bandsTop + at * (BAND + GAP) }));
  const bottom = bandsTop + tiers.length * (BAND + GAP);
  return (
    <figure className="life-chart" ref={place}>
      <svg viewBox={`0 0 ${width} ${bottom + AXIS}`} role="img" aria-label={label}>
        {areas.map(({ series, most, top, tall }) => (
          <Area
            key={series.points}
            title={series.title[language]}
            samples={series.samples}
            most={most}
            decimals={series.decimals}
            language={language}
            until={until}
            width={width}
            top={top}
            tall={tall}
            x={x}
          />
        ))}
        {rows.map(({ ladder, top }) => (
          <g key={ladder.ladder}>
            <text className="life-label" x={LEFT} y={top - 6}>
              {ladder.title[language]}
            </text>
            {ladder.bands.map(({ rank, title, from, to }) => {
              const long = x(to + 1) - x(from);
              return (
                <g key={from}>
                  <rect
                    className={`life-band life-rank-${Math.min(rank, 4)}`}
                    x={x(from)}
                    y={top}
                    width={long}
                    height={BAND}
                  >
                    <title>{`${title[language]}: ${showDay(from)} – ${showDay(to)}`}</title>
                  </rect>
                  {long > 64 && (
                    <text className="life-level" x={x(from) + 6} y={top + 15}>
                      {title[language]}
                    </text>
                  )}
                </g>
              );
            })}
          </g>
        ))}
        {ticksOf(enrolled, until, Math.floor((width - LEFT) / TICK)).map(({ day, text }) => (
          <g key={day}>
            <path className="life-tick" d={`M${x(day)} ${GAP}V${bottom}`} />
            <text className="life-label" x={Math.min(x(day) + 3, width - TICK_WORDS)} y={bottom + 14}>
              {text}
            </text>
          </g>
        ))}
      </svg>
      {balances.length > 0 && (
        <figcaption className="life-key">
          {KINDS.map(({ key, words }) => (
            <span key={key}>
              <span className={`life-swatch life-${key}`} aria-hidden="true" />
              {words[language]}
            </span>
          ))}
        </figcaption>
      )}
    </figure>
  );
}

/** The most of a type of points that was ever there in any of the lives. */
function mostOf(lives: readonly (Life | undefined)[], points: string): bigint {
  const series = lives.flatMap((life) => life?.balances.filter((each) => each.points === points) ?? []);
  const sums = series.flatMap(({ samples }) =>
    samples.map(({ available, pending, debt }) => available + pending + debt),
  );
  // Of bigints, that `Math.max` does not take.
  return sums.reduce((high, sum) => {
    if (sum > high) return sum;
    return high;
  }, 0n);
}

function Area({
  title,
  samples,
  most,
  decimals,
  language,
  until,
  width,
  top,
  tall,
  x,
}: {
  readonly title: string;
  readonly samples: Samples;
  /** What the axis reaches to. */
  readonly most: bigint;
  readonly decimals: number;
  readonly language: Language;
  readonly until: Day;
  readonly width: number;
  readonly top: number;
  readonly tall: number;
  readonly x: (day: Day) => number;
}) {
  const height = (value: bigint) => (most === 0n ? 0 : Number((value * 10_000n) / most) * (tall / 10_000));
  const ground = top + tall;
  const stretches = samples.map((sample, at) => ({ sample, to: samples[at + 1]?.day ?? until + 1 }));
  return (
    <g>
      <text className="life-label" x={LEFT} y={top - 8}>
        {title}
      </text>
      {most > 0n && (
        <text className="life-label" x={LEFT - 6} y={top + 10} textAnchor="end">
          {showGrouped(most, decimals)}
        </text>
      )}
      <text className="life-label" x={LEFT - 6} y={ground} textAnchor="end">
        0
      </text>
      <path className="life-axis" d={`M${LEFT} ${ground}H${width - RIGHT}`} />
      {KINDS.map(({ key }, layer) => {
        const below = (sample: Samples[number]) =>
          KINDS.slice(0, layer).reduce((sum, kind) => sum + sample[kind.key], 0n);
        const upper = stretches.map(({ sample, to }) => {
          const y = ground - height(below(sample) + sample[key]);
          return `L${x(sample.day)} ${y}H${x(to)}`;
        });
        const lower = stretches.toReversed().map(({ sample, to }) => {
          const y = ground - height(below(sample));
          return `L${x(to)} ${y}H${x(sample.day)}`;
        });
        const start = samples[0]?.day;
        if (start === undefined) return null;
        return (
          <path
            key={key}
            className={`life-area life-${key}`}
            d={`M${x(start)} ${ground}${upper.join('')}${lower.join('')}Z`}
          />
        );
      })}
      {stretches.map(({ sample, to }) => (
        <rect
          key={sample.day}
          className="life-hit"
          x={x(sample.day)}
          y={top}
          width={x(to) - x(sample.day)}
          height={tall}
        >
          <title>
            {[
              showDay(sample.day),
              ...KINDS.map(({ key, words }) => `${words[language]} ${showGrouped(sample[key], decimals)}`),
            ].join('\n')}
          </title>
        </rect>
      ))}
    </g>
  );
}

/** Beginnings of years, or of months in a short life. */
function ticksOf(
  from: Day,
  until: Day,
  most: number,
): readonly { readonly day: Day; readonly text: string }[] {
  const step = until - from > 900 ? 12 : until - from > 270 ? 3 : 1;
  const { year } = civilOf(from);
  const ticks: { readonly day: Day; readonly text: string }[] = [];
  for (let day = dayOf(year, 1, 1); day <= until; day = addMonths(day, step)) {
    const at = civilOf(day);
    const text = step === 12 ? String(at.year) : `${at.year}-${String(at.month).padStart(2, '0')}`;
    if (day >= from) ticks.push({ day, text });
  }
  const every = Math.ceil(ticks.length / Math.max(1, Math.min(MOST_TICKS, most)));
  return ticks.filter((_, index) => index % every === 0);
}

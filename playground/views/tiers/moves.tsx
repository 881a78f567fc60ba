import { useMemo } from 'react';
import { movesDrawing, movesIn, ramp, type Section, SIDE_WORDS, sankeyChart } from '../../../report/index.ts';
import { keepsMoves } from '../../../schema/index.ts';
import { useSay } from '../../words/index.ts';
import { Plate } from '../figures/index.ts';
import type { LadderShown } from './ladder-shown.ts';

/** Every month's moves added up, or from the first month end to the last. */
export type Span = 'monthly' | 'overall';

const TITLES = {
  monthly: { en: 'Moves between levels, month to month', ja: '段階の移動（月ごとの合計）' },
  overall: {
    en: 'Moves from the first month end to the end of the period',
    ja: '最初の月末から期末までの移動',
  },
} as const;

/** How members moved between levels. */
export function Moves({
  setting,
  ladder,
  index,
  span,
  onSpan,
  side,
}: LadderShown & {
  readonly span: Span;
  readonly onSpan: (span: Span) => void;
  readonly side: 'base' | 'candidate' | undefined;
}) {
  const say = useSay();
  const title = say(TITLES[span]);
  const caption = side === undefined ? title : `${title}: ${say(SIDE_WORDS[side])}`;
  const { chart, moves } = useMemo(() => {
    const { moves: kept } = setting.figures.ladders[index] ?? {};
    // Month by month the first row is of those who are new.
    const matrix = (span === 'monthly' ? kept?.monthly.slice(1) : kept?.overall) ?? [];
    const names = ladder.levels.map((level) => say(level.title));
    const list = movesIn(matrix, names, names);
    const drawing = movesDrawing(
      setting,
      `moves-${index}-${side}`,
      caption,
      matrix,
      names,
      ramp(names.length),
    );
    return { chart: list.length === 0 ? undefined : sankeyChart(drawing), moves: list };
  }, [setting, ladder, index, span, side, caption, say]);
  if (!keepsMoves(ladder.levels.length))
    return (
      <Plate title={caption} chart={undefined}>
        <p className="empty">
          {say({
            en: 'The ladder has too many levels for their moves to be counted.',
            ja: '段階が多いため、段階どうしの移動は数えていません。',
          })}
        </p>
      </Plate>
    );
  const table: Section = {
    title: caption,
    columns: [
      { title: say({ en: 'From', ja: '移動元' }) },
      { title: say({ en: 'To', ja: '移動先' }) },
      { title: say({ en: 'Moves', ja: '移動' }), align: 'right' },
    ],
    rows: moves
      .toSorted((a, b) => Number(b.members - a.members))
      .map(({ from, to, members }) => [from, to, setting.numbers.count(members)]),
    notes: [],
    isDetail: false,
  };
  const choices = [
    ['monthly', say({ en: 'Month to month', ja: '月ごとの合計' })],
    ['overall', say({ en: 'Whole run', ja: '期間全体' })],
  ] as const;
  return (
    <Plate title={caption} chart={chart} table={table}>
      {chart === undefined && (
        <p className="empty">
          {say({
            en: 'Nobody moved from one level to another between two month ends.',
            ja: '月末から月末の間に、段階を移った会員はいません。',
          })}
        </p>
      )}
      <fieldset className="choices">
        <legend className="unseen">{say({ en: 'moves over', ja: '移動を数える期間' })}</legend>
        {choices.map(([key, name]) => (
          <button
            key={key}
            type="button"
            className="button"
            aria-pressed={span === key}
            onClick={() => onSpan(key)}
          >
            {name}
          </button>
        ))}
      </fieldset>
    </Plate>
  );
}

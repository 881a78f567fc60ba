import { useMemo, useState } from 'react';
import {
  type DrawingSetting,
  movesDrawing,
  movesIn,
  ramp,
  SIDE_WORDS,
  sankeyChart,
} from '../../../report/index.ts';
import { keepsMoves, type PlanLadder } from '../../../schema/index.ts';
import { useSay } from '../../words/index.ts';
import { Plate } from '../figures/index.ts';
import type { LadderBefore } from './ladder.tsx';

type Span = 'monthly' | 'overall';

const TITLES = {
  monthly: { en: 'Moves between levels, month to month', ja: '段階の移動（月ごとの移動の合計）' },
  overall: {
    en: 'Moves from the first month end to the end of the period',
    ja: '最初の月末から期末までの移動',
  },
} as const;

/** How members moved between levels: every month's moves added up, or from the first month end to the last. */
export function Moves({
  setting,
  before,
  ladder,
  index,
}: {
  readonly setting: DrawingSetting;
  readonly before: LadderBefore | undefined;
  readonly ladder: PlanLadder;
  readonly index: number;
}) {
  const say = useSay();
  const [span, choose] = useState<Span>('monthly');
  if (!keepsMoves(ladder.levels.length))
    return (
      <p className="empty">
        {say({
          en: 'The ladder has too many levels for their moves to be counted.',
          ja: '段階が多いため、段階どうしの移動は数えていません。',
        })}
      </p>
    );
  const choices = [
    ['monthly', say({ en: 'Month to month', ja: '月ごとの合計' })],
    ['overall', say({ en: 'Whole run', ja: '期間全体' })],
  ] as const;
  return (
    <>
      <div className="figures-head">
        <h3>{say({ en: 'Moves', ja: '段階の移動' })}</h3>
        <fieldset className="choices">
          <legend className="unseen">{say({ en: 'moves over', ja: '移動を数える期間' })}</legend>
          {choices.map(([key, title]) => (
            <button
              key={key}
              type="button"
              className="button"
              aria-pressed={span === key}
              onClick={() => choose(key)}
            >
              {title}
            </button>
          ))}
        </fieldset>
      </div>
      <div className="plates">
        {before !== undefined && <Flows {...before} span={span} side="base" />}
        <Flows
          setting={setting}
          ladder={ladder}
          index={index}
          span={span}
          side={before === undefined ? undefined : 'candidate'}
        />
      </div>
    </>
  );
}

function Flows({
  setting,
  ladder,
  index,
  span,
  side,
}: LadderBefore & { readonly span: Span; readonly side: 'base' | 'candidate' | undefined }) {
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
  const largest = moves.toSorted((a, b) => Number(b.members - a.members));
  return (
    <Plate caption={caption} chart={chart}>
      {chart === undefined ? (
        <p className="empty">
          {say({
            en: 'Nobody moved from one level to another between two month ends.',
            ja: '月末から月末の間に、段階を移った会員はいません。',
          })}
        </p>
      ) : (
        <details>
          <summary>{say({ en: 'Figures', ja: '数値を表示' })}</summary>
          <table>
            <thead>
              <tr>
                <th scope="col">{say({ en: 'From', ja: '移動元' })}</th>
                <th scope="col">{say({ en: 'To', ja: '移動先' })}</th>
                <th scope="col" className="n">
                  {say({ en: 'Moves', ja: '移動' })}
                </th>
              </tr>
            </thead>
            <tbody>
              {largest.map(({ from, to, members }) => (
                <tr key={`${from} → ${to}`}>
                  <th scope="row">{from}</th>
                  <td>{to}</td>
                  <td className="n">{setting.numbers.count(members)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </Plate>
  );
}

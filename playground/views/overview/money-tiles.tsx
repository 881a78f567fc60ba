import { useMemo } from 'react';
import {
  COST_TITLE,
  columnChart,
  costCourse,
  costDrawing,
  costPerMember,
  type DrawingSetting,
  type Drawn,
  LIABILITY_TITLE,
  liabilityDrawing,
  lineChart,
  monthTimeline,
  noCostSentence,
  noLiability,
  type Shown,
  sparkline,
  type Writing,
} from '../../../report/index.ts';
import type { Fraction } from '../../../schema/index.ts';
import type { ReplayResult } from '../../contract/index.ts';
import { useController } from '../../state/index.ts';
import { useSay } from '../../words/index.ts';
import { Against, baseOfMoney, Figure, Plate, WithCode } from '../figures/index.ts';
import { Tile } from './tile.tsx';

interface MoneyTile {
  readonly result: ReplayResult;
  readonly setting: DrawingSetting;
  readonly writing: Writing;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** The first course of a chart as a small line, that of the base behind it. */
function lineOf(setting: DrawingSetting, drawn: Drawn): ReturnType<typeof sparkline> | undefined {
  const { id, title, series } = drawn;
  const [own, before] = series;
  if (own === undefined || own.values.length < 2) return undefined;
  const { description } = monthTimeline(setting, drawn);
  return sparkline({
    id: `${id}-line`,
    title,
    description,
    values: own.values,
    tone: 'accent',
    ...(before === undefined ? {} : { before: before.values }),
  });
}

function MoneyAgainst({
  result,
  writing,
  of,
}: Pick<MoneyTile, 'result' | 'writing'> & { readonly of: 'cost' | 'liability' }) {
  const base = baseOfMoney(result);
  if (base === undefined) return null;
  const [was, now] = [base.figures[of], result.candidate.figures[of]];
  const change = was && now && { n: now.n * was.d - was.n * now.d, d: now.d * was.d };
  return (
    <Against
      base={was && writing.numbers.shortMoney(was)}
      change={change && writing.moneyChange(change)}
      sign={Number(change?.n ?? 0n)}
    />
  );
}

/** What the program paid over the whole period. */
export function CostTile({ result, setting, writing, ...door }: MoneyTile) {
  const say = useSay();
  const controller = useController();
  const { figures, numbers } = setting;
  const base = baseOfMoney(result);
  const perMember = costPerMember(setting);
  const { line, built, course } = useMemo(() => {
    const beside = costCourse(setting, base ?? setting);
    const alone = { ...beside, series: beside.series.slice(0, base === undefined ? 1 : 2) };
    return { line: lineOf(setting, alone), built: costDrawing(setting), course: base && alone };
  }, [setting, base]);
  const money = (value: Fraction): Shown => numbers.shortMoney(value);
  return (
    <Tile
      id="cost-tile"
      title={say({ en: 'Cost of the program', ja: 'プログラムの費用' })}
      value={built === undefined ? '–' : <Figure shown={money(figures.cost)} />}
      against={<MoneyAgainst result={result} writing={writing} of="cost" />}
      note={
        perMember === undefined || built === undefined ? (
          say({ en: 'over the whole period', ja: '期間全体' })
        ) : (
          <>
            {say({ en: '', ja: '会員1人あたり ' })}
            <Figure shown={money(perMember)} />
            {say({ en: ' per member', ja: '' })}
          </>
        )
      }
      line={built === undefined ? undefined : line}
      {...door}
    >
      {built === undefined ? (
        <p className="empty">
          <WithCode text={noCostSentence(setting)} />
        </p>
      ) : (
        <>
          <Drawing setting={setting} drawn={built} draw={columnChart} caption={say(COST_TITLE)} />
          {course !== undefined && (
            <Drawing setting={setting} drawn={course} draw={lineChart} caption={course.title} />
          )}
          <button type="button" className="button" onClick={() => controller.setView('rules')}>
            {say({ en: 'By rule, reward and benefit', ja: 'ルール・特典・ベネフィット別に見る' })}
          </button>
        </>
      )}
    </Tile>
  );
}

/** What points that are out may still cost. */
export function LiabilityTile({ result, setting, writing, ...door }: MoneyTile) {
  const say = useSay();
  const controller = useController();
  const { figures, numbers, plan } = setting;
  const base = baseOfMoney(result);
  const drawn = useMemo(() => liabilityDrawing(setting, base), [setting, base]);
  const { liability } = figures;
  return (
    <Tile
      id="liability-tile"
      title={say({ en: 'Liability', ja: 'ポイント負債' })}
      value={liability === undefined ? '–' : <Figure shown={numbers.shortMoney(liability)} />}
      against={<MoneyAgainst result={result} writing={writing} of="liability" />}
      note={
        liability === undefined ? (
          say({ en: 'not known', ja: '計算不可' })
        ) : (
          <WithCode text={say({ en: 'points still out × `expense`', ja: '未使用残高 × `expense`' })} />
        )
      }
      line={drawn && lineOf(setting, drawn)}
      {...door}
    >
      {drawn === undefined ? (
        <p className="empty">
          <WithCode text={say(noLiability(plan))} />
        </p>
      ) : (
        <>
          <Drawing
            setting={setting}
            drawn={drawn}
            draw={(timeline) => lineChart(timeline, { filled: base === undefined })}
            caption={say(LIABILITY_TITLE)}
          />
          <button type="button" className="button" onClick={() => controller.setView('points')}>
            {say({ en: 'By points and age', ja: 'ポイントの種類・経過月数別に見る' })}
          </button>
        </>
      )}
    </Tile>
  );
}

function Drawing({
  setting,
  drawn,
  draw,
  caption,
}: {
  readonly setting: DrawingSetting;
  readonly drawn: Drawn;
  readonly draw: typeof columnChart;
  readonly caption: string;
}) {
  const timeline = monthTimeline(setting, drawn);
  if (timeline.labels.length === 0) return null;
  return <Plate title={caption} chart={draw(timeline)} timeline={timeline} isBare />;
}

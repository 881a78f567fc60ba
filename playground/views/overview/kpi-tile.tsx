import { useMemo } from 'react';
import {
  type DrawingSetting,
  kpiCourse,
  kpiShown,
  kpiSparkline,
  kpiTarget,
  lineChart,
  monthTimeline,
  sparkline,
  VERDICT_WORDS,
  type Writing,
} from '../../../report/index.ts';
import type { PlanKpi } from '../../../schema/index.ts';
import type { ReplayResult, VersionResult } from '../../contract/index.ts';
import { useController } from '../../state/index.ts';
import { useSay } from '../../words/index.ts';
import { Against, Figure, Named, Plate } from '../figures/index.ts';
import { Tile } from './tile.tsx';

interface Shown {
  readonly result: ReplayResult;
  readonly setting: DrawingSetting;
  readonly writing: Writing;
  readonly kpi: PlanKpi;
  readonly index: number;
}

/** The base, where it measures the same under this name: another measure is no course to stand beside. */
function baseOf({ base, comparison }: ReplayResult, name: string): VersionResult | undefined {
  const own = comparison?.kpis.find((each) => each.name === name);
  return own?.sameMeasure === true ? base : undefined;
}

/** A KPI: its value, whether it meets its target, its course, and what it was under the base. */
export function KpiTile({
  isOpen,
  onToggle,
  ...shown
}: Shown & { readonly isOpen: boolean; readonly onToggle: () => void }) {
  const say = useSay();
  const { result, setting, kpi, index } = shown;
  const { value, verdict = 'none' } = setting.figures.trends[index] ?? {};
  const target = kpiTarget(setting, kpi);
  const line = useMemo(() => {
    const drawing = kpiSparkline(setting, kpi, index, baseOf(result, kpi.name));
    return drawing && sparkline(drawing);
  }, [result, setting, kpi, index]);
  return (
    <Tile
      id={`kpi-tile-${index}`}
      title={say(kpi.title)}
      value={value === undefined ? '–' : <Figure shown={kpiShown(setting, kpi, value)} />}
      badge={
        verdict === 'none' ? undefined : (
          <span className={`badge ${verdict}`}>
            <span aria-hidden="true">{VERDICT_WORDS[verdict].sign} </span>
            {say(VERDICT_WORDS[verdict])}
          </span>
        )
      }
      against={result.base !== undefined && <KpiAgainst {...shown} />}
      note={
        value === undefined
          ? say({
              en: 'nobody and nothing to count: the denominator is 0',
              ja: '数える対象がありません（分母が 0）',
            })
          : (target?.text ?? say({ en: 'no target stated', ja: '目標なし' }))
      }
      line={line}
      isOpen={isOpen}
      onToggle={onToggle}
    >
      <KpiMore {...shown} />
    </Tile>
  );
}

function KpiAgainst({ result, writing, kpi }: Shown) {
  const say = useSay();
  const own = result.comparison?.kpis.find((each) => each.name === kpi.name);
  const before = result.base?.plan.kpis.find((each) => each.name === kpi.name);
  if (own === undefined || before === undefined || result.base === undefined)
    return <span className="against muted">{say({ en: 'not in the base', ja: '変更前にはなし' })}</span>;
  const text = own.base?.value && writing.kpi(result.base.plan, before, own.base.value);
  const size = Number(own.change?.n ?? 0n);
  return (
    <>
      <Against
        base={text === undefined ? undefined : { text, full: text }}
        change={
          own.sameMeasure && own.change
            ? writing.kpiChange(result.candidate.plan, kpi, own.change)
            : undefined
        }
        sign={size}
        better={
          kpi.target === undefined || size === 0 ? undefined : size > 0 === (kpi.target.kind === 'at least')
        }
      />
      {!own.sameMeasure && (
        <span className="against muted">{say({ en: 'measured differently', ja: '測り方が異なります' })}</span>
      )}
    </>
  );
}

/** The whole course of a KPI, and the line of the program that it comes from. */
function KpiMore({ result, setting, kpi, index }: Shown) {
  const say = useSay();
  const controller = useController();
  const { timeline, chart } = useMemo(() => {
    const made = monthTimeline(setting, kpiCourse(setting, kpi, index, baseOf(result, kpi.name)));
    return { timeline: made, chart: made.labels.length === 0 ? undefined : lineChart(made) };
  }, [result, setting, kpi, index]);
  return (
    <Plate
      title={say(kpi.title)}
      caption={<Named title={say(kpi.title)} name={kpi.name} />}
      chart={chart}
      timeline={chart && timeline}
      isBare
    >
      <p className="kpi-formula">
        <code>{kpi.text}</code>
        <button type="button" className="button" onClick={() => controller.show('program', kpi.span)}>
          {say({ en: 'Show in the program', ja: 'プログラムで見る' })}
        </button>
      </p>
    </Plate>
  );
}

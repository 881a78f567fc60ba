import { useMemo } from 'react';
import {
  type DrawingSetting,
  FLOW_WORDS,
  type Flow,
  flowDrawing,
  monthTimeline,
  outstandingDrawing,
  sparkline,
} from '../../../report/index.ts';
import type { PlanPoints } from '../../../schema/index.ts';
import { Drawing } from '../../charts/index.ts';
import type { ReplayResult } from '../../contract/index.ts';
import { useController } from '../../state/index.ts';
import { useSay } from '../../words/index.ts';
import { Figure, useDrawing } from '../figures/index.ts';

const SMALL: readonly Flow[] = ['issued', 'used', 'expired'];

/** What happened to each kind of points, as small courses side by side; more of them is a click away. */
export function Flows({ result }: { readonly result: ReplayResult }) {
  const say = useSay();
  const controller = useController();
  const setting = useDrawing(result.candidate);
  const { points } = result.candidate.plan;
  if (points.length === 0 || setting.figures.months.length < 2) return null;
  return (
    <section aria-labelledby="overview-points">
      <div className="figures-head">
        <h2 id="overview-points">{say({ en: 'Points', ja: 'ポイント' })}</h2>
        <button type="button" className="link" onClick={() => controller.setView('points')}>
          {say({ en: 'more about points', ja: 'ポイントの詳細' })}
        </button>
      </div>
      {points.map((type, index) => (
        <TypeFlows key={type.name} result={result} setting={setting} type={type} index={index} />
      ))}
    </section>
  );
}

function TypeFlows({
  result,
  setting,
  type,
  index,
}: {
  readonly result: ReplayResult;
  readonly setting: DrawingSetting;
  readonly type: PlanPoints;
  readonly index: number;
}) {
  const say = useSay();
  const before = result.base?.plan.points.some(({ name }) => name === type.name) ? result.base : undefined;
  const lines = useMemo(() => {
    const drawings = [
      ...SMALL.map((flow) => ({ key: flow, drawn: flowDrawing(setting, before, index, flow) })),
      { key: 'outstanding' as const, drawn: outstandingDrawing(setting, index, before) },
    ];
    return drawings.map(({ key, drawn }) => {
      const [own, other] = drawn.series;
      const line = sparkline({
        id: `overview-${drawn.id}`,
        title: `${say(type.title)}: ${drawn.title}`,
        description: monthTimeline(setting, drawn).description,
        values: own?.values ?? [],
        tone: 'accent',
        ...(other === undefined ? {} : { before: other.values }),
      });
      return { key, line };
    });
  }, [setting, before, index, type, say]);
  const { numbers } = setting;
  const totalOf = (
    { figures }: Pick<DrawingSetting, 'figures'>,
    at: number,
    key: Flow | 'outstanding',
  ): bigint => (key === 'outstanding' ? figures.books[at]?.outstanding : figures.points[at]?.[key]) ?? 0n;
  const own = before?.plan.points.findIndex(({ name }) => name === type.name) ?? -1;
  const scale = before?.plan.points[own]?.decimals ?? 0;
  return (
    <div className="plate flows">
      <h3>{say(type.title)}</h3>
      {lines.map(({ key, line }) => {
        const total = numbers.shortQuantity(totalOf(setting, index, key), type.decimals);
        const was = before && numbers.shortQuantity(totalOf(before, own, key), scale);
        return (
          <div key={key} className="flow">
            <span className="muted">{say(FLOW_WORDS[key])}</span>
            <strong>
              <Figure shown={total} />
            </strong>
            {was !== undefined && (
              <span className="muted flow-was">
                {say({ en: 'base ', ja: '変更前 ' })}
                <Figure shown={was} />
              </span>
            )}
            <Drawing markup={line} />
          </div>
        );
      })}
    </div>
  );
}

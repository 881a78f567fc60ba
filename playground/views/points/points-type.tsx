import { useMemo } from 'react';
import {
  FLOWS,
  flowDrawing,
  flowsDrawing,
  lineChart,
  monthTimeline,
  outstandingDrawing,
} from '../../../report/index.ts';
import type { PlanPoints } from '../../../schema/index.ts';
import type { ReplayResult } from '../../contract/index.ts';
import { useController } from '../../state/index.ts';
import { useSay } from '../../words/index.ts';
import { Named, Plate, useDrawing, useWriting } from '../figures/index.ts';
import { Ages } from './ages.tsx';
import { booksOf } from './books.ts';
import { Facts } from './facts.tsx';
import { Givers } from './givers.tsx';

/** One kind of points. */
export function PointsType({
  result,
  type,
  index,
}: {
  readonly result: ReplayResult;
  readonly type: PlanPoints;
  readonly index: number;
}) {
  const say = useSay();
  const controller = useController();
  const setting = useDrawing(result.candidate);
  const writing = useWriting(result);
  const { candidate, base } = result;
  const books = useMemo(() => booksOf(candidate, type.name), [candidate, type]);
  const before = useMemo(() => base && booksOf(base, type.name), [base, type]);
  const charts = useMemo(() => {
    const beside = before === undefined ? undefined : base;
    const line = (drawn: ReturnType<typeof flowDrawing>, filled: boolean) => {
      const timeline = monthTimeline(setting, drawn);
      return { timeline, chart: lineChart(timeline, { filled }) };
    };
    // Beside the base each course needs a chart of its own: eight lines in one cannot be told apart.
    const flows =
      beside === undefined
        ? [line(flowsDrawing(setting, index), false)]
        : FLOWS.filter((flow) => (books?.flows[flow] ?? 0n) + (before?.flows[flow] ?? 0n) > 0n).map((flow) =>
            line(flowDrawing(setting, beside, index, flow), false),
          );
    return [line(outstandingDrawing(setting, index, beside), beside === undefined), ...flows];
  }, [setting, index, base, books, before]);
  if (books === undefined) return null;
  const id = `points-type-${index}`;
  const nothing = setting.figures.months.length === 0;
  return (
    <section aria-labelledby={id}>
      <div className="figures-head">
        <h2 id={id}>
          <Named title={say(type.title)} name={type.name} />
        </h2>
        <button type="button" className="link" onClick={() => controller.show('program', type.span)}>
          {say({ en: 'in the program', ja: 'プログラムの該当箇所' })}
        </button>
        <button
          type="button"
          className="link"
          onClick={() => controller.look({ filter: `balance(${type.name}) > 0 ${type.name}` })}
        >
          {say({ en: 'members who have some', ja: '残高のある会員' })}
        </button>
        {base !== undefined && before === undefined && (
          <span className="badge unknown">
            {say({ en: 'new: not in the base', ja: '新規（変更前にはなし）' })}
          </span>
        )}
      </div>
      <Facts type={type} books={books} before={before} writing={writing} />
      {!nothing && (
        <div className="plates">
          {charts.map(({ timeline, chart }) => (
            <Plate key={timeline.id} title={timeline.title} chart={chart} timeline={timeline} />
          ))}
        </div>
      )}
      <div className="plates wide">
        <Ages setting={setting} books={books} index={index} />
        <Givers result={result} setting={setting} type={type} />
      </div>
    </section>
  );
}

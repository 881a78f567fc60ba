import { useMemo, useState } from 'react';
import { levelsDrawing, monthTimeline, SIDE_WORDS, stackedAreaChart } from '../../../report/index.ts';
import type { PlanLadder } from '../../../schema/index.ts';
import type { ReplayResult } from '../../contract/index.ts';
import { useController } from '../../state/index.ts';
import { useSay } from '../../words/index.ts';
import { Named, Plate, useDrawing } from '../figures/index.ts';
import type { LadderShown } from './ladder-shown.ts';
import { Levels } from './levels.tsx';
import { Moves, type Span } from './moves.tsx';

/** One ladder: members by level over time, moves, and what each level came to. */
export function Ladder({
  result,
  ladder,
  index,
}: {
  readonly result: ReplayResult;
  readonly ladder: PlanLadder;
  readonly index: number;
}) {
  const say = useSay();
  const controller = useController();
  const setting = useDrawing(result.candidate);
  const other = useDrawing(result.base ?? result.candidate);
  const before = useMemo((): LadderShown | undefined => {
    const at = result.base?.plan.ladders.findIndex(({ name }) => name === ladder.name) ?? -1;
    const own = result.base?.plan.ladders[at];
    return own && { setting: other, ladder: own, index: at };
  }, [result, ladder, other]);
  const [span, setSpan] = useState<Span>('monthly');
  const own = { setting, ladder, index };
  const versions =
    before === undefined
      ? [{ ...own, side: undefined }]
      : [
          { ...before, side: 'base' as const },
          { ...own, side: 'candidate' as const },
        ];
  const id = `ladder-${index}`;
  return (
    <section aria-labelledby={id}>
      <div className="figures-head">
        <h2 id={id}>
          <Named title={say(ladder.title)} name={ladder.name} />
        </h2>
        <button type="button" className="link" onClick={() => controller.show('program', ladder.span)}>
          {say({ en: 'in the program', ja: 'プログラムの該当箇所' })}
        </button>
        {result.base !== undefined && before === undefined && (
          <span className="badge unknown">
            {say({ en: 'new: not in the base', ja: '新規（変更前にはなし）' })}
          </span>
        )}
      </div>
      <Levels setting={setting} before={before} ladder={ladder} index={index} />
      <div className="plates">
        {versions.map((version) => (
          <Counts key={version.side ?? 'own'} {...version} />
        ))}
        {versions.map((version) => (
          <Moves key={version.side ?? 'own'} {...version} span={span} onSpan={setSpan} />
        ))}
      </div>
    </section>
  );
}

function Counts({
  setting,
  ladder,
  index,
  side,
}: LadderShown & { readonly side: 'base' | 'candidate' | undefined }) {
  const say = useSay();
  const { timeline, chart } = useMemo(() => {
    const drawing = levelsDrawing(setting, ladder, index);
    // Both sides stand on one page: each needs ids of its own.
    const made = monthTimeline(setting, { ...drawing, id: `${drawing.id}-${side}` });
    return { timeline: made, chart: made.labels.length === 0 ? undefined : stackedAreaChart(made) };
  }, [setting, ladder, index, side]);
  const caption = side === undefined ? timeline.title : `${timeline.title}: ${say(SIDE_WORDS[side])}`;
  return (
    <Plate title={caption} chart={chart} timeline={chart && timeline}>
      {chart === undefined && (
        <p className="empty">{say({ en: 'There is no month to show.', ja: '表示できる月がありません。' })}</p>
      )}
    </Plate>
  );
}

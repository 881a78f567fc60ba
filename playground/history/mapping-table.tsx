import { useState } from 'react';
import type { Survey, TargetRow } from '../../runtime/index.ts';
import type { Desk, DeskChange } from '../contract/index.ts';
import { useSay } from '../words/index.ts';
import { columnOf } from './choices.ts';
import { ColumnChips } from './column-chips.tsx';
import { TargetLine } from './target-line.tsx';

/** What the program needs on the left, the columns that give it on the right. */
export function MappingTable({
  desk,
  survey,
  onChange,
}: {
  readonly desk: Desk;
  readonly survey: Survey;
  readonly onChange: (change: DeskChange) => void;
}) {
  const say = useSay();
  const [pointed, setPointed] = useState<string>();
  const used = new Set(
    desk.targets.flatMap(({ picked: { choice } }) => {
      if (choice.kind === 'columns') return choice.columns;
      return columnOf(choice, survey)?.name ?? [];
    }),
  );
  return (
    <div className="history-mapping">
      <ColumnChips survey={survey} pointed={pointed} used={used} onPoint={setPointed} />
      <table className="history-table">
        <caption className="unseen">
          {say({
            en: 'What the program needs, and where it stands in the file',
            ja: 'プログラムに必要な項目と、ファイルの列の対応',
          })}
        </caption>
        <thead>
          <tr>
            <th scope="col">{say({ en: 'The program needs', ja: 'プログラムの項目' })}</th>
            <th scope="col">{say({ en: 'taken from', ja: '対応する列' })}</th>
            <th scope="col">{say({ en: 'samples', ja: '値の例' })}</th>
            <th scope="col">{say({ en: 'how sure, and why', ja: '確かさと理由' })}</th>
          </tr>
        </thead>
        {grouped(desk.targets).map(({ event, rows }) => (
          <tbody key={event ?? ''}>
            <tr>
              <th scope="rowgroup" colSpan={4} className="history-group">
                {event === undefined
                  ? say({ en: 'Every row', ja: 'すべての行' })
                  : say({ en: `Fields of ${event}`, ja: `${event} の項目` })}
              </th>
            </tr>
            {rows.map((row) => (
              <TargetLine
                key={row.target}
                row={row}
                survey={survey}
                pointed={pointed}
                onChoose={(choice) => {
                  setPointed(undefined);
                  onChange({ kind: 'choose', target: row.target, choice });
                }}
              />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

interface Group {
  readonly event: string | undefined;
  readonly rows: readonly TargetRow[];
}

function grouped(targets: readonly TargetRow[]): readonly Group[] {
  const events = [...new Set(targets.map(({ event }) => event))];
  return events.map((event) => ({ event, rows: targets.filter((row) => row.event === event) }));
}

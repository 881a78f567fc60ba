import type { ComparedLine, TitledDifference } from '../../report/index.ts';
import { type Cell, type Paint, say, type Terminal, table } from '../terminal/index.ts';

/** Lines shown before the first difference, and after it. */
const BEFORE = 2;
const AFTER = 6;

function cells(line: ComparedLine, first: boolean, nothing: string, paint: Paint): readonly Cell[] {
  const mark = first ? '▶' : line.same ? ' ' : '·';
  if (line.same) return [mark, line.expected ?? nothing, line.got ?? nothing];
  return [
    { text: mark, paint: paint.yellow },
    { text: line.expected ?? nothing, paint: paint.green },
    { text: line.got ?? nothing, paint: paint.red },
  ];
}

/** A difference as a table, expected beside got, the first difference marked. `place` is its file:line. */
export function reportDifference(terminal: Terminal, difference: TitledDifference, place: string): string {
  const { paint } = terminal.out;
  const { lines } = difference;
  const first = lines.findIndex((line) => !line.same);
  const from = Math.max(0, first - BEFORE);
  const shown = lines.slice(from, first + AFTER);
  const nothing = say(terminal, { en: '(nothing)', ja: '（なし）' });
  const drawn = table(
    [
      { title: '' },
      { title: say(terminal, { en: 'expected', ja: '期待' }) },
      { title: say(terminal, { en: 'got', ja: '結果' }) },
    ],
    shown.map((line, index) => cells(line, from + index === first, nothing, paint)),
    paint,
    '    ',
  );
  const remarks = shown.flatMap(({ remark }) =>
    remark === undefined ? [] : [`\n      ${paint.dim('=')} ${say(terminal, remark)}`],
  );
  const hidden = lines.length - from - shown.length;
  const more =
    hidden > 0
      ? `\n      ${paint.dim(say(terminal, { en: `… ${hidden} more`, ja: `… ほか ${hidden} 行` }))}`
      : '';
  return `  ${place}: ${say(terminal, difference.title)}\n${drawn}${remarks.join('')}${more}`;
}

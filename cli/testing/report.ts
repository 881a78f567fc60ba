import type { Localized } from '../../schema/index.ts';
import { showDay } from '../show.ts';
import { type Cell, type Paint, say, type Terminal, table } from '../terminal/index.ts';
import type { ComparedLine, Difference } from './compare.ts';

/** Lines shown before the first difference, and after it. */
const BEFORE = 2;
const AFTER = 6;

function titleOf({ kind, member, on }: Difference): Localized {
  const whose = member ?? '';
  switch (kind) {
    case 'ledger':
      return { en: `ledger of ${whose}`, ja: `${whose} の台帳` };
    case 'state':
      return on === undefined
        ? { en: `state of ${whose}`, ja: `${whose} の状態` }
        : { en: `state of ${whose} on ${showDay(on)}`, ja: `${whose} の ${showDay(on)} の状態` };
    case 'rows':
      return { en: 'a row that should be there', ja: 'あるはずの行' };
    case 'absent':
      return { en: 'a row that should not be there', ja: 'ないはずの行' };
    case 'rejected':
      return { en: 'rejected rows', ja: '除外された行' };
    case 'errors':
      return { en: 'members stopped by an error', ja: 'エラーで停止した会員' };
  }
}

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
export function reportDifference(terminal: Terminal, difference: Difference, place: string): string {
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
  return `  ${place}: ${say(terminal, titleOf(difference))}\n${drawn}${remarks.join('')}${more}`;
}

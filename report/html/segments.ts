import { lineChart, ramp, type Series, shareBar } from '../charts/index.ts';
import { movesIn } from '../drawing/index.ts';
import { html, type Markup } from '../markup/index.ts';
import { movesTable } from './moves.ts';
import { DASH, empty, monthPlate, named, type Row, right, type Section, table } from './parts.ts';
import type { Setting } from './setting.ts';

const STROKES: readonly NonNullable<Series['stroke']>[] = ['solid', 'dash', 'dot'];
/** More lines than this cannot be told apart. */
const LINES = 3;

function titleOf({ plan, words }: Setting, name: string): string {
  const own = plan.named.find((each) => each.kind === 'segment' && each.name === name);
  return own === undefined ? name : words(own.title);
}

function courses(setting: Setting): Markup | undefined {
  const { figures, words, numbers, shown } = setting;
  if (figures.segments.length > LINES) return undefined;
  const shades = ramp(LINES);
  return html`<div class="plates">${monthPlate(
    setting,
    {
      id: 'segments-lines',
      title: words({ en: 'Members at the end of each month', ja: '月末の会員数' }),
      series: figures.segments.map(({ name, months }, at) => ({
        name: titleOf(setting, name),
        tone: at === 0 ? 'accent' : at === 1 ? 'second' : 'muted',
        stroke: STROKES[at] ?? 'solid',
        shade: shades[at] ?? 1,
        values: shown.map((month) => Number(months[month] ?? 0n)),
      })),
      format: numbers.shortCount,
      formatFull: numbers.count,
    },
    (chart) => lineChart(chart),
  )}</div>`;
}

function moves(setting: Setting): Markup | undefined {
  const { figures, words } = setting;
  const none = words({ en: '(in none)', ja: '（どれにも属さない）' });
  const names = [none, ...figures.segments.map(({ name }) => titleOf(setting, name))];
  const list = movesIn(
    figures.segmentMoves.monthly,
    [words({ en: '(newly enrolled)', ja: '（新規入会）' }), ...names],
    names,
  );
  if (list.length === 0) return undefined;
  const title = words({
    en: 'Moves between segments, month to month',
    ja: 'セグメントの移動（月ごとの合計）',
  });
  const note = words({
    en: 'A member who is in several segments counts once for each pair of segments before and after.',
    ja: '複数のセグメントに属する会員は、移動前と移動後の組み合わせごとに数えます。',
  });
  return html`<h4>${title}</h4>${movesTable(setting, title, list)}<p class="note">${note}</p>`;
}

export function segmentsSection(setting: Setting): Section {
  const { plan, figures, words, numbers } = setting;
  const title = words({ en: 'Segments', ja: 'セグメント' });
  const none = words({
    en: 'The program names no segments: `segments:` says which members to look at together.',
    ja: 'プログラムにセグメントがありません。まとめて見たい会員を `segments:` に書いてください。',
  });
  if (figures.segments.length === 0) return { id: 'segments', title, body: empty(none) };
  const all = figures.members;
  const rows = figures.segments.map(({ name, members, joined, left }): Row => {
    const own = plan.named.find((each) => each.kind === 'segment' && each.name === name);
    return {
      head: named(setting, own?.title ?? { en: name, ja: name }, name),
      cells: [
        html`${numbers.count(members)}`,
        all === 0 ? DASH : html`${numbers.percent({ n: BigInt(members), d: BigInt(all) })}`,
        html`<span class="bar">${shareBar(all === 0 ? 0 : members / all, { tone: 'accent' })}</span>`,
        joined === 0n ? DASH : html`${numbers.count(joined)}`,
        left === 0n ? DASH : html`${numbers.count(left)}`,
      ],
    };
  });
  const columns = [
    { title: words({ en: 'Segment', ja: 'セグメント' }) },
    right(words({ en: 'Members at the end', ja: '期末の会員数' })),
    right(words({ en: 'Of all members', ja: '全会員に対する割合' })),
    { title: '' },
    right(words({ en: 'Joined', ja: '加わった' })),
    right(words({ en: 'Left', ja: '離れた' })),
  ];
  const body = html`${courses(setting)}${table(title, columns, rows)}<p class="note">${words({
    en: 'Joined and left: over the whole period, seen at month ends. A member can be in several segments.',
    ja: '加わった・離れた: 期間全体で、月末ごとに数えた延べ人数です。会員は複数のセグメントに属することがあります。',
  })}</p>${moves(setting)}`;
  return { id: 'segments', title, body };
}

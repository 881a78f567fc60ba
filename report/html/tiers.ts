import { keepsMoves, type PlanLadder } from '../../schema/index.ts';
import { ramp, shareBar, stackedAreaChart } from '../charts/index.ts';
import { levelsDrawing, movesIn } from '../drawing/index.ts';
import { html, type Markup, NOTHING } from '../markup/index.ts';
import { movesMatrix, movesPlate } from './moves.ts';
import { DASH, empty, monthPlate, named, plate, type Row, right, type Section, table } from './parts.ts';
import type { Setting } from './setting.ts';

function ofLadder(setting: Setting, ladder: PlanLadder, index: number): Markup {
  const { figures, words, numbers } = setting;
  const shades = ramp(ladder.levels.length);
  const drawing = levelsDrawing(setting, ladder, index);
  const chart = monthPlate(setting, drawing, stackedAreaChart);
  const levels = figures.ladders[index]?.levels ?? [];
  const count = (value: bigint): Markup => (value === 0n ? DASH : html`${numbers.count(value)}`);
  const all = levels.reduce((sum, { members }) => sum + members, 0);
  const rows = ladder.levels.map((level, at): Row => {
    const own = levels[at];
    const members = own?.members ?? 0;
    return {
      head: named(setting, level.title, level.name),
      cells: [
        html`${numbers.count(members)}`,
        all === 0 ? DASH : html`${numbers.percent({ n: BigInt(members), d: BigInt(all) })}`,
        html`<span class="bar">${shareBar(all === 0 ? 0 : members / all, { tone: 'accent', shade: shades[at] ?? 1 })}</span>`,
        count(own?.reached ?? 0n),
        count(own?.lapsed ?? 0n),
      ],
    };
  });
  const columns = [
    { title: words({ en: 'Level', ja: '段階' }) },
    right(words({ en: 'Members', ja: '会員数' })),
    right(words({ en: 'Share', ja: '割合' })),
    { title: '' },
    right(words({ en: 'Reached', ja: '到達' })),
    right(words({ en: 'Lapsed', ja: '終了' })),
  ];
  const note = words({
    en: 'Members and share: at the end. Reached and lapsed: how often, over the whole period.',
    ja: '会員数と割合は期末。到達・終了は期間全体の回数です。',
  });
  const { sankey, tables } = movesOf(setting, ladder, index, shades);
  return html`<h3>${named(setting, ladder.title, ladder.name)}</h3><div class="plates">${chart}${sankey}</div>${table(drawing.title, columns, rows)}<p class="note">${note}</p>${tables}`;
}

/** Moves between levels, drawn and in figures; words where there are none. */
function movesOf(
  setting: Setting,
  ladder: PlanLadder,
  index: number,
  shades: readonly number[],
): { readonly sankey: Markup; readonly tables: Markup } {
  const { figures, words } = setting;
  const title = words({ en: 'Moves between levels, month to month', ja: '段階の移動（月ごとの合計）' });
  const moves = figures.ladders[index]?.moves;
  const levels = ladder.levels.map((level) => words(level.title));
  const between = moves?.monthly.slice(1) ?? [];
  if (!keepsMoves(levels.length)) {
    const none = words({
      en: 'The ladder has too many levels for their moves to be counted.',
      ja: '段階が多いため、段階どうしの移動は数えていません。',
    });
    return { sankey: plate(title, empty(none)), tables: NOTHING };
  }
  if (movesIn(between, levels, levels).length === 0) {
    const none = words({
      en: 'Nobody moved from one level to another between two month ends.',
      ja: '月末から月末の間に、段階を移った会員はいません。',
    });
    return { sankey: plate(title, empty(none)), tables: NOTHING };
  }
  const overall = words({
    en: 'From the first month end to the end of the period, members',
    ja: '最初の月末から期末まで（会員数）',
  });
  const rows = [words({ en: '(newly enrolled)', ja: '（新規入会）' }), ...levels];
  return {
    sankey: movesPlate(setting, `moves-${index}`, title, between, levels, shades),
    tables: html`<h4>${title}</h4>${movesMatrix(setting, title, moves?.monthly ?? [], rows, levels, false)}<h4>${overall}</h4>${movesMatrix(setting, overall, moves?.overall ?? [], levels, levels, true)}`,
  };
}

export function tiersSection(setting: Setting): Section {
  const { plan, words } = setting;
  const body =
    plan.ladders.length === 0
      ? empty(
          words({
            en: 'The program has no tiers: every member is treated alike.',
            ja: 'プログラムに会員ランクはありません。すべての会員が同じ扱いです。',
          }),
        )
      : html`${plan.ladders.map((ladder, index) => ofLadder(setting, ladder, index))}`;
  return { id: 'tiers', title: words({ en: 'Tiers', ja: '会員ランク' }), body };
}

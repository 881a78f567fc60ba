import type { PlanLadder } from '../../schema/index.ts';
import { ramp, shareBar, stackedAreaChart } from '../charts/index.ts';
import { html, type Markup } from '../markup/index.ts';
import { DASH, empty, monthPlate, named, type Row, right, type Section, table } from './parts.ts';
import { perMonth, type Setting } from './setting.ts';

function ofLadder(setting: Setting, ladder: PlanLadder, index: number): Markup {
  const { figures, words, numbers } = setting;
  const shades = ramp(ladder.levels.length);
  const title = words({ en: 'Members by level at the end of each month', ja: '月末の段階別会員数' });
  const chart = monthPlate(
    setting,
    {
      id: `tiers-${index}`,
      title,
      series: ladder.levels.map((level, at) => ({
        name: words(level.title),
        tone: 'accent',
        shade: shades[at] ?? 1,
        values: perMonth(setting, ({ tiers }) => Number(tiers[index]?.[at]?.members ?? 0n)),
      })),
      format: numbers.shortCount,
      formatFull: numbers.count,
    },
    stackedAreaChart,
  );
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
  return html`<h3>${named(setting, ladder.title, ladder.name)}</h3><div class="plates">${chart}<div class="plate">${table(title, columns, rows)}<p class="note">${words(
    {
      en: 'Members: at the end. Reached and lapsed: how often, over the whole period.',
      ja: '会員数は期末。到達・終了は期間全体の回数です。',
    },
  )}</p></div></div>`;
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

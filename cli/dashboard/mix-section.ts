import type { ReportFigures } from '../../report/index.ts';
import type { Localized, Loyalty } from '../../schema/index.ts';
import { right, type Setting, zeroAsDash } from '../summary/index.ts';
import { type Cell, table } from '../terminal/index.ts';
import { count, line, money, months, note, percent, points, whole } from './showing.ts';

const LOYALTY_WORDS: Readonly<Record<Loyalty, Localized>> = {
  economic: { en: 'economic', ja: '経済的' },
  behavioral: { en: 'behavioral', ja: '行動的' },
  psychological: { en: 'psychological', ja: '心理的' },
};

export function mixBlock(setting: Setting, dashboard: ReportFigures): string {
  const { plan, output, words } = setting;
  const columns = [
    { title: words({ en: 'loyalty', ja: 'ロイヤルティ' }) },
    right(words({ en: `spend in ${plan.currency.code}`, ja: `支出（${plan.currency.code}）` })),
    right(words({ en: 'share', ja: '割合' })),
    right(words({ en: 'mix', ja: '目標配分' })),
    right(words({ en: 'gap', ja: '差' })),
    right(words({ en: 'reached', ja: '届いた会員' })),
    months(setting, dashboard),
  ];
  const rows = dashboard.mix.map((own): readonly Cell[] => {
    const { loyalty, spend, share, target, difference } = own;
    const reached = dashboard.months.map(({ builds }) => whole(builds[loyalty].members));
    return [
      words(LOYALTY_WORDS[loyalty]),
      money(setting, spend),
      percent(share),
      percent(target),
      points(setting, difference),
      zeroAsDash(count(own.members)),
      line(setting, reached, 'zero'),
    ];
  });
  const notes = [
    note(setting, {
      en: 'reached: members over the run whom something reached that builds it',
      ja: '届いた会員: 期間中に、それを育てるルール・特典・ベネフィットが届いた会員数',
    }),
  ];
  if (plan.loyalty.mix.length === 0)
    notes.push(
      note(setting, {
        en: 'the program states no `loyalty.mix`: there is nothing to hold the shares against',
        ja: 'プログラムに `loyalty.mix` がないため、割合を比べる目標がありません',
      }),
    );
  return [table(columns, rows, output.paint), ...notes].join('\n');
}

import type { Command } from 'commander';
import type { AccountingAsked, LifetimeAsked } from '../../report/index.ts';
import type { Fraction, Localized } from '../../schema/index.ts';
import { option } from '../arguments.ts';
import { EXIT } from '../exit.ts';
import type { Loaded } from '../loading.ts';
import { countOf } from '../replay-options.ts';
import type { Terminal } from '../terminal/index.ts';
import { misuse } from '../trouble.ts';

/** As written. */
export interface InsightOptions {
  readonly forecast: string;
  readonly margin?: string;
  readonly discount?: string;
  readonly acquisition?: string;
  readonly accounting?: boolean;
  readonly expectedUse?: string;
  readonly pointPrice?: string;
}

/** What they say, when all of them can be used. */
interface InsightAsked extends LifetimeAsked, AccountingAsked {
  readonly accounting: boolean;
}

/** A hundred years. */
const MOST_MONTHS = 1200;

function decimal(text: string): Fraction | undefined {
  const [, whole, part = ''] =
    /^(\d{1,15})(?:\.(\d{1,9}))?$/.exec(text.replaceAll('_', '').replaceAll(',', '')) ?? [];
  return whole === undefined ? undefined : { n: BigInt(whole + part), d: 10n ** BigInt(part.length) };
}

function percentOf(text: string): Fraction | undefined {
  const value = text.endsWith('%') ? decimal(text.slice(0, -1).trim()) : undefined;
  return value && { n: value.n, d: value.d * 100n };
}

/** Reads them; says what is wrong with the first that cannot be. */
export function readInsightOptions(terminal: Terminal, options: InsightOptions): Loaded<InsightAsked> {
  const wrong = { exit: EXIT.usage };
  const months = countOf(terminal, '--forecast', options.forecast, MOST_MONTHS);
  if (months === undefined) return wrong;
  if (months === 0) {
    misuse(terminal, {
      en: '`--forecast` looks at least one month ahead',
      ja: '`--forecast` は 1 か月以上を指定してください',
    });
    return wrong;
  }
  const share = (name: string, written: string | undefined, most: number): Fraction | undefined | 'wrong' => {
    if (written === undefined) return undefined;
    const value = percentOf(written);
    if (value !== undefined && value.n <= BigInt(most) * value.d) return value;
    // A number whose sign was forgotten is meant as it stands; 0.3 may be 30%.
    const bare = percentOf(`${written}%`);
    const isMeant = bare !== undefined && bare.n * 100n >= bare.d && bare.n <= BigInt(most) * bare.d;
    const meant = isMeant ? written : '30';
    misuse(
      terminal,
      {
        en: `\`${name}\` takes a percentage from 0% to ${most * 100}%, not \`${written}\``,
        ja: `\`${name}\` には 0% から ${most * 100}% までの割合を指定してください（\`${written}\` は使えません）`,
      },
      { en: `write \`${name} ${meant}%\``, ja: `\`${name} ${meant}%\` のように書いてください` },
    );
    return 'wrong';
  };
  const amount = (name: string, written: string | undefined): Fraction | undefined | 'wrong' => {
    if (written === undefined) return undefined;
    const value = decimal(written);
    if (value !== undefined) return value;
    misuse(
      terminal,
      {
        en: `\`${name}\` takes an amount in the program's currency, not \`${written}\``,
        ja: `\`${name}\` にはプログラムの通貨で金額を指定してください（\`${written}\` は使えません）`,
      },
      { en: `write \`${name} 1.5\``, ja: `\`${name} 1.5\` のように書いてください` },
    );
    return 'wrong';
  };
  const margin = share('--margin', options.margin, 1);
  const discount = share('--discount', options.discount, 10);
  const acquisition = amount('--acquisition', options.acquisition);
  const expectedUse = share('--expected-use', options.expectedUse, 1);
  const pointPrice = amount('--point-price', options.pointPrice);
  if (
    margin === 'wrong' ||
    discount === 'wrong' ||
    acquisition === 'wrong' ||
    expectedUse === 'wrong' ||
    pointPrice === 'wrong'
  )
    return wrong;
  if (margin !== undefined && margin.n === 0n) {
    misuse(terminal, {
      en: '`--margin 0%` leaves nothing to be worth: it has to be above 0%',
      ja: '`--margin 0%` では価値が残りません。0% より大きい値を指定してください',
    });
    return wrong;
  }
  const accounting = options.accounting === true;
  if (!accounting && (expectedUse !== undefined || pointPrice !== undefined)) {
    const name = expectedUse !== undefined ? '--expected-use' : '--point-price';
    misuse(terminal, {
      en: `\`${name}\` is about the accounting view: add \`--accounting\``,
      ja: `\`${name}\` は会計表示のオプションです。\`--accounting\` も指定してください`,
    });
    return wrong;
  }
  return { value: { months, margin, discount, acquisition, accounting, expectedUse, pointPrice } };
}

/** Adds them to a command that shows a dashboard. */
export function takesInsight(command: Command, terminal: Terminal): Command {
  const add = (flags: string, words: Localized): void => {
    command.addOption(option(terminal, flags, words));
  };
  command.addOption(
    option(terminal, '--forecast <months>', {
      en: 'how far ahead lifetime value is forecast',
      ja: '顧客生涯価値を何か月先まで予測するか',
    }).default('12'),
  );
  add('--margin <percent>', {
    en: 'gross margin, for lifetime value; left out: sales are shown',
    ja: '粗利率（顧客生涯価値に使う。省略時は売上で示す）',
  });
  add('--discount <percent>', {
    en: 'yearly discount of what is to come (default: 0%)',
    ja: '将来の価値の年間割引率（既定: 0%）',
  });
  add('--acquisition <amount>', {
    en: 'what winning a member cost, for lifetime value',
    ja: '会員一人の獲得費用（顧客生涯価値に使う）',
  });
  add('--accounting', {
    en: 'show points as a separate performance obligation, month by month',
    ja: 'ポイントを独立した履行義務として月ごとに示す',
  });
  add('--expected-use <percent>', {
    en: 'share of points expected to be used (default: as in the history)',
    ja: '使用されると見込むポイントの割合（既定: 履歴の実績）',
  });
  add('--point-price <amount>', {
    en: 'stand-alone price of a point (default: its `expense`)',
    ja: '1 ポイントの独立販売価格（既定: `expense`）',
  });
  return command;
}

import type { Localized } from '../../schema/index.ts';

/** What a function's first argument names. */
export type Subject = 'event' | 'field' | 'lines' | 'ladder' | 'points' | 'rule' | 'period' | 'kpi' | 'value';

/** A function of the language as an editor shows it. */
export interface FunctionWords {
  readonly name: string;
  readonly signature: string;
  readonly does: Localized;
  readonly subjects: readonly Subject[];
  /** What the place must let an expression see. */
  readonly needs: 'nothing' | 'history' | 'state' | 'award' | 'members' | 'comparison' | 'lines';
  /** Written after the bracket opens; `$1` is where the writer goes on. */
  readonly inside: string;
}

const entry = (
  name: string,
  signature: string,
  needs: FunctionWords['needs'],
  subjects: readonly Subject[],
  does: Localized,
  inside = '$1',
): FunctionWords => ({ name, signature, needs, subjects, does, inside });

const WINDOW = '[where …] [during …]';

/** The functions, in the order in which they are offered. */
export const FUNCTIONS: readonly FunctionWords[] = [
  entry('count', `count(event ${WINDOW})`, 'history', ['event', 'lines'], {
    en: 'how many such events the member has had; of a list, how many lines the event at hand has',
    ja: '会員に起きたイベントの件数です。明細のリストなら、そのイベントの明細の件数です',
  }),
  entry('sum', `sum(event.field ${WINDOW})`, 'history', ['field', 'lines'], {
    en: 'the field added up over such events, or over the lines of the event at hand; nothing there gives 0',
    ja: '項目の合計です。イベントの履歴、またはそのイベントの明細を合計します。一件もなければ 0 です',
  }),
  entry('first', `first(event[.field] ${WINDOW})`, 'history', ['event', 'field', 'lines'], {
    en: 'the day of the first such event, or its field; missing where there is none',
    ja: '最初のイベントの日付、またはその項目です。一件もなければ値がありません',
  }),
  entry('last', `last(event[.field] ${WINDOW})`, 'history', ['event', 'field', 'lines', 'ladder'], {
    en: 'the day of the last such event, or its field; `last(status.gold)`: the last day at that level or above',
    ja: '最後のイベントの日付、またはその項目です。`last(status.gold)` は、そのランク以上だった最後の日です',
  }),
  entry('distinct', `distinct(event.field ${WINDOW})`, 'history', ['field', 'lines'], {
    en: 'how many different values the field has had',
    ja: '項目に現れた異なる値の数です',
  }),
  entry('lowest', `lowest(event.field ${WINDOW})`, 'history', ['field', 'lines'], {
    en: 'the smallest value of the field; missing where there is none',
    ja: '項目の最小値です。一件もなければ値がありません',
  }),
  entry('highest', `highest(event.field ${WINDOW})`, 'history', ['field', 'lines'], {
    en: 'the greatest value of the field; missing where there is none',
    ja: '項目の最大値です。一件もなければ値がありません',
  }),
  entry('any', 'any(lines where …)', 'lines', ['lines'], {
    en: 'whether any line of the event at hand is such',
    ja: 'そのイベントの明細に、条件に合うものが一つでもあるかどうかです',
  }),
  entry(
    'streak',
    'streak(event by period)',
    'history',
    ['event'],
    {
      en: 'how many periods in a row, up to the present one, have had such an event',
      ja: '今の期間まで、イベントのある期間がいくつ続いているかです',
    },
    '$1 by month',
  ),
  entry('earned', 'earned(points [by rule] [where …] [during …])', 'history', ['points'], {
    en: 'points given, dated when earned, pending ones included, reversals taken off',
    ja: '付与されたポイントの合計です。付与日で数え、利用開始前の分を含み、取り消された分を除きます',
  }),
  entry('used', 'used(points [during …])', 'history', ['points'], {
    en: 'points used, reversals taken off',
    ja: '利用されたポイントの合計です。取り消された分を除きます',
  }),
  entry('expired', 'expired(points [during …])', 'history', ['points'], {
    en: 'points that expired unused',
    ja: '使われないまま失効したポイントの合計です',
  }),
  entry('balance', 'balance(points)', 'state', ['points'], {
    en: 'points that can be used now',
    ja: '今使えるポイントの残高です',
  }),
  entry('pending', 'pending(points)', 'state', ['points'], {
    en: 'points earned that cannot be used yet',
    ja: '付与済みで、まだ使えないポイントです',
  }),
  entry('tier', 'tier(ladder)', 'state', ['ladder'], {
    en: 'the level that the member holds',
    ja: '会員が今持っているランクです',
  }),
  entry('since', 'since(ladder)', 'state', ['ladder'], {
    en: 'the day of the last change of tier, up or down; enrolment while there was none',
    ja: '最後にランクが変わった日です。一度も変わっていなければ入会日です',
  }),
  entry('held', 'held(ladder)', 'state', ['ladder'], {
    en: 'the day until which the present level is held; missing at the base',
    ja: '今のランクを維持できる最後の日です。基本のランクでは値がありません',
  }),
  entry('award', 'award(rule)', 'award', ['rule'], {
    en: 'what an earlier rule gave at this same event, after its limits',
    ja: '同じイベントで、上にあるルールが（上限を適用した後に）付与した量です',
  }),
  entry('min', 'min(a, b, …)', 'nothing', ['value'], {
    en: 'the smallest of several values',
    ja: 'いくつかの値のうち、最も小さいものです',
  }),
  entry('max', 'max(a, b, …)', 'nothing', ['value'], {
    en: 'the greatest of several values; in `expires:` a missing date is left out',
    ja: 'いくつかの値のうち、最も大きいものです。`expires:` では、ない日付を除いて比べます',
  }),
  entry('abs', 'abs(x)', 'nothing', ['value'], { en: 'a value without its sign', ja: '絶対値です' }),
  entry('floor', 'floor(x[, step])', 'nothing', ['value'], {
    en: 'rounded down, to whole ones or to multiples of the step',
    ja: '切り捨てです。刻みを書けば、その倍数に切り捨てます',
  }),
  entry('ceil', 'ceil(x[, step])', 'nothing', ['value'], {
    en: 'rounded up, to whole ones or to multiples of the step',
    ja: '切り上げです。刻みを書けば、その倍数に切り上げます',
  }),
  entry('round', 'round(x[, step])', 'nothing', ['value'], {
    en: 'rounded to the nearest, halves away from zero',
    ja: '四捨五入です。刻みを書けば、その倍数にします',
  }),
  entry('year', 'year(date)', 'nothing', ['value'], { en: 'the year of a date', ja: '日付の年です' }),
  entry('month', 'month(date)', 'nothing', ['value'], {
    en: 'the month of a date, 1 to 12',
    ja: '日付の月（1〜12）です',
  }),
  entry('day', 'day(date)', 'nothing', ['value'], {
    en: 'the day of the month, 1 to 31',
    ja: '日付の日（1〜31）です',
  }),
  entry('weekday', 'weekday(date)', 'nothing', ['value'], {
    en: 'the day of the week, Monday 1 to Sunday 7',
    ja: '曜日です。月曜が 1、日曜が 7 です',
  }),
  entry('hour', 'hour(time)', 'nothing', ['value'], {
    en: 'the hour of the clock, 0 to 23, in the zone of the program',
    ja: '時刻の時（0〜23）です。プログラムの時間帯で読みます',
  }),
  entry(
    'start_of',
    'start_of(period, date)',
    'nothing',
    ['period'],
    { en: 'the first day of the period that holds a date', ja: '日付を含む期間の最初の日です' },
    '$1, today',
  ),
  entry(
    'end_of',
    'end_of(period, date)',
    'nothing',
    ['period'],
    { en: 'the last day of the period that holds a date', ja: '日付を含む期間の最後の日です' },
    '$1, today',
  ),
  entry('share', 'share(condition [among condition])', 'members', ['value'], {
    en: 'the share of members of whom it is true, among all or among some',
    ja: '条件に合う会員の割合です。`among` で母数を絞れます',
  }),
  entry('mean', 'mean(value [among condition])', 'members', ['value'], {
    en: 'the mean over the members who have the value',
    ja: '値を持つ会員の平均です',
  }),
  entry('total', 'total(value [among condition])', 'members', ['value'], {
    en: 'the sum over all members',
    ja: '全会員の合計です',
  }),
  entry('members', 'members(condition)', 'members', ['value'], {
    en: 'how many members there are of whom it is true',
    ja: '条件に合う会員の人数です',
  }),
  entry('repeat_rate', 'repeat_rate([during …])', 'members', [], {
    en: 'the share of buyers who have bought at least twice',
    ja: 'リピート率です。購入者のうち二回以上購入した会員の割合です',
  }),
  entry('second_purchase_rate', 'second_purchase_rate([during …])', 'members', [], {
    en: 'F2: the share of first-time buyers who bought a second time',
    ja: 'F2 転換率です。初回購入者のうち二回目を購入した会員の割合です',
  }),
  entry('retention_rate', 'retention_rate([during …])', 'members', [], {
    en: 'the share of members active before who still are',
    ja: '継続率です。前に活動していた会員のうち、今も活動している割合です',
  }),
  entry('churn_rate', 'churn_rate([during …])', 'members', [], {
    en: 'the share of members active before who no longer are',
    ja: '離脱率です。前に活動していた会員のうち、今は活動していない割合です',
  }),
  entry('active_rate', 'active_rate()', 'members', [], {
    en: 'the share of members who are active',
    ja: '活動率です。活動中の会員の割合です',
  }),
  entry('ltv', 'ltv([during …])', 'members', [], {
    en: 'spend per buyer: what one is worth over time',
    ja: 'LTV です。購入者1人あたりの購入額です',
  }),
  entry('nps', 'nps(event.field [during …])', 'members', ['field'], {
    en: 'net promoter score of the last answers from 0 to 10: promoters less detractors',
    ja: 'NPS です。0〜10 の最新の回答について、推奨者の割合から批判者の割合を引きます',
  }),
  entry('csat', 'csat(event.field [during …])', 'members', ['field'], {
    en: 'the share of the last answers that are content (4 or 5 of 5)',
    ja: 'CSAT です。最新の回答のうち満足（5 段階の 4 か 5）の割合です',
  }),
  entry('redemption_rate', 'redemption_rate(points [during …])', 'members', ['points'], {
    en: 'points used over points given',
    ja: '利用率です。付与したポイントのうち利用された割合です',
  }),
  entry('breakage', 'breakage(points [during …])', 'members', ['points'], {
    en: 'of the points that ended, those that ended unused',
    ja: '失効率です。終わったポイントのうち、使われずに終わった割合です',
  }),
  entry('liability', 'liability([points])', 'members', ['points'], {
    en: 'what the outstanding points would cost when used',
    ja: 'ポイント負債です。残っているポイントがすべて使われたときの費用です',
  }),
  entry('earn_burn', 'earn_burn(points [during …])', 'members', ['points'], {
    en: 'points used for each point given in the same period',
    ja: '同じ期間の付与 1 ポイントあたりの利用ポイントです',
  }),
  entry('program_cost', 'program_cost([during …])', 'members', [], {
    en: 'what points used, rewards and benefits cost the company',
    ja: '利用されたポイント、特典、優待の会社負担額です',
  }),
  entry('enrolled', 'enrolled([during …])', 'members', [], {
    en: 'how many members enrolled',
    ja: '入会した会員の人数です',
  }),
  entry('change', 'change(kpi)', 'comparison', ['kpi'], {
    en: 'the candidate’s KPI less the base’s',
    ja: '変更案の KPI から現行の KPI を引いた差です',
  }),
];

const byName = new Map(FUNCTIONS.map((each) => [each.name, each]));

export function functionNamed(name: string): FunctionWords | undefined {
  return byName.get(name);
}

/** Words of the language that are no functions, and what they mean. */
export const KEYWORDS: Readonly<Record<string, Localized>> = {
  and: {
    en: 'both are true; binds tighter than `or`',
    ja: '両方が成り立つことです。`or` より先に結び付きます',
  },
  or: { en: 'one of them is true, or both', ja: 'どちらか、または両方が成り立つことです' },
  not: { en: 'is not true', ja: '成り立たないことです' },
  if: {
    en: '`if c then a else b`: one of two values',
    ja: '`if 条件 then 値 else 値`。二つの値のどちらかです',
  },
  otherwise: { en: 'the value to take where the one before is missing', ja: '前の値がないときに使う値です' },
  has: { en: 'whether a value is there', ja: '値があるかどうかです' },
  in: { en: 'one of several: `x in (a, b)`', ja: 'いくつかのうちの一つです。`x in (a, b)` と書きます' },
  between: { en: 'from one value to another, both included', ja: '両端を含む範囲です' },
  of: { en: 'a share of an amount: `25% of x`', ja: '量に対する割合です。`25% of x` と書きます' },
  per: {
    en: '`1 star per 54 JPY of x`: so many for each whole step; in a limit: so often in each period',
    ja: '`1 star per 54 JPY of x` は、刻み一つごとの付与です。上限では、期間ごとの回数や量です',
  },
  where: { en: 'only those of which it is true', ja: '条件に合うものだけに絞ります' },
  during: { en: 'only in this stretch of time', ja: '期間で絞ります' },
  since: {
    en: '`months since d`: whole units elapsed; in an aggregate: from that date on',
    ja: '`months since d` は経過した単位の数です。集計では、その日以降です',
  },
  by: {
    en: 'which rule gave the points; by which period a streak is counted',
    ja: '付与したルール、または連続を数える期間です',
  },
  among: { en: 'the members of whom the share is taken', ja: '割合の母数になる会員です' },
  before: { en: '`before this`: without the event at hand', ja: '`before this` は、今のイベントを除きます' },
  this: {
    en: 'the period at hand; in `where`: the event at hand',
    ja: '今の期間です。`where` の中では今のイベントです',
  },
  previous: { en: 'the last complete period', ja: '直前の、終わった期間です' },
  last: { en: 'the stretch of time that ends now', ja: '今までの一定の期間です' },
  now: { en: 'the moment that is being processed', ja: '処理している時点の日時です' },
  today: { en: 'the day that is being processed', ja: '処理している日です' },
  forever: { en: 'a date that never comes', ja: '決して来ない日付です' },
  yes: { en: 'true', ja: '成り立つことを表します' },
  no: { en: 'not true', ja: '成り立たないことを表します' },
  member: { en: 'the attributes of the member', ja: '会員の属性です' },
  earned: { en: 'the day on which the points were earned', ja: 'ポイントが付与された日です' },
  reached: { en: 'the day on which the level was reached', ja: 'ランクに達した日です' },
  ending: {
    en: 'complete periods that end so many before the present one',
    ja: '今の期間からさかのぼって終わる期間です',
  },
  pro: {
    en: '`pro rata`: keeps the fraction of a step',
    ja: '`pro rata` は、刻みに満たない分も比例して付与します',
  },
  rata: {
    en: '`pro rata`: keeps the fraction of a step',
    ja: '`pro rata` は、刻みに満たない分も比例して付与します',
  },
  losers: { en: 'the share of members who get less than before', ja: '前より得るものが減る会員の割合です' },
  winners: {
    en: 'the share of members who get more than before',
    ja: '前より得るものが増える会員の割合です',
  },
};

import type { Subject } from '../../compiler/index.ts';
import {
  kpiShown,
  kpiTarget,
  type Numbers,
  shownMonths,
  unitAfter,
  VERDICT_WORDS,
} from '../../report/index.ts';
import type { Language, Localized } from '../../schema/index.ts';
import type { VersionResult } from '../contract/index.ts';
import { deedsOf } from '../views/rules/index.ts';

interface Said {
  readonly result: VersionResult;
  readonly numbers: Numbers;
  readonly language: Language;
}

/** What a run came to for something that a program names, in a line; undefined where figures say nothing of it. */
export function currentValue(subject: Subject, said: Said): string | undefined {
  const text = figuresOf(subject, said);
  const head = { en: 'In this history', ja: 'この履歴では' }[said.language];
  return text === undefined ? undefined : `**${head}:** ${text}`;
}

function figuresOf(subject: Subject, said: Said): string | undefined {
  switch (subject.kind) {
    case 'kpi':
      return kpiNow(subject.name, said);
    case 'rule':
    case 'reward':
    case 'benefit':
      return deedNow(subject.kind, subject.name, said);
    case 'segment': {
      const { segments, members } = said.result.figures;
      const own = segments.find(({ name }) => name === subject.name);
      return own && membersNow(own.members, members, said);
    }
    case 'level':
      return levelNow(subject, said);
    case 'ladder':
      return ladderNow(subject.name, said);
    case 'points':
      return pointsNow(subject.name, said);
    default:
      return undefined;
  }
}

function kpiNow(name: string, { result: { plan, figures }, numbers, language }: Said): string | undefined {
  const kpi = plan.kpis.find((each) => each.name === name);
  const trend = figures.trends.find((each) => each.name === name);
  if (kpi === undefined || trend === undefined) return undefined;
  const words = (text: Localized) => text[language];
  const setting = { plan, figures, numbers, language, words, shown: shownMonths(figures) };
  const value =
    trend.value === undefined
      ? words({ en: 'no value yet, the denominator is 0', ja: '値はまだありません（分母が 0）' })
      : kpiShown(setting, kpi, trend.value).full;
  const verdict = trend.verdict === 'none' ? undefined : VERDICT_WORDS[trend.verdict];
  return [
    value,
    ...(verdict === undefined ? [] : [`${verdict.sign} ${words(verdict)}`]),
    kpiTarget(setting, kpi)?.text ?? words({ en: 'no target stated', ja: '目標なし' }),
  ].join(' · ');
}

function deedNow(
  kind: Subject['kind'],
  name: string,
  { result, numbers, language }: Said,
): string | undefined {
  const deed = deedsOf(result, undefined).find((each) => each.kind === kind && each.name === name);
  if (deed === undefined) return undefined;
  const { candidate } = deed;
  if (candidate === undefined || candidate.times === 0n)
    return { en: 'never fired', ja: '一度も適用されていません' }[language];
  const [times, members] = [numbers.count(candidate.times), numbers.count(candidate.members)];
  const given = candidate.given.map(({ points, scale, quantity }) => {
    const text = numbers.quantity(quantity, scale);
    return `${text} ${unitAfter(text, points, language)}`;
  });
  return {
    en: [
      `${times} ${times === '1' ? 'time' : 'times'}`,
      `${members} ${members === '1' ? 'member' : 'members'}`,
    ],
    ja: [`${times} 回`, `会員 ${members} 人`],
  }[language]
    .concat(given)
    .join(' · ');
}

function membersNow(count: number, all: number, { numbers, language }: Said): string {
  const share = all === 0 ? '' : numbers.percent({ n: BigInt(count), d: BigInt(all) });
  const shown = numbers.count(count);
  const ofAll = share === '' ? '' : { en: ` (${share})`, ja: `（${share}）` }[language];
  return { en: `${shown} ${count === 1 ? 'member' : 'members'} now${ofAll}`, ja: `現在 ${shown} 人${ofAll}` }[
    language
  ];
}

function levelNow({ name, owner }: Subject, said: Said): string | undefined {
  const { ladders, members } = said.result.figures;
  const level = ladders.find((each) => each.name === owner)?.levels.find((each) => each.name === name);
  return level && membersNow(level.members, members, said);
}

function ladderNow(name: string, { result, numbers }: Said): string | undefined {
  const ladder = result.figures.ladders.find((each) => each.name === name);
  return ladder?.levels.map((level) => `${level.name} ${numbers.count(level.members)}`).join(' · ');
}

function pointsNow(name: string, { result: { plan, figures }, numbers, language }: Said): string | undefined {
  const type = plan.points.find((each) => each.name === name);
  const books = figures.books.find((each) => each.name === name);
  if (type === undefined || books === undefined) return undefined;
  const quantity = numbers.quantity(books.outstanding, type.decimals);
  const left = {
    en: `${quantity} ${unitAfter(quantity, name, language)} outstanding`,
    ja: `未使用残高 ${quantity} ${name}`,
  }[language];
  if (books.liability === undefined) return left;
  const money = numbers.money(books.liability);
  return `${left} · ${{ en: `liability ${money}`, ja: `ポイント負債 ${money}` }[language]}`;
}

import { historyMessages } from '../../runtime/index.ts';
import type { Localized } from '../../schema/index.ts';
import { html, type Markup } from '../markup/index.ts';
import { withCode } from './parts.ts';
import type { Setting } from './setting.ts';

interface Reason {
  readonly reason: string;
  readonly count: number;
}

/** The short name of a reason, in words. */
function reasonTitle(reason: string): Localized {
  const known = Object.entries(historyMessages).find(([code]) => code === reason);
  return known?.[1].title ?? { en: reason, ja: reason };
}

const sumOf = (list: readonly Reason[]): number => list.reduce((sum, { count }) => sum + count, 0);

function targets({ figures, words }: Setting): string {
  const { met, missed, unknown } = figures.verdicts;
  const parts = [
    ...(met > 0 ? [words({ en: `✓ ${met} met`, ja: `✓ 達成 ${met}` })] : []),
    ...(missed > 0 ? [words({ en: `✗ ${missed} missed`, ja: `✗ 未達 ${missed}` })] : []),
    ...(unknown > 0 ? [words({ en: `? ${unknown} cannot be said`, ja: `? 判定不能 ${unknown}` })] : []),
  ];
  return parts.length === 0
    ? words({ en: 'the program states none', ja: 'プログラムに目標がありません' })
    : parts.join(words({ en: ', ', ja: '、' }));
}

/** What the reader has to know about rows and members that are not in the figures. */
function cautions(setting: Setting): Markup {
  const { figures, words, numbers } = setting;
  const { rejected, ignored } = figures.history;
  const list = (reasons: readonly Reason[], name: (reason: string) => string): string =>
    reasons
      .map(({ reason, count }) =>
        words({
          en: `${name(reason)} (${numbers.count(count)})`,
          ja: `${name(reason)}（${numbers.count(count)}）`,
        }),
      )
      .join(words({ en: ', ', ja: '、' }));
  const items: string[] = [];
  const refused = sumOf(rejected);
  if (refused > 0) {
    const why = list(rejected, (reason) => words(reasonTitle(reason)));
    items.push(
      words({
        en: `${numbers.count(refused)} of ${numbers.count(figures.history.rows)} rows could not be used and are in no figure: ${why}. \`--rejects FILE\` writes them.`,
        ja: `${numbers.count(figures.history.rows)} 行のうち ${numbers.count(refused)} 行は使えないため、どの数値にも入っていません: ${why}。\`--rejects ファイル\` で書き出せます。`,
      }),
    );
  }
  const passed = sumOf(ignored);
  if (passed > 0) {
    const why = list(ignored, (reason) => reason);
    items.push(
      words({
        en: `${numbers.count(passed)} ${passed === 1 ? 'row is' : 'rows are'} left aside, as the mapping says: ${why}.`,
        ja: `${numbers.count(passed)} 行はマッピングの指定により対象外です: ${why}。`,
      }),
    );
  }
  if (figures.stopped > 0)
    items.push(
      words({
        en: `${figures.stopped === 1 ? '1 member was' : `${numbers.count(figures.stopped)} members were`} stopped by an error: counted in points and costs up to there, and in no KPI.`,
        ja: `${numbers.count(figures.stopped)} 人の会員はエラーで停止しました。ポイントと費用には停止するまでの分が入り、KPI には入りません。`,
      }),
    );
  if (figures.failed > 0)
    items.push(
      words({
        en: `${figures.failed === 1 ? '1 member' : `${numbers.count(figures.failed)} members`} could not be replayed and ${figures.failed === 1 ? 'is' : 'are'} in no figure.`,
        ja: `${numbers.count(figures.failed)} 人の会員は適用できず、どの数値にも入っていません。`,
      }),
    );
  if (figures.members === 0)
    items.push(
      words({
        en: 'The history has no members: there is nothing to measure yet.',
        ja: '履歴に会員がいません。まだ測れるものがありません。',
      }),
    );
  if (figures.members === 1)
    items.push(
      words({
        en: 'The history has one member only: shares and averages say little.',
        ja: '履歴の会員は1人だけです。割合や平均は参考になりません。',
      }),
    );
  if (items.length === 0) return html``;
  return html`<ul class="cautions">${items.map((item) => html`<li>${withCode(item)}</li>`)}</ul>`;
}

export function pageHead(setting: Setting, histories: readonly string[]): Markup {
  const { plan, figures, words, numbers, shown } = setting;
  const { history, until } = figures;
  const refused = sumOf(history.rejected) + sumOf(history.ignored);
  const period =
    history.first === undefined
      ? words({ en: `until ${numbers.day(until)}`, ja: `${numbers.day(until)}まで` })
      : words({
          en: `${numbers.day(history.first)} – ${numbers.day(until)}`,
          ja: `${numbers.day(history.first)}〜${numbers.day(until)}`,
        });
  const rows = words(
    refused === 0
      ? {
          en: `${numbers.count(history.rows)}, all of them accepted`,
          ja: `${numbers.count(history.rows)} 行（すべて採用）`,
        }
      : {
          en: `${numbers.count(history.rows)}, of which ${numbers.count(history.accepted)} accepted`,
          ja: `${numbers.count(history.rows)} 行（うち採用 ${numbers.count(history.accepted)} 行）`,
        },
  );
  const facts: readonly (readonly [string, string])[] = [
    [words({ en: 'History', ja: '履歴' }), histories.join(words({ en: ', ', ja: '、' }))],
    [words({ en: 'Period', ja: '期間' }), period],
    [words({ en: 'Members', ja: '会員' }), numbers.count(figures.members)],
    [words({ en: 'Events', ja: 'イベント' }), numbers.count(figures.events)],
    [words({ en: 'Rows', ja: '行' }), rows],
    [words({ en: 'Targets', ja: '目標' }), targets(setting)],
  ];
  const months =
    shown.length < figures.months.length
      ? html`<p class="note">${words({
          en: `Charts show the last ${shown.length} of ${figures.months.length} months; totals are of the whole period.`,
          ja: `グラフは全 ${figures.months.length} か月のうち直近 ${shown.length} か月です。合計は期間全体のものです。`,
        })}</p>`
      : undefined;
  return html`<header><p class="eyebrow">${words({ en: 'Simulation of a loyalty program', ja: 'ロイヤルティプログラムのシミュレーション' })}</p>
<h1 title="${words(plan.title)}">${words(plan.title)}</h1>
<p class="id"><code>${plan.program}</code>${plan.version === '' ? undefined : ` ${words({ en: 'version', ja: 'バージョン' })} ${plan.version}`}</p>
<dl class="about">${facts.map(([name, fact]) => html`<div><dt>${name}</dt><dd>${fact}</dd></div>`)}</dl>
${cautions(setting)}${months}</header>`;
}

import {
  breakEvenWords,
  CHANGE_WORDS,
  ESTIMATE_WORDS,
  type FigureRow,
  figureRows,
  figureText,
  figureUnit,
  mediansNote,
  nearly,
  showRounded,
} from '../../report/index.ts';
import type { BreakEven } from '../../runtime/index.ts';
import {
  type Estimate,
  type Fraction,
  formatDay,
  type Language,
  type Localized,
  type ResponseModel,
} from '../../schema/index.ts';
import { showDay, showGrouped } from '../show.ts';
import { right } from '../summary/index.ts';
import { type Cell, type Column, type Output, padEnd, table, widthOf, wrapWide } from '../terminal/index.ts';
import type { LoadedScenario, ScenarioOutcome } from './run-scenario.ts';

/** Where and how a scenario is shown. */
export interface ScenarioSetting {
  readonly output: Output;
  readonly language: Language;
  readonly words: (text: Localized) => string;
}

const count = (value: number): string => showGrouped(BigInt(Math.round(value)), 0);

function figuresBlock(
  { output, language, words }: ScenarioSetting,
  scenario: LoadedScenario,
  rows: readonly FigureRow[],
): string {
  const { paint } = output;
  const plans = { base: scenario.base.plan, candidate: scenario.candidate.plan };
  const responds = scenario.response !== undefined;
  const columns: readonly Column[] = [
    { title: '' },
    { title: words({ en: 'unit', ja: '単位' }) },
    right(words({ en: 'base', ja: '現行' })),
    right(words({ en: 'no response', ja: '反応なし' })),
    ...(responds
      ? [
          right(words({ en: 'assumed (median)', ja: '仮定の反応（中央値）' })),
          right(words({ en: '5 to 95%', ja: '5〜95%' })),
        ]
      : []),
  ];
  const cells = rows.map((row): readonly Cell[] => {
    const of = (side: 'base' | 'candidate', value: Fraction | undefined) =>
      figureText(plans, row, side, value, language);
    const drawn = (value: number | undefined) =>
      of('candidate', value === undefined ? undefined : nearly(value));
    const { response } = row;
    const interval =
      response === undefined
        ? '-'
        : `${drawn(response.low)} ${words({ en: 'to', ja: '〜' })} ${drawn(response.high)}`;
    return [
      words(row.title),
      { text: figureUnit(plans, row, language), paint: paint.dim },
      of('base', row.base),
      of('candidate', row.unchanged),
      ...(responds
        ? [
            { text: drawn(response?.median), paint: paint.yellow },
            { text: interval, paint: paint.dim },
          ]
        : []),
    ];
  });
  return table(columns, cells, paint);
}

function estimateText({ words }: ScenarioSetting, { kind, text }: Estimate): string {
  const range = text.range === undefined ? undefined : text.range.join(words({ en: ' to ', ja: '〜' }));
  if (range === undefined) return text.value ?? '';
  const how = words(ESTIMATE_WORDS[kind]);
  return text.value === undefined ? `${range} (${how})` : `${text.value} (${range}; ${how})`;
}

/** Every assumption in full: whom it is about, what it says, where it comes from, and what it touched. */
function assumptionsBlock(setting: ScenarioSetting, model: ResponseModel, outcome: ScenarioOutcome): string {
  const { output, words } = setting;
  const { paint } = output;
  const source = words({ en: 'source', ja: '根拠' });
  const line = (text: string): string => `      ${text}`;
  const blocks = model.assumptions.map((assumption, index): string => {
    const { name, title, changes, event, events, who, estimate, until } = assumption;
    const reach = outcome.figures.response?.reach[index];
    const everybody = words({ en: 'everybody', ja: '全員' });
    const back = words({ en: `, ${events} each`, ja: `、一人 ${events} 件` });
    const what = `${words(CHANGE_WORDS[changes])}${changes === 'pressure' ? ` ${who ?? ''}` : ''}: ${event}${changes === 'win_back' ? back : ''}`;
    const whom = changes === 'pressure' ? '' : `; ${who ?? everybody}`;
    const lasts =
      until === undefined
        ? ''
        : words({ en: `; until ${formatDay(until)}`, ja: `、${formatDay(until)} まで` });
    const called = words(title) === name ? '' : ` ${words(title)}`;
    const members = reach?.members;
    const few = reach !== undefined && reach.events < 10;
    const average =
      reach === undefined ? '' : few ? showRounded(nearly(reach.events), 1) : count(reach.events);
    const touched = words({
      en: `${members === undefined ? everybody : `${count(members)} member${members === 1 ? '' : 's'}`}; ${average} events added, taken away or changed in a draw, on average`,
      ja: `対象は${members === undefined ? everybody : `会員 ${count(members)} 人`}。1回の試行で増減・変更したイベントは平均 ${average} 件`,
    });
    const idle = reach !== undefined && reach.events === 0;
    const nothing = words(
      members === 0
        ? {
            en: 'it changes nothing: nobody is in this group the day before',
            ja: '何も変わりません。前日の時点で、対象の会員が一人もいません',
          }
        : {
            en: `it changed nothing in any draw; it is about ${members === undefined ? everybody : `${count(members)} members`}`,
            ja: `どの試行でも何も変わりませんでした。対象は${members === undefined ? everybody : `会員 ${count(members)} 人`}`,
          },
    );
    return [
      `    ${paint.bold(name)}${called}`,
      line(`${what}${whom}${lasts}`),
      line(estimateText(setting, estimate)),
      ...wrapWide(`${source}: ${words(estimate.source)}`, 72)
        .split('\n')
        .map(line),
      line(idle ? paint.yellow(nothing) : paint.dim(touched)),
    ].join('\n');
  });
  const margin =
    model.margin === undefined
      ? []
      : [
          [
            `    ${paint.bold(words({ en: 'margin', ja: '限界利益率' }))}`,
            line(estimateText(setting, model.margin)),
            ...wrapWide(`${source}: ${words(model.margin.source)}`, 72)
              .split('\n')
              .map(line),
          ].join('\n'),
        ];
  const title = words({
    en: 'assumptions: stated by the scenario, not found in the history',
    ja: '仮定（シナリオに書かれたもので、履歴から分かったことではありません）',
  });
  return [`  ${paint.bold(title)}`, ...blocks, ...margin].join('\n');
}

function breakEvenBlock(setting: ScenarioSetting, model: ResponseModel, found: readonly BreakEven[]): string {
  const { output, words } = setting;
  const names = [
    words({ en: 'all together', ja: 'すべて同時' }),
    ...model.assumptions.map(({ name }) => name),
  ];
  const rows = found.map((result, index): readonly Cell[] => [
    names[index] ?? '',
    setting.words(breakEvenWords(result)),
  ]);
  const columns = [
    { title: words({ en: 'break-even', ja: '損益分岐' }) },
    { title: words({ en: 'each alone: the others at zero', ja: '個別の行は、ほかの仮定を 0 とした場合' }) },
  ];
  return table(columns, rows, output.paint);
}

/** A scenario for people. Ends with a line break. */
export function prettyScenario(
  setting: ScenarioSetting,
  scenario: LoadedScenario,
  outcome: ScenarioOutcome,
): string {
  const { output, words } = setting;
  const { paint } = output;
  const { base, candidate, response } = scenario;
  const { figures, first, until, members, events } = outcome;
  const model = response?.model;
  const note = (text: Localized): string[] =>
    wrapWide(words(text), 76)
      .split('\n')
      .map((each) => `  ${paint.dim(each)}`);
  const changed = words({ en: 'changed by', ja: '変更案' });
  const width = Math.max(widthOf(candidate.plan.program), widthOf(changed));
  const head = [
    `  ${paint.bold(padEnd(candidate.plan.program, width))}  ${base.path}`,
    `  ${paint.bold(padEnd(changed, width))}  ${candidate.path}`,
    ...(scenario.title === undefined ? [] : [`  ${padEnd('', width)}  ${words(scenario.title)}`]),
    `  ${words({
      en: `${showDay(first)} to ${showDay(until)}, ${count(events)} rows, ${count(members)} members`,
      ja: `${showDay(first)}〜${showDay(until)}、${count(events)} 行、会員 ${count(members)} 人`,
    })}`,
  ];
  const rows = figureRows(base.plan, candidate.plan, figures, model?.margin?.mode);
  const notes = [
    ...note({
      en: 'no response: the changed program over the history as it is, as if members did what they did. Computed, not assumed.',
      ja: '反応なし: 履歴はそのままで、プログラムだけを変えた場合。会員の行動は変わらないものとした計算値で、仮定を含みません。',
    }),
    ...(model === undefined
      ? note({
          en: 'the scenario states no `response:`: what members would do differently is not part of these figures',
          ja: 'シナリオに `response:` がありません。会員の行動の変化は、この数値に含まれていません',
        })
      : note({
          en: `assumed: median of ${model.draws} draws (seed ${model.seed}) of the assumptions below; as good as they are.`,
          ja: `仮定の反応: 下の仮定による ${model.draws} 回の試行（seed ${model.seed}）の中央値。確かさは仮定しだいです。`,
        })),
    ...(model === undefined
      ? []
      : note({
          en: `amounts and points from ${formatDay(model.from)} on; KPIs and liability on the last day. The liability grows from what it was the day before.`,
          ja: `金額とポイントは ${formatDay(model.from)} 以降、KPI とポイント負債は最終日の値。ポイント負債の増加は、その前日からの増加分です。`,
        })),
    ...(model?.margin === undefined || figures.net.base === undefined ? [] : note(mediansNote(model.margin))),
  ];
  const blocks = [head.join('\n'), `${figuresBlock(setting, scenario, rows)}\n${notes.join('\n')}`];
  if (model !== undefined) {
    const drawn = figures.response;
    if (drawn?.pays !== undefined) {
      const share = `${showRounded(nearly(100 * drawn.pays), 0)}%`;
      blocks.push(
        ...[
          `  ${words({ en: `the change pays in ${share} of the draws`, ja: `試行のうち ${share} で採算が取れます` })}`,
        ],
      );
    }
    blocks.push(assumptionsBlock(setting, model, outcome));
    if (drawn !== undefined && drawn.breakEven.length > 0)
      blocks.push(breakEvenBlock(setting, model, drawn.breakEven));
    else
      blocks.push(
        note({
          en: 'no break-even: it takes `response.margin` and the purchase of `standard:`',
          ja: '損益分岐は計算できません。`response.margin` と `standard:` の購買が必要です',
        }).join('\n'),
      );
  }
  return `${blocks.join('\n\n')}\n`;
}

import { useMemo } from 'react';
import {
  type Bars,
  barChart,
  breakEvenWords,
  type FigureRow,
  figureText,
  figureUnit,
  mediansNote,
  nearly,
  type Section,
} from '../../../report/index.ts';
import { asNumber } from '../../../runtime/index.ts';
import { formatDay } from '../../../schema/index.ts';
import { Chart } from '../../charts/index.ts';
import type { ScenarioAnswer } from '../../contract/index.ts';
import { SectionTable } from '../../tables/index.ts';
import { useLanguage, useSay } from '../../words/index.ts';

type Simulated = Extract<ScenarioAnswer, { readonly kind: 'simulated' }>;

/** Rows of money that are of one size: what sales are is so much more that nothing else would be seen beside it. */
const DRAWN = ['cost', 'growth', 'gain'];

/** What the change comes to: as it is, without a response, and as members are assumed to respond. */
export function Results({ simulated }: { readonly simulated: Simulated }) {
  const say = useSay();
  const language = useLanguage();
  const { rows, model, figures } = simulated;
  const section = useMemo(() => tableOf(simulated, say, language), [simulated, say, language]);
  const { response } = figures;
  const title = say({ en: 'What the response does to money', ja: '反応で変わる金額' });
  const own = rows.filter(({ name, response: drawn }) => DRAWN.includes(name) && drawn !== undefined);
  const ratios = rows.filter(
    (row) =>
      row.kind.kind === 'kpi' &&
      row.response !== undefined &&
      figureText(simulated, row, 'candidate', nearly(0), language).includes('%'),
  );
  return (
    <div className="scenario-results">
      {response?.pays !== undefined && (
        <p className="scenario-pays">
          <strong>{Math.round(100 * response.pays)}%</strong>{' '}
          {say({
            en: `of the draws pay: in them, margin − cost − growth of the liability is not below that of the program as it is.`,
            ja: `の試行で採算が取れます（利益 − 費用 − 負債の増加が現行を下回りません）。`,
          })}
        </p>
      )}
      {(own.length > 0 || ratios.length > 0) && (
        <div className="scenario-charts">
          {own.length > 0 && (
            <Chart
              title={title}
              caption={`${title} (${simulated.candidate.currency.code})`}
              chart={barChart(barsOf('scenario-money', title, simulated, own, say, language))}
              className="plate"
            />
          )}
          {ratios.length > 0 && (
            <Chart
              title={say({ en: 'What the response does to KPIs', ja: '反応で変わる KPI' })}
              chart={barChart(
                barsOf(
                  'scenario-kpis',
                  say({ en: 'What the response does to KPIs', ja: '反応で変わる KPI' }),
                  simulated,
                  ratios,
                  say,
                  language,
                ),
              )}
              className="plate"
            />
          )}
        </div>
      )}
      {own.length > 0 && (
        <p className="muted">
          {say({
            en: 'Bar: median of the draws. Line along it: where nine draws of ten lie. Mark: without any response, as computed from the history alone.',
            ja: '棒: 試行の中央値。棒に沿う線: 試行の9割が入る範囲。縦の印: 反応なし（履歴だけから計算した値）。',
          })}
        </p>
      )}
      <SectionTable section={section} />
      {response !== undefined && response.breakEven.length > 0 && model !== undefined && (
        <section aria-label={say({ en: 'break-even', ja: '損益分岐' })}>
          <h3>{say({ en: 'How strong the response must be', ja: '採算に必要な反応の強さ' })}</h3>
          <dl className="break-even">
            {response.breakEven.map((found, index) => {
              const alone = model.assumptions[index - 1];
              const name =
                alone === undefined ? say({ en: 'all together', ja: 'すべて同時' }) : say(alone.title);
              return (
                <div key={alone?.name ?? ''}>
                  <dt>{name}</dt>
                  <dd>
                    {say(breakEvenWords(found))}
                    {alone !== undefined && (
                      <span className="muted">
                        {say({ en: ' (alone, the others at zero)', ja: '（ほかの仮定は 0）' })}
                      </span>
                    )}
                  </dd>
                </div>
              );
            })}
          </dl>
        </section>
      )}
    </div>
  );
}

type Say = ReturnType<typeof useSay>;
type Spoken = ReturnType<typeof useLanguage>;

const FLOWS = { issued: { en: 'issued', ja: '付与' }, used: { en: 'used', ja: '使用' } } as const;

/** As the program calls KPIs and points; other rows have a title of their own. */
function titleOf({ candidate }: Simulated, { kind, name, title }: FigureRow): FigureRow['title'] {
  switch (kind.kind) {
    case 'kpi':
      return kind.candidate.title;
    case 'points': {
      const type = candidate.points[kind.points];
      const flow = FLOWS[kind.flow];
      return type === undefined
        ? title
        : { en: `${type.title.en} ${flow.en}`, ja: `${type.title.ja} ${flow.ja}` };
    }
    case 'money':
      // Beside this table the base is another: the one of the comparison.
      return name === 'gain' ? { en: 'against the program as it is', ja: '現行との差' } : title;
  }
}

function tableOf(simulated: Simulated, say: Say, language: Spoken): Section {
  const { rows, model, figures } = simulated;
  const responds = figures.response !== undefined;
  const right = (title: string) => ({ title, align: 'right' }) as const;
  return {
    title: say({ en: 'figures', ja: '数値' }),
    columns: [
      { title: '' },
      { title: say({ en: 'unit', ja: '単位' }) },
      // Not the base of a comparison: the program that the scenario changes.
      right(say({ en: 'program as it is', ja: '現行（エディターのプログラム）' })),
      right(say({ en: 'no response', ja: '反応なし' })),
      ...(responds
        ? [
            right(say({ en: 'assumed (median)', ja: '仮定の反応（中央値）' })),
            right(say({ en: '5 to 95%', ja: '5〜95%' })),
          ]
        : []),
    ],
    rows: rows.map((row) => {
      const text = (side: 'base' | 'candidate', value: FigureRow['base']) =>
        figureText(simulated, row, side, value, language);
      const drawn = (value: number) => text('candidate', nearly(value));
      const { response } = row;
      return [
        say(titleOf(simulated, row)),
        figureUnit(simulated, row, language),
        text('base', row.base),
        text('candidate', row.unchanged),
        ...(responds
          ? response === undefined
            ? ['-', '-']
            : [
                { text: drawn(response.median), tone: 'strong' as const },
                `${drawn(response.low)} ${say({ en: 'to', ja: '〜' })} ${drawn(response.high)}`,
              ]
          : []),
      ];
    }),
    notes: [
      ...(model === undefined
        ? [
            say({
              en: 'the scenario states no `response:` yet, so what members would do differently is not part of these figures',
              ja: 'シナリオに `response:` がまだないため、会員の行動の変化は、この数値に含まれていません',
            }),
          ]
        : [
            say({
              en: `${model.draws} draws, seed ${model.seed}; the same seed gives the same figures`,
              ja: `試行 ${model.draws} 回、シード ${model.seed}。シードが同じなら結果も同じです`,
            }),
            say({
              en: `amounts and points from ${formatDay(model.from)} on; KPIs and liability on the last day`,
              ja: `金額とポイントは ${formatDay(model.from)} 以降、KPI とポイント負債は最終日の値`,
            }),
            ...(model.margin === undefined || figures.net.base === undefined
              ? []
              : [say(mediansNote(model.margin, 'program as it is'))]),
          ]),
    ],
    isDetail: false,
  };
}

function barsOf(
  id: string,
  title: string,
  simulated: Simulated,
  rows: readonly FigureRow[],
  say: Say,
  language: Spoken,
): Bars {
  const bars = rows.flatMap((row) => {
    const { response, unchanged } = row;
    if (response === undefined) return [];
    const { low, median, high } = response;
    const text = figureText(simulated, row, 'candidate', nearly(median), language);
    const goal = unchanged && asNumber(unchanged);
    const isBad = row.name === 'gain' && median < 0;
    const tone = row.name === 'gain' ? (isBad ? 'bad' : 'good') : 'accent';
    return [
      { name: say(titleOf(simulated, row)), value: median, text, goal, range: { low, high }, tone } as const,
    ];
  });
  const description = bars.map(({ name, text }) => `${name}: ${text}`).join('; ');
  return { id, title, description, bars };
}

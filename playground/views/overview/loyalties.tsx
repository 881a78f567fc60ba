import { useEffect, useMemo } from 'react';
import {
  barChart,
  type Density,
  type DrawingSetting,
  LOYALTY_WORDS,
  mixBars,
  mixGaps,
  mixTriangle,
  type Section,
  triangleChart,
} from '../../../report/index.ts';
import type { LoyaltyDensity, ReplayResult, VersionResult } from '../../contract/index.ts';
import { useController, usePage } from '../../state/index.ts';
import { useNumbers, useSay } from '../../words/index.ts';
import { baseOfMoney, Plate, useDrawing, WithCode } from '../figures/index.ts';

const right = (title: string) => ({ title, align: 'right' }) as const;

/** Which loyalty the program pays for, against its own mix, and where its members stand. */
export function Loyalties({ result }: { readonly result: ReplayResult }) {
  const say = useSay();
  const controller = useController();
  const setting = useDrawing(result.candidate);
  const base = baseOfMoney(result);
  const density = usePage((state) => state.density?.members);
  useEffect(() => {
    void controller.locate(result);
  }, [controller, result]);
  const members = useDensity(density);
  const { triangle, bars } = useMemo(
    () => ({ triangle: mixTriangle(setting, base, members), bars: mixBars(setting, base) }),
    [setting, base, members],
  );
  const { figures, numbers } = setting;
  const hasGoal = figures.mix.some(({ target }) => target !== undefined);
  const title = say({ en: 'The three loyalties', ja: '3つのロイヤルティ' });
  const gaps = mixGaps(setting);
  const meant = base && otherMix(setting, base);
  const table: Section = {
    title: bars.title,
    columns: [
      { title: say({ en: 'Loyalty', ja: 'ロイヤルティ' }) },
      right(say({ en: 'Share', ja: '割合' })),
      right(say({ en: 'Mix', ja: '目標配分' })),
      right(say({ en: 'Gap', ja: '差' })),
      ...(base === undefined
        ? []
        : [
            right(say({ en: 'Base', ja: '変更前' })),
            right(say({ en: 'Mix of the base', ja: '変更前の目標配分' })),
          ]),
    ],
    rows: figures.mix.map(({ loyalty, share, target, difference }) => {
      const was = base?.figures.mix.find((each) => each.loyalty === loyalty);
      return [
        say(LOYALTY_WORDS[loyalty]),
        share ? numbers.percent(share) : '-',
        target ? numbers.percent(target) : '-',
        difference ? numbers.difference(difference) : '-',
        ...(base === undefined
          ? []
          : [was?.share, was?.target].map((each) => (each === undefined ? '-' : numbers.percent(each)))),
      ];
    }),
    notes: [],
    isDetail: false,
  };
  return (
    <section className="loyalties" aria-label={title}>
      <Plate title={title} chart={triangleChart(triangle)} isNarrow>
        {density !== undefined && density.apart > 0 && (
          <p className="muted tile-note">
            {say({
              en:
                density.apart === 1
                  ? '1 member scores nothing yet and stands nowhere.'
                  : `${numbers.count(density.apart)} members score nothing yet and stand nowhere.`,
              ja: `得点がまだない会員 ${numbers.count(density.apart)} 人は図にありません。`,
            })}
          </p>
        )}
      </Plate>
      <Plate title={bars.title} chart={barChart(bars)} table={table}>
        {hasGoal && (
          <p className="muted tile-note">
            {say({ en: '▼ mix stated by the program', ja: '▼ プログラムの目標配分' })}
          </p>
        )}
        {base !== undefined && (
          <p className="muted tile-note">
            {say({ en: 'Thin bar beneath: the base.', ja: '下の細い棒: 変更前' })}
            {meant !== undefined && say({ en: ` Its mix: ${meant}.`, ja: `（目標配分 ${meant}）` })}
          </p>
        )}
        {gaps.map((gap) => (
          <p key={gap} className="muted tile-note">
            <WithCode text={gap} />
          </p>
        ))}
        <button type="button" className="link" onClick={() => controller.setView('rules')}>
          {say({ en: 'what each rule builds', ja: '各ルールが育てるもの' })}
        </button>
      </Plate>
    </section>
  );
}

/** The mix that the base states, where it is another than that of the program. */
function otherMix({ figures, words, numbers }: DrawingSetting, base: VersionResult): string | undefined {
  const text = (mix: DrawingSetting['figures']['mix']): string =>
    mix
      .flatMap(({ loyalty, target }) =>
        target === undefined ? [] : [`${words(LOYALTY_WORDS[loyalty])} ${numbers.plainPercent(target)}`],
      )
      .join(words({ en: ', ', ja: '、' }));
  const [own, other] = [text(figures.mix), text(base.figures.mix)];
  return other === '' || own === other ? undefined : other;
}

/** Members as the triangle draws them. */
function useDensity(density: LoyaltyDensity | undefined): Density | undefined {
  const say = useSay();
  const numbers = useNumbers(undefined);
  return useMemo(
    () =>
      density && {
        name: say({ en: 'members, by their scores', ja: '会員（得点の分布）' }),
        parts: density.parts,
        cells: density.cells.map(({ at, members }) => ({
          at,
          count: members,
          text: say({
            en: `${numbers.count(members)} ${members === 1 ? 'member' : 'members'}`,
            ja: `会員 ${numbers.count(members)} 人`,
          }),
        })),
      },
    [density, say, numbers],
  );
}

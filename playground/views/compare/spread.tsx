import { CHANGE_TITLES, type Writing } from '../../../report/index.ts';
import { useController } from '../../state/index.ts';
import { useLanguage, useSay } from '../../words/index.ts';
import type { Compared } from './compared.ts';

/** The class in which nothing changes; classes below it lose, those above it win. */
const UNCHANGED = 5;

const sideOf = (index: number): 'loses' | 'same' | 'wins' =>
  index < UNCHANGED ? 'loses' : index === UNCHANGED ? 'same' : 'wins';

const SIGNS = { loses: '▼', same: '=', wins: '▲' } as const;

/** Members by how much of what they had they win or lose; each bar leads to its members. */
export function Spread({
  comparison,
  writing,
}: {
  readonly comparison: Compared;
  readonly writing: Writing;
}) {
  const say = useSay();
  const language = useLanguage();
  const controller = useController();
  const { members, yardstick } = comparison;
  const most = Math.max(1, ...members.spread);
  const { winners, losers } = members.all;
  return (
    <section className="plate" aria-label={say({ en: 'by how much members win or lose', ja: '増減の幅' })}>
      <h2>{say({ en: 'Winners and losers', ja: '得する会員と損する会員' })}</h2>
      {yardstick.kind === 'none' ? (
        <p className="empty">
          {say({
            en: 'The versions have no points in common, so who wins and who loses cannot be said.',
            ja: '共通のポイントがないため、損得は比べられません。',
          })}
        </p>
      ) : (
        <>
          <p>
            <strong>▲ {writing.count(winners)}</strong> {say({ en: 'win', ja: '人が得' })}
            {say({ en: ', ', ja: '、' })}
            <strong>▼ {writing.count(losers)}</strong> {say({ en: 'lose', ja: '人が損' })}
            {say({ en: ', of ', ja: '（' })}
            {writing.count(members.members)}
            {say({ en: ' members', ja: ' 人中）' })}
          </p>
          <ol className="spread">
            {members.spread.map((count, index) => {
              const title = CHANGE_TITLES[index]?.[language] ?? '';
              const side = sideOf(index);
              return (
                <li key={title}>
                  <button
                    type="button"
                    className={`spread-row ${side}`}
                    disabled={count === 0}
                    onClick={() => controller.look({ changeClass: index })}
                  >
                    <span className="spread-name">
                      <span aria-hidden="true">{SIGNS[side]}</span> {title}
                    </span>
                    <span className="spread-track" aria-hidden="true">
                      <span className="spread-bar" style={{ width: `${(count / most) * 100}%` }} />
                    </span>
                    <span className="spread-count">{count === 0 ? '–' : writing.count(count)}</span>
                  </button>
                </li>
              );
            })}
          </ol>
        </>
      )}
    </section>
  );
}

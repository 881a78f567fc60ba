import { usePage } from '../../state/index.ts';
import { useSay } from '../../words/index.ts';
import { NoResult } from '../figures/index.ts';
import { Ladder } from './ladder.tsx';

/** How many members stand on which level, how they moved between them, and what differs from the base. */
export function Tiers() {
  const say = useSay();
  const result = usePage((state) => state.result);
  if (result === undefined) return <NoResult />;
  const { plan } = result.candidate;
  const own = new Set(plan.ladders.map(({ name }) => name));
  const dropped = result.base?.plan.ladders.filter(({ name }) => !own.has(name)) ?? [];
  return (
    <div className="figures">
      {plan.ladders.length === 0 && (
        <div className="empty">
          <p>
            {say({
              en: 'The program has no tiers: every member is treated alike. To set some apart, write for instance:',
              ja: 'プログラムに会員ランクはなく、すべての会員が同じ扱いです。ランクを設けるには、たとえば次のように書きます。',
            })}
          </p>
          <pre>{exampleOf(plan.currency.code)}</pre>
        </div>
      )}
      {plan.ladders.map((ladder, index) => (
        <Ladder key={ladder.name} result={result} ladder={ladder} index={index} />
      ))}
      {dropped.length > 0 && (
        <p className="empty">
          {say({ en: 'Only in the base: ', ja: '変更前にのみある会員ランク: ' })}
          {dropped.map(({ title }) => say(title)).join(say({ en: ', ', ja: '、' }))}
        </p>
      )}
    </div>
  );
}

/** To begin with; amounts are of the program's currency. */
const exampleOf = (currency: string): string => `tiers:
  status:
    review: on event
    base: regular
    levels:
      silver:
        reach: sum(purchase.amount during this year) >= 500 ${currency}
        until: end_of(year, reached + 1 year)`;

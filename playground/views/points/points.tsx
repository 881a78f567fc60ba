import { usePage } from '../../state/index.ts';
import { useSay } from '../../words/index.ts';
import { NoResult } from '../figures/index.ts';
import { PointsType } from './points-type.tsx';

/** What became of every kind of points: given, used, lost, still out, and what they may still cost. */
export function Points() {
  const say = useSay();
  const result = usePage((state) => state.result);
  if (result === undefined) return <NoResult />;
  const { plan } = result.candidate;
  const own = new Set(plan.points.map(({ name }) => name));
  const dropped = result.base?.plan.points.filter(({ name }) => !own.has(name)) ?? [];
  return (
    <div className="figures">
      {plan.points.length === 0 && (
        <div className="empty">
          <p>
            {say({
              en: 'The program has no points. To give some, name them first, and give them in a rule:',
              ja: 'プログラムにポイントはありません。付与するには、まずポイントを定義し、ルールで付与します。',
            })}
          </p>
          <pre>{exampleOf(plan.currency.code)}</pre>
        </div>
      )}
      {plan.points.map((type, index) => (
        <PointsType key={type.name} result={result} type={type} index={index} />
      ))}
      {dropped.length > 0 && (
        <p className="empty">
          {say({ en: 'Only in the base: ', ja: '変更前にのみあるポイント: ' })}
          {dropped.map(({ title }) => say(title)).join(say({ en: ', ', ja: '、' }))}
        </p>
      )}
    </div>
  );
}

/** To begin with; amounts are of the program's currency. */
const exampleOf = (currency: string): string => `points:
  star: { decimals: 0, rounding: down, expires: earned + 12 months, expense: 1 ${currency} }
rules:
  purchase_star: { on: purchase, give: 1 star per 100 ${currency} of amount }`;

import { VERDICT_WORDS } from '../../../report/index.ts';
import type { ReplayResult } from '../../contract/index.ts';
import { useNumbers, useSay } from '../../words/index.ts';

const VERDICTS = ['met', 'missed', 'unknown'] as const;

/** Over which time the figures are, and how many targets are met. */
export function Aim({ result: { candidate, until } }: { readonly result: ReplayResult }) {
  const say = useSay();
  const numbers = useNumbers(candidate.plan);
  const { history, verdicts } = candidate.figures;
  const [first, last] = [history.first, until].map((day) =>
    day === undefined ? undefined : numbers.day(day),
  );
  const stated = VERDICTS.filter((verdict) => verdicts[verdict] > 0);
  return (
    <div className="aim">
      <h2>{say(candidate.plan.title)}</h2>
      <p className="muted aim-span">
        {first === undefined
          ? say({ en: `until ${last}`, ja: `${last}まで` })
          : say({ en: `${first} – ${last}`, ja: `${first}〜${last}` })}
        {stated.map((verdict) => (
          <span key={verdict} className={`badge ${verdict}`}>
            <span aria-hidden="true">{VERDICT_WORDS[verdict].sign} </span>
            {say({
              en: `${verdicts[verdict]} ${VERDICT_WORDS[verdict].en}`,
              ja: `${VERDICT_WORDS[verdict].ja} ${verdicts[verdict]}`,
            })}
          </span>
        ))}
      </p>
    </div>
  );
}

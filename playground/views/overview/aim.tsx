import { VERDICT_WORDS } from '../../../report/index.ts';
import type { Localized } from '../../../schema/index.ts';
import type { ReplayResult } from '../../contract/index.ts';
import { usePage } from '../../state/index.ts';
import { useNumbers, useSay } from '../../words/index.ts';
import { WithCode } from '../figures/index.ts';

const VERDICTS = ['met', 'missed', 'unknown'] as const;

const UNITS: Readonly<Record<string, string>> = {
  day: '日',
  week: '週間',
  month: 'か月',
  quarter: '四半期',
  year: '年',
};

/** How often a program is looked at again, in words: `every 6 months`. */
function revisitWords(text: string): Localized {
  const [, count = '1', unit = ''] =
    /^every (?:(\d+) )?(day|week|month|quarter|year)s?$/.exec(text.trim()) ?? [];
  const own = UNITS[unit];
  return {
    en: `looked at again ${text}`,
    ja: own === undefined ? `見直し: ${text}` : `${count}${own}ごとに見直し`,
  };
}

/** What the program is for, over which time its figures are, and how many targets are met. */
export function Aim({ result: { candidate, until } }: { readonly result: ReplayResult }) {
  const say = useSay();
  const numbers = useNumbers(candidate.plan);
  const aim = usePage((state) => (state.inspected?.plan === undefined ? undefined : state.inspected.aim));
  const { history, verdicts } = candidate.figures;
  const [first, last] = [history.first, until].map((day) =>
    day === undefined ? undefined : numbers.day(day),
  );
  const stated = VERDICTS.filter((verdict) => verdicts[verdict] > 0);
  return (
    <div className="aim">
      <h2 title={say(candidate.plan.title)}>{say(candidate.plan.title)}</h2>
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
      {aim !== undefined && (
        <p className="aim-purpose">
          {aim.purpose === undefined ? (
            <span className="muted">
              <WithCode
                text={say({
                  en: 'The program does not say what it is for: `purpose:` does.',
                  ja: 'プログラムに目的がありません。`purpose:` に書いてください。',
                })}
              />
            </span>
          ) : (
            say(aim.purpose)
          )}
          {aim.revisit !== undefined && (
            <>
              {' '}
              <span className="muted">{say(revisitWords(aim.revisit))}</span>
            </>
          )}
        </p>
      )}
    </div>
  );
}

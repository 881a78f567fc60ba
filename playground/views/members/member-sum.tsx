import { useMemo } from 'react';
import { writingOf } from '../../../report/index.ts';
import type { Language, Localized } from '../../../schema/index.ts';
import { Coded } from '../../tables/index.ts';
import { SIDES } from './life-timeline.tsx';
import { type Lived, type WorthChange, worthChangeOf } from './member-change.ts';

/** What a member has under either version, and the difference: why one came here from those who lose or win most. */
export function MemberSum({
  base,
  candidate,
  language,
}: {
  readonly base: Lived;
  readonly candidate: Lived;
  readonly language: Language;
}) {
  const say = (text: Localized) => text[language];
  const change = worthChangeOf(base, candidate);
  return (
    <section className="plate member-sum">
      <h3>{say({ en: 'What this member has', ja: 'この会員の損得' })}</h3>
      {change === undefined ? (
        <p className="muted">
          {say({
            en: 'The two versions cannot be compared by a sum for this member; both are shown below.',
            ja: 'この会員では二つの版を合計で比べられません。それぞれの内容は下にあります。',
          })}
        </p>
      ) : (
        <Sum change={change} candidate={candidate} language={language} />
      )}
    </section>
  );
}

function Sum({
  change: { yardstick, base, candidate },
  candidate: { plan },
  language,
}: {
  readonly change: WorthChange;
  readonly candidate: Lived;
  readonly language: Language;
}) {
  const say = (text: Localized) => text[language];
  const writing = useMemo(() => writingOf(language, plan, yardstick), [language, plan, yardstick]);
  const difference = candidate - base;
  const [tone, mark] = difference < 0n ? ['bad', '▼ '] : difference > 0n ? ['good', '▲ '] : [undefined, ''];
  return (
    <>
      <dl className="holdings">
        <div>
          <dt>{say(SIDES.base)}</dt>
          <dd>
            <strong>{writing.worth(base)}</strong>
          </dd>
        </div>
        <div>
          <dt>{say(SIDES.candidate)}</dt>
          <dd>
            <strong>{writing.worth(candidate)}</strong>
          </dd>
        </div>
        <div>
          <dt>{say({ en: 'difference', ja: '差' })}</dt>
          <dd className={tone}>
            <strong>
              {mark}
              {writing.worthChange(difference)}
            </strong>
          </dd>
        </div>
      </dl>
      <p className="muted">
        <Coded text={say(measuredBy(yardstick))} />
      </p>
    </>
  );
}

function measuredBy({ kind, name }: WorthChange['yardstick']): Localized {
  switch (kind) {
    case 'money':
      return {
        en: 'Points used or still held, each × `expense`; benefits are not counted.',
        ja: '使用済みと残りのポイント × `expense`。ベネフィットは含みません。',
      };
    case 'points':
      return { en: `\`${name}\` used or still held.`, ja: `使用済みと残りの \`${name}\`。` };
    case 'levels':
      return { en: 'Levels held at the end.', ja: '最後に到達している段階の数。' };
  }
}

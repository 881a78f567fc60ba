import { FLOW_WORDS, type Life, scaleOf, showGrouped } from '../../../report/index.ts';
import type { Language, Localized, Plan } from '../../../schema/index.ts';
import { LOSSES, leftOf } from './member-change.ts';

/** How a member's points came and went, so that what was issued less what is gone is what is left. */
export function PointsBooks({
  life: { totals },
  plan,
  language,
}: {
  readonly life: Life;
  readonly plan: Plan;
  readonly language: Language;
}) {
  const say = (text: Localized) => text[language];
  const moved = totals.filter(({ issued }) => issued > 0n);
  return moved.map((own) => {
    const shown = (value: bigint) => showGrouped(value, scaleOf(plan, own.points));
    const type = plan.points.find(({ name }) => name === own.points);
    return (
      <div key={own.points}>
        {moved.length > 1 && <p className="muted">{type?.title[language]}</p>}
        <dl className="holdings">
          <div>
            <dt>{say(FLOW_WORDS.issued)}</dt>
            <dd>{shown(own.issued)}</dd>
          </div>
          {LOSSES.filter((loss) => own[loss] !== 0n).map((loss) => (
            <div key={loss}>
              <dt>− {say(FLOW_WORDS[loss])}</dt>
              <dd>{shown(own[loss])}</dd>
            </div>
          ))}
          <div>
            <dt>= {say({ en: 'Left', ja: '残り' })}</dt>
            <dd>
              <strong>{shown(leftOf(own))}</strong>
            </dd>
          </div>
        </dl>
      </div>
    );
  });
}

import { MECHANISMS, type MechanismId } from '../../report/index.ts';
import { useSay } from '../words/index.ts';
import type { Choice } from './chosen.ts';

/** Mechanisms to ask for; those that would leave nothing are quiet, those chosen can always be taken back. */
export function Chips({
  choices,
  onToggle,
}: {
  readonly choices: readonly Choice[];
  readonly onToggle: (id: MechanismId) => void;
}) {
  const say = useSay();
  return (
    <fieldset className="gallery-chips">
      <legend className="unseen">{say({ en: 'mechanisms', ja: '仕組み' })}</legend>
      {choices.map(({ id, isChosen, programs }) => (
        <button
          type="button"
          key={id}
          className="gallery-chip"
          aria-pressed={isChosen}
          title={say(MECHANISMS[id].meaning)}
          disabled={programs === 0 && !isChosen}
          onClick={() => onToggle(id)}
        >
          {isChosen && <span aria-hidden="true">✓ </span>}
          {say(MECHANISMS[id].label)}
          <span className="gallery-count" aria-hidden="true">
            {programs}
          </span>
        </button>
      ))}
    </fieldset>
  );
}

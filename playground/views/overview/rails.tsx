import type { ReplayResult } from '../../contract/index.ts';
import { useController } from '../../state/index.ts';
import { useSay } from '../../words/index.ts';

const SIGNS = {
  passed: { look: 'met', sign: '✓', en: 'passed', ja: '合格' },
  failed: { look: 'missed', sign: '✗', en: 'failed', ja: '不合格' },
  unknown: { look: 'missed', sign: '?', en: 'cannot be said', ja: '判定不能' },
} as const;

/** Guardrails of a comparison, each passed or failed; more about them is where versions are compared. */
export function Rails({ result: { comparison } }: { readonly result: ReplayResult }) {
  const say = useSay();
  const controller = useController();
  if (comparison === undefined || comparison.guardrails.length === 0) return null;
  return (
    <p className="overview-rails">
      <button type="button" className="link" onClick={() => controller.setView('compare')}>
        {say({ en: 'Guardrails', ja: 'ガードレール' })}
      </button>
      {comparison.guardrails.map(({ guardrail, of, verdict }) => (
        <span
          key={`${of} ${guardrail.name}`}
          className={`badge ${SIGNS[verdict].look}`}
          title={guardrail.text}
        >
          <span aria-hidden="true">{SIGNS[verdict].sign} </span>
          {guardrail.name} {say(SIGNS[verdict])}
        </span>
      ))}
    </p>
  );
}

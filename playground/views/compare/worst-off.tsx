import type { Writing } from '../../../report/index.ts';
import { useController } from '../../state/index.ts';
import { useSay } from '../../words/index.ts';
import type { Compared } from './compared.ts';

/** Who loses most, and who wins most; each one's life is one click away. */
export function WorstOff({
  comparison,
  writing,
}: {
  readonly comparison: Compared;
  readonly writing: Writing;
}) {
  const say = useSay();
  const { worst, best } = comparison.members;
  return (
    <section className="plate" aria-label={say({ en: 'members at either end', ja: '増減の大きい会員' })}>
      <h2>{say({ en: 'Worst off', ja: '損の大きい会員' })}</h2>
      <Ends
        ends={worst}
        writing={writing}
        nobody={say({ en: 'Nobody loses anything.', ja: '損する会員はいません。' })}
      />
      <h2 className="ends-next">{say({ en: 'Best off', ja: '得の大きい会員' })}</h2>
      <Ends
        ends={best}
        writing={writing}
        nobody={say({ en: 'Nobody wins anything.', ja: '得する会員はいません。' })}
      />
    </section>
  );
}

function Ends({
  ends,
  writing,
  nobody,
}: {
  readonly ends: Compared['members']['worst'];
  readonly writing: Writing;
  readonly nobody: string;
}) {
  const say = useSay();
  const controller = useController();
  if (ends.length === 0) return <p className="muted">{nobody}</p>;
  return (
    <table className="ends">
      <thead>
        <tr>
          <th scope="col">{say({ en: 'member', ja: '会員' })}</th>
          <th scope="col">{say({ en: 'base', ja: '変更前' })}</th>
          <th scope="col">{say({ en: 'candidate', ja: '変更案' })}</th>
          <th scope="col">{say({ en: 'change', ja: '差' })}</th>
        </tr>
      </thead>
      <tbody>
        {ends.slice(0, 6).map(({ member, base, candidate }) => (
          <tr key={member}>
            <td>
              <button type="button" className="link" onClick={() => controller.openMember(member)}>
                {member}
              </button>
            </td>
            <td>{writing.worth(base)}</td>
            <td>{writing.worth(candidate)}</td>
            <td className={candidate < base ? 'bad' : 'good'}>
              {candidate < base ? '▼' : '▲'} {writing.worthChange(candidate - base)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

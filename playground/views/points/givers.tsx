import { useState } from 'react';
import type { DrawingSetting } from '../../../report/index.ts';
import type { PlanPoints } from '../../../schema/index.ts';
import type { ReplayResult } from '../../contract/index.ts';
import { useController } from '../../state/index.ts';
import { useSay } from '../../words/index.ts';
import { Figure } from '../figures/index.ts';
import { giversOf } from './books.ts';

/** So many stand there at first; the rest is one click away. */
const FIRST = 12;

/** Where points of a type came from; each rule or reward leads to the members whom it reached. */
export function Givers({
  result,
  setting,
  type,
}: {
  readonly result: ReplayResult;
  readonly setting: DrawingSetting;
  readonly type: PlanPoints;
}) {
  const say = useSay();
  const controller = useController();
  const { numbers } = setting;
  const { candidate, base } = result;
  const givers = giversOf(candidate, type.name);
  const before = base && giversOf(base, type.name);
  const scaleBefore = base?.plan.points.find(({ name }) => name === type.name)?.decimals ?? 0;
  const titleOf = (kind: 'rule' | 'reward', name: string): string => {
    const terms = kind === 'rule' ? candidate.plan.rules : candidate.plan.rewards;
    const own = terms.find((each) => each.name === name);
    return own === undefined ? name : say(own.title);
  };
  const caption = say({ en: 'Issued by', ja: '付与の内訳' });
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? givers : givers.slice(0, FIRST);
  return (
    <figure className="plate figure-plate">
      <figcaption>{caption}</figcaption>
      {givers.length === 0 ? (
        <p className="empty">
          {say({
            en: 'No rule or reward gave any in this history.',
            ja: 'この履歴では、どのルール・特典からも付与されていません。',
          })}
        </p>
      ) : (
        <table>
          <caption className="unseen">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{say({ en: 'Rule or reward', ja: 'ルール・特典' })}</th>
              <th scope="col" className="n">
                {say({ en: 'Issued', ja: '付与' })}
              </th>
              {before !== undefined && (
                <th scope="col" className="n">
                  {say({ en: 'Base', ja: '変更前' })}
                </th>
              )}
              <th scope="col" className="n">
                {say({ en: 'Share', ja: '割合' })}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ kind, name, issued, share }) => {
              const was = before?.find((each) => each.kind === kind && each.name === name);
              return (
                <tr key={`${kind} ${name}`}>
                  <th scope="row">
                    <button
                      type="button"
                      className="link"
                      title={say({ en: 'show the members whom it reached', ja: '届いた会員を表示' })}
                      onClick={() => controller.look({ reachedBy: name })}
                    >
                      {titleOf(kind, name)}
                    </button>
                  </th>
                  <td className="n">
                    <Figure shown={numbers.shortQuantity(issued, type.decimals)} />
                  </td>
                  {before !== undefined && (
                    <td className="n">
                      {was === undefined ? (
                        '–'
                      ) : (
                        <Figure shown={numbers.shortQuantity(was.issued, scaleBefore)} />
                      )}
                    </td>
                  )}
                  <td className="n">{numbers.percent(share)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {shown.length < givers.length && (
        <button type="button" className="button quiet" onClick={() => setWhole(true)}>
          {say({
            en: `Show all ${numbers.count(givers.length)}`,
            ja: `すべて表示（${numbers.count(givers.length)} 件）`,
          })}
        </button>
      )}
    </figure>
  );
}

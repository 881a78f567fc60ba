import { CHANGE_TITLES } from '../../../report/index.ts';
import type { MemberColumn, MembersQuery } from '../../contract/index.ts';
import { useSay } from '../../words/index.ts';
import { barWords, type CellWriting } from './cells.ts';

/** What narrows the list beside the condition; each can be dropped. */
export function ChipLine({
  query,
  columns,
  writing,
  onAsk,
}: {
  readonly query: MembersQuery;
  readonly columns: readonly MemberColumn[];
  readonly writing: CellWriting;
  readonly onAsk: (part: Partial<MembersQuery>) => void;
}) {
  const say = useSay();
  const { changeClass, within, reachedBy } = query;
  const chips: { readonly key: string; readonly words: string; readonly without: Partial<MembersQuery> }[] =
    [];
  const change = changeClass === undefined ? undefined : CHANGE_TITLES[changeClass];
  if (change !== undefined)
    chips.push({ key: 'change', words: say(change), without: { changeClass: undefined } });
  if (within !== undefined) {
    const column = columns.find(({ key }) => key === within.column);
    const words =
      column === undefined
        ? say({ en: 'a column that this version does not have', ja: 'この版にない列による絞り込み' })
        : `${say(column.title)}: ${barWords(column, within, writing)}`;
    chips.push({ key: 'within', words, without: { within: undefined } });
  }
  if (reachedBy !== undefined) {
    const { rules, rewards } = writing.plan;
    const source = [...rules, ...rewards].find(({ name }) => name === reachedBy);
    const name = source === undefined ? reachedBy : say(source.title);
    const words = say({ en: `reached by: ${name}`, ja: `「${name}」の対象になった会員` });
    chips.push({ key: 'reached', words, without: { reachedBy: undefined } });
  }
  if (chips.length === 0) return null;
  return (
    <ul className="member-chips" aria-label={say({ en: 'narrowed to', ja: '絞り込み' })}>
      {chips.map(({ key, words, without }) => (
        <li key={key} className="member-chip">
          {words}
          <button
            type="button"
            aria-label={say({ en: `Drop “${words}”`, ja: `「${words}」を外す` })}
            onClick={() => onAsk(without)}
          >
            ×
          </button>
        </li>
      ))}
    </ul>
  );
}

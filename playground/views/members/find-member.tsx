import { type FormEvent, useId, useRef, useState } from 'react';
import type { Localized } from '../../../schema/index.ts';
import { noticeOf, useController } from '../../state/index.ts';
import { Coded } from '../../tables/index.ts';
import { useSay } from '../../words/index.ts';
import { type MembersShown, memberOf, rowOf } from './member-rows.ts';

/** Opens the page of a member whose id one has. Who is not there is said beneath, and the list stays. */
export function FindMember({
  shown,
  onOpen,
}: {
  readonly shown: MembersShown;
  readonly onOpen: (member: string) => void;
}) {
  const { engine } = useController();
  const say = useSay();
  const id = useId();
  const [text, setText] = useState('');
  const [trouble, setTrouble] = useState<Localized | undefined>();
  const asked = useRef(0);
  const type = (typed: string): void => {
    asked.current += 1;
    setText(typed);
    setTrouble(undefined);
  };
  const find = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const member = text.trim();
    if (member === '') return;
    asked.current += 1;
    const mine = asked.current;
    const found = await engine.ask('life', { wanted: { member, side: 'candidate', added: [] } }).outcome;
    if (mine !== asked.current) return;
    if (found.kind === 'refused') setTrouble(noticeOf(found.refusal).text);
    else if (found.answer !== undefined) onOpen(member);
    else setTrouble(nobody(member, memberOf(shown, rowOf(shown, 0))));
  };
  return (
    <form className="member-find" onSubmit={(event) => void find(event)}>
      <label htmlFor={id}>{say({ en: 'Find a member by id', ja: 'ID で会員を探す' })}</label>
      <div className="member-find-line">
        <input
          id={id}
          className="field"
          type="text"
          autoComplete="off"
          spellCheck={false}
          size={14}
          value={text}
          aria-invalid={trouble !== undefined}
          aria-describedby={`${id}-trouble`}
          onChange={(event) => type(event.target.value)}
        />
        <button
          type="submit"
          className="button"
          aria-label={say({ en: 'Open this member’s page', ja: 'この会員のページを開く' })}
        >
          {say({ en: 'Open', ja: '開く' })}
        </button>
      </div>
      <p id={`${id}-trouble`} role="status" className={trouble === undefined ? undefined : 'bad'}>
        {trouble !== undefined && <Coded text={say(trouble)} />}
      </p>
    </form>
  );
}

function nobody(member: string, known: string | undefined): Localized {
  const like =
    known === undefined
      ? { en: '', ja: '' }
      : { en: ` Ids here look like \`${known}\`.`, ja: `この履歴の ID は \`${known}\` のような形です。` };
  return {
    en: `The history has no member \`${member}\`.${like.en}`,
    ja: `履歴に会員 \`${member}\` はいません。${like.ja}`,
  };
}

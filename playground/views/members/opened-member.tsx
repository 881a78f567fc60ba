import { type FormEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { HistoryEvent, Span } from '../../../schema/index.ts';
import type { ReplayResult } from '../../contract/index.ts';
import { noticeOf, useController, usePage } from '../../state/index.ts';
import { useLanguage, useNumbers, useSay } from '../../words/index.ts';
import { MemberPage } from './member-page.tsx';
import { useLives } from './use-lives.ts';

/** The page of a member, the way back and on, and another member beside it. */
export function OpenedMember({
  result,
  member,
  place,
  before,
  after,
  onBack,
}: {
  readonly result: ReplayResult;
  readonly member: string;
  /** Where the member stands in the list; undefined: nobody knows. */
  readonly place: { readonly index: number; readonly total: number } | undefined;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly onBack: () => void;
}) {
  const controller = useController();
  const say = useSay();
  const numbers = useNumbers(result.candidate.plan);
  const [other, setOther] = useState<string | undefined>();
  const back = useRef<HTMLButtonElement>(null);
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    back.current?.focus({ preventScroll: true });
  }, []);
  const turn = (to: string | undefined) => {
    if (to === undefined) return;
    controller.openMember(to);
    top.current?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <div className="opened-member" ref={top}>
      <div className="members-line">
        <button ref={back} type="button" className="button" onClick={onBack}>
          <span aria-hidden="true">←</span> {say({ en: 'All members', ja: '会員一覧へ' })}
        </button>
        <div className="member-turn">
          <button
            type="button"
            className="button quiet"
            disabled={before === undefined}
            onClick={() => turn(before)}
          >
            <span aria-hidden="true">‹</span> {say({ en: 'Previous', ja: '前の会員' })}
          </button>
          {place !== undefined && (
            <span className="muted">
              {say({
                en: `${numbers.count(place.index + 1)} of ${numbers.count(place.total)}`,
                ja: `${numbers.count(place.index + 1)} / ${numbers.count(place.total)}`,
              })}
            </span>
          )}
          <button
            type="button"
            className="button quiet"
            disabled={after === undefined}
            onClick={() => turn(after)}
          >
            {say({ en: 'Next', ja: '次の会員' })} <span aria-hidden="true">›</span>
          </button>
        </div>
        <BesideField other={other} onChoose={setOther} />
      </div>
      <div className={other === undefined ? undefined : 'members-beside'}>
        <OneMember key={member} member={member} result={result} />
        {other !== undefined && <OneMember key={`beside ${other}`} member={other} result={result} />}
      </div>
    </div>
  );
}

/** Asks for another member to stand beside this one. */
function BesideField({
  other,
  onChoose,
}: {
  readonly other: string | undefined;
  readonly onChoose: (member: string | undefined) => void;
}) {
  const say = useSay();
  const id = useId();
  const [text, setText] = useState(other ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChoose(text.trim() === '' ? undefined : text.trim());
  };
  return (
    <form className="member-other" onSubmit={submit}>
      <label htmlFor={id}>{say({ en: 'Beside member', ja: '並べて比べる会員' })}</label>
      <input
        id={id}
        className="field"
        type="text"
        autoComplete="off"
        spellCheck={false}
        size={12}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="button">
        {say({ en: 'Compare', ja: '比べる' })}
      </button>
      {other !== undefined && (
        <button
          type="button"
          className="button quiet"
          aria-label={say({ en: 'Close the other member', ja: '並べた会員を閉じる' })}
          onClick={() => {
            setText('');
            onChoose(undefined);
          }}
        >
          ×
        </button>
      )}
    </form>
  );
}

function OneMember({ member, result }: { readonly member: string; readonly result: ReplayResult }) {
  const controller = useController();
  const say = useSay();
  const language = useLanguage();
  const all = usePage((state) => state.added);
  const added = useMemo(
    () => all.flatMap(({ member: of, event }) => (of === member ? [event] : [])),
    [all, member],
  );
  const lives = useLives(member, added, result);
  const add = (event: HistoryEvent) => controller.setAdded([...all, { member, event }]);
  const remove = ({ id }: HistoryEvent) =>
    controller.setAdded(all.filter((each) => each.member !== member || each.event.id !== id));
  const show = (document: 'program' | 'base', span: Span) => {
    controller.setDiff(document === 'base');
    if (document === 'program') controller.show('program', span);
    else controller.setTab('program');
  };
  if (lives?.refusal !== undefined)
    return (
      <p className="bad" role="alert">
        {say(noticeOf(lives.refusal).text)}
      </p>
    );
  if (lives !== undefined && lives.life === undefined)
    return (
      <p className="empty" role="status">
        {say({
          en: `The history has no member ${member}. Look in the list how members are called.`,
          ja: `履歴に会員 ${member} はいません。一覧で会員の ID を確かめてください。`,
        })}
      </p>
    );
  return (
    <MemberPage
      language={language}
      plan={lives?.plan ?? result.candidate.plan}
      life={lives?.life}
      base={lives?.base}
      added={added}
      loadWhy={lives?.loadWhy ?? noReasons}
      onShow={show}
      onAdd={add}
      onRemove={remove}
    />
  );
}

/** Before a life is there, nothing is asked about it. */
const noReasons = async (): Promise<undefined> => undefined;

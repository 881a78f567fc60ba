import { useEffect, useId, useState } from 'react';
import type { Diagnostic, Plan } from '../../../schema/index.ts';
import { useLanguage, useSay } from '../../words/index.ts';
import { WithCode } from '../figures/index.ts';
import { filterExamples } from './member-query.ts';

/** So long a pause in typing asks for the members. */
const PAUSE = 700;

/** A condition on members in the program's own language. What is wrong with it stands beneath, the list as it was. */
export function FilterField({
  filter,
  plan,
  broken,
  onFilter,
}: {
  readonly filter: string;
  readonly plan: Plan;
  readonly broken: readonly Diagnostic[];
  readonly onFilter: (filter: string) => void;
}) {
  const say = useSay();
  const id = useId();
  const [text, setText] = useState(filter);
  const [known, setKnown] = useState(filter);
  // What another view asks for takes the place of what was typed.
  if (filter !== known) {
    setKnown(filter);
    setText(filter);
  }
  const apply = (next: string): void => {
    setText(next);
    setKnown(next);
    if (next !== filter) onFilter(next);
  };
  useEffect(() => {
    if (text === filter) return undefined;
    const timer = setTimeout(() => {
      setKnown(text);
      onFilter(text);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [text, filter, onFilter]);
  const isBroken = broken.length > 0 && text === filter;
  return (
    <div className="member-filter">
      <label htmlFor={id}>{say({ en: 'Members of whom it is true that', ja: '会員の条件' })}</label>
      <div className="member-filter-line">
        <input
          id={id}
          className="field"
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={text}
          placeholder={filterExamples(plan)[0]}
          aria-invalid={isBroken}
          aria-describedby={isBroken ? `${id}-wrong` : `${id}-examples`}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') apply(text);
            if (event.key === 'Escape' && text !== '') apply('');
          }}
        />
        {text !== '' && (
          <button
            type="button"
            className="button quiet"
            aria-label={say({ en: 'Clear the condition', ja: '条件を消す' })}
            onClick={() => apply('')}
          >
            ×
          </button>
        )}
      </div>
      <div id={`${id}-wrong`} role="status">
        {isBroken && <Wrong text={text} broken={broken} onMend={apply} />}
      </div>
      {text === '' && (
        <p className="member-examples muted" id={`${id}-examples`}>
          {say({ en: 'For example:', ja: '例:' })}{' '}
          {filterExamples(plan).map((example) => (
            <button key={example} type="button" className="member-example" onClick={() => apply(example)}>
              <code>{example}</code>
            </button>
          ))}
        </p>
      )}
    </div>
  );
}

function Wrong({
  text,
  broken,
  onMend,
}: {
  readonly text: string;
  readonly broken: readonly Diagnostic[];
  readonly onMend: (text: string) => void;
}) {
  const say = useSay();
  const language = useLanguage();
  const [found] = broken;
  if (found === undefined) return null;
  const { span, message, help, fix, code } = found;
  const marked = text.slice(span.start, span.end);
  return (
    <div className="member-wrong">
      <code className="member-marked">
        {text.slice(0, span.start)}
        <mark>{marked === '' ? '␣' : marked}</mark>
        {text.slice(span.end)}
      </code>
      <p>
        <span className="bad">
          <span aria-hidden="true">✗ </span>
          <WithCode text={message[language]} />
        </span>
        {help !== undefined && (
          <span className="muted">
            {' '}
            – <WithCode text={help[language]} />
          </span>
        )}{' '}
        <code className="muted">{code}</code>{' '}
        {fix !== undefined && (
          <button type="button" className="link" onClick={() => onMend(mended(text, fix.edits))}>
            <WithCode text={say(fix.title)} />
          </button>
        )}
      </p>
    </div>
  );
}

type Edits = NonNullable<Diagnostic['fix']>['edits'];

function mended(text: string, edits: Edits): string {
  // From the end, so that earlier places stay where they are.
  return edits
    .toSorted((a, b) => b.span.start - a.span.start)
    .reduce((now, { span, text: part }) => now.slice(0, span.start) + part + now.slice(span.end), text);
}

import './figures.css';
import type { Shown } from '../../../report/index.ts';
import { useSay } from '../../words/index.ts';

/** A short figure with the full one on hover, and for whoever listens. */
export function Figure({ shown: { text, full } }: { readonly shown: Shown }) {
  if (text === full) return text;
  return (
    <span title={full}>
      <span aria-hidden="true">{text}</span>
      <span className="unseen">{full}</span>
    </span>
  );
}

/** What there was under the base, and the change since: by sign and figure, and in words where one way is better. */
export function Against({
  base,
  change,
  sign,
  better,
}: {
  /** As it was; undefined: the base has no such figure. */
  readonly base: Shown | undefined;
  /** With its sign; undefined: the two cannot be held against each other. */
  readonly change: string | undefined;
  /** Of the change. */
  readonly sign: number;
  readonly better?: boolean | undefined;
}) {
  const say = useSay();
  const isTiny = sign !== 0 && change !== undefined && !/[1-9]/.test(change);
  const arrow = sign > 0 ? '▲' : sign < 0 ? '▼' : '=';
  return (
    <span className="against">
      <span className="muted">
        {say({ en: 'base ', ja: '変更前 ' })}
        {base === undefined ? '–' : <Figure shown={base} />}
      </span>{' '}
      {change !== undefined && (
        <span
          className={
            better === undefined || isTiny ? 'against-change' : `against-change ${better ? 'good' : 'bad'}`
          }
        >
          {sign === 0 ? (
            say({ en: '= unchanged', ja: '変化なし' })
          ) : isTiny ? (
            say({ en: '≈ hardly changed', ja: '≈ ほぼ変化なし' })
          ) : (
            <>
              <span aria-hidden="true">{arrow} </span>
              {change}
              {better !== undefined &&
                ` ${better ? say({ en: 'better', ja: '改善' }) : say({ en: 'worse', ja: '悪化' })}`}
            </>
          )}
        </span>
      )}
    </span>
  );
}

/** A name of the program with the key that the file gives it, where that is another. */
export function Named({ title, name }: { readonly title: string; readonly name: string }) {
  return (
    <>
      {title}
      {title !== name && (
        <>
          {' '}
          <code className="muted named-key">{name}</code>
        </>
      )}
    </>
  );
}

import type { Considered, ValueTree, Why } from '../../../report/index.ts';
import type { Language, Localized, Span } from '../../../schema/index.ts';

const KINDS: Readonly<Record<Considered['kind'], Localized>> = {
  rule: { en: 'rule', ja: 'ルール' },
  reward: { en: 'reward', ja: '特典' },
  benefit: { en: 'benefit', ja: 'ベネフィット' },
  level: { en: 'level', ja: 'ランク' },
};

interface Speaking {
  readonly language: Language;
  readonly onShow: (span: Span) => void;
}

/** Everything that was considered on an occasion: what it gave and from which values, and what was missing where it gave none. */
export function WhyTree({ why, language, onShow }: Speaking & { readonly why: Why }) {
  const { considered, notAsked } = why;
  return (
    <div className="why">
      {considered.length === 0 && (
        <p className="muted">
          {
            {
              en: 'No rule, reward or level was asked here.',
              ja: 'ここで判定されたルールやランクはありません。',
            }[language]
          }
        </p>
      )}
      <ul className="why-list">
        {considered.map((each) => (
          <Consideration
            key={`${each.kind} ${each.name}`}
            considered={each}
            language={language}
            onShow={onShow}
          />
        ))}
      </ul>
      {notAsked.length > 0 && (
        <details className="why-rest">
          <summary>
            {
              {
                en: `${notAsked.length} more rules wait for something else`,
                ja: `ほか ${notAsked.length} 件のルールは対象外です`,
              }[language]
            }
          </summary>
          <ul className="why-list">
            {notAsked.map(({ name, title, span, sentence }) => (
              <li key={name} className="muted">
                <Door words={title[language]} span={span} language={language} onShow={onShow} />:{' '}
                {sentence[language]}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function Door({
  words,
  span,
  language,
  onShow,
}: Speaking & { readonly words: string; readonly span: Span | undefined }) {
  if (span === undefined) return <span>{words}</span>;
  const title = { en: 'show in the program', ja: 'プログラムの該当箇所へ' }[language];
  return (
    <button type="button" className="link" title={title} onClick={() => onShow(span)}>
      {words}
    </button>
  );
}

function Consideration({ considered, language, onShow }: Speaking & { readonly considered: Considered }) {
  const { kind, title, name, span, effect, sentence, during, reasons, condition, amounts, limits } =
    considered;
  const trees = [
    ...reasons,
    ...(condition?.tree === undefined ? [] : [condition.tree]),
    ...amounts.flatMap(({ tree }) => (tree === undefined ? [] : [tree])),
  ];
  const speaking = { language, onShow };
  const place = reasons[0]?.span ?? during ?? span;
  return (
    <li className={effect ? 'why-gave' : 'why-none'}>
      <p>
        <span aria-hidden="true">{effect ? '●' : '○'} </span>
        <span className="muted">{KINDS[kind][language]} </span>
        <Door {...speaking} words={title[language]} span={span} />
        {title[language] !== name && <code className="muted"> {name}</code>}: {sentence[language]}{' '}
        {!effect && place !== span && (
          <Door {...speaking} words={{ en: 'where', ja: '該当箇所' }[language]} span={place} />
        )}
      </p>
      {trees.length > 0 && (
        <details>
          <summary className="muted">{{ en: 'values', ja: '計算に使われた値' }[language]}</summary>
          <ul className="why-values">
            {trees.map((tree) => (
              <Values key={`${tree.span.start} ${tree.span.end}`} tree={tree} {...speaking} />
            ))}
          </ul>
        </details>
      )}
      {limits.length > 0 && (
        <ul className="why-limits">
          {limits.map(({ text, span: limitAt, verdict }) => (
            <li key={text} className="muted">
              {{ en: 'limit', ja: '上限' }[language]} <Door {...speaking} words={text} span={limitAt} />
              {': '}
              {
                {
                  passed: { en: 'had room', ja: '残り枠あり' },
                  cut: { en: 'cut it', ja: '残り枠の分だけ' },
                  full: { en: 'left no room', ja: '残り枠なし' },
                }[verdict][language]
              }
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function Values({ tree, language, onShow }: Speaking & { readonly tree: ValueTree }) {
  const parts = tree.children.flatMap((part) => (part.repeats ? part.children : [part]));
  return (
    <li>
      <button type="button" className="link why-words" onClick={() => onShow(tree.span)}>
        {tree.words}
      </button>{' '}
      = <strong>{tree.value[language]}</strong>
      {parts.length > 0 && (
        <ul className="why-values">
          {parts.map((part) => (
            <Values
              key={`${part.span.start} ${part.span.end}`}
              tree={part}
              language={language}
              onShow={onShow}
            />
          ))}
        </ul>
      )}
    </li>
  );
}

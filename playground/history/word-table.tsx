import type { Choice, SurveyedColumn } from '../../runtime/index.ts';
import { useSay } from '../words/index.ts';

type ColumnChoice = Extract<Choice, { kind: 'column' }>;

/** What each value of a column means in the program's own words. */
export function WordTable({
  column,
  choice,
  words,
  onChoose,
}: {
  readonly column: SurveyedColumn;
  readonly choice: ColumnChoice;
  readonly words: readonly string[];
  readonly onChoose: (choice: Choice) => void;
}) {
  const say = useSay();
  const meaning = (text: string) =>
    choice.words?.[text] ?? (choice.words === undefined && words.includes(text) ? text : '');
  // A list of words is complete: what is not in it is no word.
  const all = Object.fromEntries(
    column.words.map(({ text }) => [text, meaning(text)]).filter(([, word]) => word !== ''),
  );
  const choose = (text: string, word: string) => {
    const { [text]: _, ...others } = all;
    onChoose({ ...choice, words: word === '' ? others : { ...others, [text]: word } });
  };
  return (
    <ul className="history-words">
      {column.words.map(({ text, count }) => (
        <li key={text}>
          <label>
            <span>
              {text} <span className="muted">×{count}</span> →
            </span>
            <select
              className="field"
              value={meaning(text)}
              onChange={(event) => choose(text, event.target.value)}
            >
              <option value="">{say({ en: '– unknown: bad rows –', ja: '― 不明（不良行）―' })}</option>
              {words.map((word) => (
                <option key={word} value={word}>
                  {word}
                </option>
              ))}
            </select>
          </label>
        </li>
      ))}
    </ul>
  );
}

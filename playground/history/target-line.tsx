import { useId } from 'react';
import type { Choice, Survey, TargetRow } from '../../runtime/index.ts';
import { Coded } from '../tables/index.ts';
import { useSay } from '../words/index.ts';
import { columnChoice, columnOf, keyOf, optionsOf } from './choices.ts';
import { WordTable } from './word-table.tsx';

const SURE = {
  sure: { mark: '●', en: 'sure', ja: '確実' },
  likely: { mark: '◐', en: 'likely', ja: 'おそらく' },
  unsure: { mark: '?', en: 'please check', ja: '要確認' },
  none: { mark: '!', en: 'not found', ja: '見つかりません' },
  unneeded: { mark: '–', en: 'not needed', ja: '指定不要' },
  chosen: { mark: '✓', en: 'chosen', ja: '選択済み' },
} as const;

/** One thing that the mapping says: what is wanted, the column it is taken from, samples, and why it was guessed. */
export function TargetLine({
  row,
  survey,
  pointed,
  onChoose,
}: {
  readonly row: TargetRow;
  readonly survey: Survey;
  readonly pointed: string | undefined;
  readonly onChoose: (choice: Choice) => void;
}) {
  const say = useSay();
  const id = useId();
  const { picked, required, accepts } = row;
  const { choice, confidence, reason } = picked;
  const isFixed = choice.kind === 'constant' && accepts.constants === 'text';
  const options = optionsOf(row, survey);
  const key = keyOf(choice, isFixed);
  const isMissing = required && choice.kind === 'none';
  const column = columnOf(choice, survey);
  const sure = SURE[confidence];
  return (
    <tr className={isMissing ? 'history-missing' : undefined}>
      <th scope="row" id={id}>
        <Coded text={say(row.label)} />
        {required && (
          <span className="history-required" title={say({ en: 'required', ja: '必須' })}>
            {' '}
            <span aria-hidden="true">*</span>
            <span className="unseen">{say({ en: '(required)', ja: '（必須）' })}</span>
          </span>
        )}
        <span className="history-type muted">{say(row.type)}</span>
      </th>
      <td>
        <div className="history-line">
          <select
            className="field"
            aria-labelledby={id}
            aria-describedby={`${id}-why`}
            aria-invalid={isMissing}
            value={options.some((option) => option.key === key) ? key : ''}
            onChange={(event) => {
              const option = options.find((each) => each.key === event.target.value);
              if (option !== undefined) onChoose(option.choice);
            }}
          >
            {!options.some((option) => option.key === key) && (
              <option value="">{say({ en: '– choose –', ja: '― 選んでください ―' })}</option>
            )}
            {options
              .filter(({ group }) => group === 'other')
              .map(({ key: value, label }) => (
                <option key={value} value={value}>
                  {say(label)}
                </option>
              ))}
            <optgroup label={say({ en: 'columns', ja: '列' })}>
              {options
                .filter(({ group }) => group === 'columns')
                .map(({ key: value, label }) => (
                  <option key={value} value={value}>
                    {say(label)}
                  </option>
                ))}
            </optgroup>
          </select>
          {isFixed && (
            <input
              className="field"
              aria-label={say({ en: 'the value', ja: '値' })}
              value={choice.value}
              onChange={(event) => onChoose({ kind: 'constant', value: event.target.value })}
            />
          )}
          {pointed !== undefined && accepts.column && (
            <button type="button" className="button" onClick={() => onChoose(columnChoice(row, pointed))}>
              {say({ en: 'Use here', ja: 'ここに使う' })}
              <span className="unseen">
                {' '}
                {pointed} → {say(row.label)}
              </span>
            </button>
          )}
        </div>
        {row.words.length > 0 && choice.kind === 'column' && column !== undefined && (
          <WordTable column={column} choice={choice} words={row.words} onChoose={onChoose} />
        )}
      </td>
      <td className="history-samples">{column?.samples.slice(0, 4).join(' · ')}</td>
      <td id={`${id}-why`} className="history-why">
        <span className={`history-sure ${confidence}`}>
          <span aria-hidden="true">{sure.mark}</span> {say(sure)}
        </span>{' '}
        <span className="muted">
          <Coded text={say(reason)} />
        </span>
      </td>
    </tr>
  );
}

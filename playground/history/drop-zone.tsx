import { type DragEvent, useId, useRef, useState } from 'react';
import { useSay } from '../words/index.ts';

/** A place for files: dropped, chosen, or pasted as text. */
export function DropZone({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const say = useSay();
  const chooser = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [pasted, setPasted] = useState('');
  const id = useId();
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    <section
      className="history-section"
      aria-labelledby={id}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h3 id={id}>{say({ en: 'Your own purchases', ja: '実際の購買データ' })}</h3>
      <div className={isOver ? 'history-drop over' : 'history-drop'}>
        <p>
          {say({
            en: 'Drop CSV, JSON Lines or Parquet files here, or',
            ja: 'CSV、JSON Lines、Parquet のファイルをここにドロップするか、',
          })}{' '}
          <button type="button" className="button main" onClick={() => chooser.current?.click()}>
            {say({ en: 'Choose files …', ja: 'ファイルを選ぶ…' })}
          </button>
        </p>
        <p className="history-private">
          {say({
            en: 'Nothing leaves this browser: the files are read here, and the page can send nothing anywhere.',
            ja: 'データがこのブラウザーの外に出ることはありません。ファイルはここで読み込まれ、このページからはどこにも送信できません。',
          })}
        </p>
        <input
          ref={chooser}
          className="unseen"
          type="file"
          multiple
          tabIndex={-1}
          aria-label={say({ en: 'Files of a history', ja: '履歴のファイル' })}
          accept=".csv,.tsv,.txt,.jsonl,.ndjson,.json,.parquet"
          onChange={(event) => {
            onFiles([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
      </div>
      <details className="history-paste">
        <summary>
          {say({ en: 'Paste rows in place of a file', ja: 'ファイルの代わりに行を貼り付ける' })}
        </summary>
        <textarea
          className="field"
          rows={5}
          spellCheck={false}
          value={pasted}
          aria-label={say({ en: 'Rows with a header', ja: '見出しのある行' })}
          onChange={(event) => setPasted(event.target.value)}
        />
        <button
          type="button"
          className="button"
          disabled={pasted.trim() === ''}
          onClick={() => onFiles([new File([pasted], 'pasted.csv')])}
        >
          {say({ en: 'Look at these rows', ja: '貼り付けた行を確認' })}
        </button>
      </details>
    </section>
  );
}

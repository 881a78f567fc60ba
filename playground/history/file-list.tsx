import { sentence } from '../../report/index.ts';
import type { Desk, DeskChange } from '../contract/index.ts';
import { Coded } from '../tables/index.ts';
import { useLanguage, useSay } from '../words/index.ts';

/** The files that were dropped: what each is for, what was noticed, why one cannot be read. */
export function FileList({
  desk,
  onChange,
}: {
  readonly desk: Desk;
  readonly onChange: (change: DeskChange) => void;
}) {
  const say = useSay();
  const language = useLanguage();
  const { files, draft } = desk;
  const roles = {
    rows: say({ en: 'events', ja: 'イベント' }),
    members: say({ en: 'members', ja: '会員の一覧' }),
    apart: say({ en: 'not read', ja: '読み込みません' }),
  };
  const readable = files.filter(({ survey }) => survey.kind === 'columns');
  const columns = readable.find(({ role }) => role === 'rows')?.survey;
  return (
    <div className="history-files">
      <ul aria-label={say({ en: 'Files', ja: 'ファイル' })}>
        {files.map(({ name, survey, role }) => (
          <li key={name}>
            <span className="history-file">{name}</span>{' '}
            <span className={role === 'apart' ? 'badge missed' : 'badge'}>{roles[role]}</span>
            {survey.kind === 'refused' ? (
              <p role="alert" className="bad">
                <Coded text={say(survey.message)} />
                {survey.help !== undefined && (
                  <span className="muted">
                    {' '}
                    → <Coded text={say(survey.help)} />
                  </span>
                )}
              </p>
            ) : (
              <p className="muted">
                {say({
                  en: `${survey.columns.length} columns, ${survey.rows} ${survey.rows === 1 ? 'row' : 'rows'} looked at.`,
                  ja: `${survey.columns.length} 列。${survey.rows} 行を確認しました。`,
                })}
                {survey.notes.map((note) => ` ${sentence(language, say(note))}`)}
                {role === 'apart' &&
                  say({
                    en: ' It has other columns than the first file, so it needs a mapping of its own: open it alone.',
                    ja: ' 最初のファイルと列が異なり、別のマッピングが必要です。このファイルだけで開いてください。',
                  })}
              </p>
            )}
          </li>
        ))}
      </ul>
      {draft !== undefined && columns?.kind === 'columns' && columns.native && (
        <label className="history-check">
          <input
            type="checkbox"
            checked={draft.native}
            onChange={(event) => onChange({ kind: 'native', native: event.target.checked })}
          />
          {say({
            en: 'It is in the native form of Kizuna: no mapping is needed',
            ja: 'Kizuna の標準形式なので、マッピングは不要です',
          })}
        </label>
      )}
      {draft !== undefined && !draft.native && readable.length > 1 && (
        <label className="history-check">
          {say({ en: 'Who the members are stands in', ja: '会員の情報があるファイル' })}
          <select
            className="field"
            value={draft.members?.file ?? ''}
            onChange={(event) => onChange({ kind: 'members', file: event.target.value || undefined })}
          >
            <option value="">{say({ en: 'no file of its own', ja: '専用のファイルはない' })}</option>
            {readable
              .filter(({ role }) => role !== 'rows')
              .map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
          </select>
        </label>
      )}
    </div>
  );
}

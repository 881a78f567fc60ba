import { useEffect } from 'react';
import './history.css';
import { sentence } from '../../report/index.ts';
import type { Localized } from '../../schema/index.ts';
import type { Desk, DeskRequest, HistoryFile, HistorySummary, Progress } from '../contract/index.ts';
import { mainSurvey } from '../desk/index.ts';
import { Dialog } from '../dialog/index.ts';
import { Coded } from '../tables/index.ts';
import { useLanguage, useNumbers, useSay } from '../words/index.ts';
import { DropZone } from './drop-zone.tsx';
import { FileList } from './file-list.tsx';
import { MappingTable } from './mapping-table.tsx';
import { PreviewTable } from './preview-table.tsx';
import { ReadingSummary } from './reading-summary.tsx';
import { Samples } from './samples.tsx';
import { type LaidDesk, useDesk } from './use-desk.ts';

export interface HistoryPanelProps {
  /** The history at hand, by name; undefined: there is none. */
  readonly current: { readonly name: string; readonly summary: HistorySummary } | undefined;
  /** Set while a history is being made up or read. */
  readonly opening: { readonly name: string; readonly progress: Progress | undefined } | undefined;
  /** Why the last one could not be opened. */
  readonly failure: { readonly reason: Localized; readonly help: Localized | undefined } | undefined;
  /** Of the made-up history at hand, or the first that there is. */
  readonly seed: number;
  /** Files that were dropped before the sheet was opened. */
  readonly offered: readonly File[];
  /** What lies on the desk, kept while the sheet is closed. */
  readonly desk: LaidDesk;
  /** Looks at files and changes their mapping, away from the page ({@link Desk}); must keep its identity. */
  readonly onDesk: (request: DeskRequest) => Promise<Desk>;
  readonly onGenerate: (events: number, seed: number) => void;
  /** Opens files through a mapping document; undefined: they are in the native form. */
  readonly onOpen: (files: readonly HistoryFile[], mapping: string | undefined) => void;
  readonly onCancel: () => void;
  readonly onSaveRejects: () => void;
  /** Hands a text to whoever sits before the page as a file. */
  readonly onSave: (name: string, text: string) => void;
  readonly onClose: () => void;
}

/** Where a history comes from: made up on the spot, or files whose columns are pointed at. */
export function HistoryPanel({
  current,
  opening,
  failure,
  seed,
  offered,
  desk,
  onDesk,
  onGenerate,
  onOpen,
  onCancel,
  onSaveRejects,
  onSave,
  onClose,
}: HistoryPanelProps) {
  const say = useSay();
  const { state, drop, change, clear, stand } = useDesk(onDesk, desk);
  const { files, isBusy } = state;
  const shown = state.isRead ? undefined : state.desk;
  useEffect(() => drop(offered), [drop, offered]);
  return (
    <Dialog title={say({ en: 'History', ja: '履歴' })} onClose={onClose}>
      <div className="history-panel">
        {opening !== undefined && <Opening opening={opening} onCancel={onCancel} />}
        {failure !== undefined && opening === undefined && (
          <p role="alert" className="bad">
            ✗ <Coded text={say(failure.reason)} />
            {failure.help !== undefined && (
              <span className="muted">
                {' '}
                → <Coded text={say(failure.help)} />
              </span>
            )}
          </p>
        )}
        {shown === undefined && (
          <>
            {current !== undefined && opening === undefined && (
              <ReadingSummary {...current} onSaveRejects={onSaveRejects} />
            )}
            {state.isRead && state.desk !== undefined && opening === undefined && (
              <p>
                <button type="button" className="button" onClick={() => stand(false)}>
                  {say({ en: 'Correct the mapping', ja: 'マッピングを直す' })}
                </button>
              </p>
            )}
            <Samples isBusy={opening !== undefined} seed={seed} onGenerate={onGenerate} />
            <DropZone onFiles={drop} />
            {isBusy && (
              <p role="status">{say({ en: 'Looking at the files …', ja: 'ファイルを確認しています…' })}</p>
            )}
          </>
        )}
        {state.failure !== undefined && (
          <p role="alert" className="bad">
            ✗ {say({ en: 'The files could not be looked at', ja: 'ファイルを確認できませんでした' })}:{' '}
            {state.failure}
          </p>
        )}
        {shown !== undefined && (
          <OnDesk
            desk={shown}
            files={files}
            isBusy={isBusy}
            isOpening={opening !== undefined}
            onChange={change}
            onClear={clear}
            onSave={onSave}
            onOpen={(chosen, mapping) => {
              onOpen(chosen, mapping);
              stand(true);
            }}
          />
        )}
      </div>
    </Dialog>
  );
}

function Opening({
  opening,
  onCancel,
}: {
  readonly opening: NonNullable<HistoryPanelProps['opening']>;
  readonly onCancel: () => void;
}) {
  const say = useSay();
  const { count } = useNumbers(undefined);
  const { name, progress } = opening;
  const label = say({ en: `Opening ${name}`, ja: `${name} を開いています` });
  return (
    <div className="history-line history-opening">
      <span role="status">{label}</span>
      <span className="muted">
        {progress !== undefined && count(progress.done)}
        {progress?.total !== undefined && ` / ${count(progress.total)}`}
      </span>
      <progress
        aria-label={label}
        {...(progress?.total === undefined ? {} : { value: progress.done, max: Math.max(1, progress.total) })}
      />
      <button type="button" className="button" onClick={onCancel}>
        {say({ en: 'Cancel', ja: '中止' })}
      </button>
    </div>
  );
}

function OnDesk({
  desk,
  files,
  isBusy,
  isOpening,
  onChange,
  onClear,
  onSave,
  onOpen,
}: {
  readonly desk: Desk;
  readonly files: readonly HistoryFile[];
  readonly isBusy: boolean;
  readonly isOpening: boolean;
  readonly onChange: ReturnType<typeof useDesk>['change'];
  readonly onClear: () => void;
  readonly onSave: (name: string, text: string) => void;
  readonly onOpen: HistoryPanelProps['onOpen'];
}) {
  const say = useSay();
  const language = useLanguage();
  const { draft, missing, mapping, preview, trouble } = desk;
  const survey = draft === undefined ? undefined : mainSurvey(desk.files, draft);
  const text = mapping[language];
  const wanted = new Set(desk.files.flatMap(({ name, role }) => (role === 'apart' ? [] : [name])));
  const cannot = draft === undefined || missing.length > 0 || (preview?.problems.length ?? 0) > 0;
  return (
    <>
      <FileList desk={desk} onChange={onChange} />
      {draft !== undefined && !draft.native && survey !== undefined && (
        <MappingTable desk={desk} survey={survey} onChange={onChange} />
      )}
      {preview !== undefined && <PreviewTable preview={preview} isBusy={isBusy} />}
      {trouble !== undefined && (
        <p role="alert" className="bad">
          ✗ <Coded text={sentence(language, say(trouble))} />
        </p>
      )}
      {text !== '' && draft !== undefined && (
        <details>
          <summary>{say({ en: 'The mapping as a document', ja: 'マッピング文書（YAML）' })}</summary>
          <pre className="history-yaml">{text}</pre>
          <button type="button" className="button" onClick={() => onSave(`${draft.name}.mapping.yaml`, text)}>
            {say({ en: 'Save as a file', ja: 'ファイルに保存' })}
          </button>
        </details>
      )}
      <div className="history-line history-foot">
        {missing.length > 0 && (
          <p role="status" className="bad">
            {say({ en: 'Still needed:', ja: '不足している項目:' })}{' '}
            {desk.targets
              .filter(({ target }) => missing.includes(target))
              .map(({ label, event }) => (event === undefined ? say(label) : `${event}.${say(label)}`))
              .join(say({ en: ', ', ja: '、' }))}
          </p>
        )}
        <button type="button" className="button" onClick={onClear}>
          {say({ en: 'Other files', ja: '別のファイルにする' })}
        </button>
        <button
          type="button"
          className="button main"
          disabled={cannot || isBusy || isOpening}
          onClick={() =>
            onOpen(
              files.filter(({ name }) => wanted.has(name)),
              text === '' ? undefined : text,
            )
          }
        >
          {say({ en: 'Read the history', ja: '履歴を読み込む' })}
        </button>
      </div>
    </>
  );
}

import { useRef } from 'react';
import type { Version } from '../../contract/index.ts';
import { MOST_BYTES } from '../../share/index.ts';
import { useController, usePage } from '../../state/index.ts';
import { useSay } from '../../words/index.ts';

/** Which version is the base: the program as it was opened, one put aside, or a file. */
export function BasePicker() {
  const controller = useController();
  const say = useSay();
  const base = usePage((state) => state.base);
  const versions = usePage((state) => state.versions);
  const name = usePage((state) => state.name);
  const program = usePage((state) => state.documents.program);
  const file = useRef<HTMLInputElement>(null);
  const put = (version: Version): void => {
    controller.putAside(version);
    controller.compareWith(version);
  };
  const aside = (): void => {
    const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }).format(new Date());
    put({ label: `${name} ${time}`, text: program });
  };
  const read = async (chosen: File): Promise<void> => {
    if (chosen.size > MOST_BYTES) {
      controller.tell({
        kind: 'trouble',
        text: {
          en: `${chosen.name} is too large for a program: the base is a program file, YAML`,
          ja: `${chosen.name} はプログラムとしては大きすぎます。変更前にはプログラムの YAML ファイルを指定してください`,
        },
      });
      return;
    }
    try {
      put({ label: chosen.name, text: await chosen.text() });
    } catch {
      controller.tell({
        kind: 'trouble',
        text: {
          en: `the browser cannot read ${chosen.name}: choose the file once more`,
          ja: `ブラウザーが ${chosen.name} を読み取れません。もう一度ファイルを選んでください`,
        },
      });
    }
  };
  return (
    <section className="base-picker" aria-label={say({ en: 'what to compare with', ja: '比べる相手' })}>
      {base === undefined && (
        <p className="empty">
          {say({
            en: 'Choose a base, then change a rule: every view shows both versions, and here stands who wins and who loses.',
            ja: '変更前の版を選んでからルールを変えてください。すべての表示に両方の数値が並び、ここには得する会員と損する会員が出ます。',
          })}
        </p>
      )}
      <div className="base-picker-line">
        <label>
          <span className="muted">{say({ en: 'base', ja: '変更前' })}</span>{' '}
          <select
            className="field"
            value={base?.label ?? ''}
            onChange={(event) =>
              controller.compareWith(versions.find(({ label }) => label === event.target.value))
            }
          >
            <option value="">{say({ en: 'none: compare with nothing', ja: 'なし（比べない）' })}</option>
            {versions.map(({ label }, index) => (
              <option key={label} value={label}>
                {index === 0 ? say({ en: `${label} as opened`, ja: `開いたときの ${label}` }) : label}
              </option>
            ))}
          </select>
        </label>
        <button type="button" className={base === undefined ? 'button main' : 'button'} onClick={aside}>
          {say({ en: 'Compare with the program as it is now', ja: '今の内容を変更前にする' })}
        </button>
        <button type="button" className="button" onClick={() => file.current?.click()}>
          {say({ en: 'Open a file as the base', ja: 'ファイルを変更前にする' })}
        </button>
        <input
          ref={file}
          type="file"
          accept=".yaml,.yml,text/yaml"
          className="unseen"
          tabIndex={-1}
          aria-label={say({ en: 'file of the base', ja: '変更前のファイル' })}
          onChange={(event) => {
            const [chosen] = event.target.files ?? [];
            if (chosen !== undefined) void read(chosen);
            event.target.value = '';
          }}
        />
      </div>
    </section>
  );
}

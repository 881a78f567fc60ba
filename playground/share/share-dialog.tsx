import './share.css';
import { useCallback, useEffect, useState } from 'react';
import { Dialog } from '../dialog/index.ts';
import { noticeOf, useController, usePage } from '../state/index.ts';
import { useNumbers, useSay } from '../words/index.ts';
import { LONGEST_LINK, packLink } from './link.ts';
import { ReportButton } from './report-button.tsx';
import { save } from './save.ts';

/** Ways to hand on what is on the page: the program in a link, files, the report, the module. Never the history. */
export function ShareDialog() {
  const controller = useController();
  const say = useSay();
  const numbers = useNumbers(undefined);
  const name = usePage((state) => state.name) || 'program';
  const program = usePage((state) => state.documents.program);
  const isCompared = usePage((state) => state.result?.comparison !== undefined);
  const [link, setLink] = useState<string>();
  /** How long the link would be with the tests, which then are not in it. */
  const [whole, setWhole] = useState<number>();
  const [isCopied, setCopied] = useState(false);
  const [trouble, setTrouble] = useState<string>();

  const tell = useCallback(
    (error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      setTrouble(say(noticeOf({ why: 'fault', reason }).text));
    },
    [say],
  );

  useEffect(() => {
    let gone = false;
    const { origin, pathname } = window.location;
    const linkOf = async (light: boolean) =>
      `${origin}${pathname}${await packLink(controller.shared(light))}`;
    const write = async (): Promise<void> => {
      const all = await linkOf(false);
      const isFitting = all.length <= LONGEST_LINK;
      const fitting = isFitting ? all : await linkOf(true);
      if (gone) return;
      setLink(fitting);
      setWhole(isFitting ? undefined : all.length);
    };
    write().catch(tell);
    return () => {
      gone = true;
    };
  }, [controller, tell]);

  const isLong = link !== undefined && link.length > LONGEST_LINK;
  const copy = async (): Promise<void> => {
    if (link === undefined) return;
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
    } catch {
      setTrouble(
        say({
          en: 'the browser does not let the page copy: select the link and copy it by hand',
          ja: 'ブラウザーがコピーを許可していません。リンクを選択し、手動でコピーしてください',
        }),
      );
    }
  };
  const module = async (): Promise<void> => {
    const bytes = await controller.language.call('module', { program });
    if (bytes === undefined)
      setTrouble(
        say({
          en: 'the program has errors, so there is no module of it',
          ja: 'プログラムにエラーがあるため、モジュールを作れません',
        }),
      );
    else save(`${name}.wasm`, bytes as Uint8Array<ArrayBuffer>, 'application/wasm');
  };
  return (
    <Dialog title={say({ en: 'Share', ja: '共有' })} onClose={() => controller.setDialog(undefined)}>
      <div className="share">
        <section>
          <h3>{say({ en: 'A link', ja: 'リンク' })}</h3>
          <p className="muted">
            {whole === undefined
              ? say({
                  en: 'The link holds the program, its tests, the scenario and the base, and which made-up history it runs on.',
                  ja: 'リンクには、プログラム、テスト、シナリオ、変更前の版と、どの生成履歴を使うかが入ります。',
                })
              : say({
                  en: 'The link holds the program, the scenario and the base, and which made-up history it runs on, but not the tests.',
                  ja: 'リンクには、プログラム、シナリオ、変更前の版と、どの生成履歴を使うかが入ります。テストは入りません。',
                })}
            {say({ en: ' ', ja: '' })}
            {say({
              en: 'A history of yours is never in it, and no server sees what stands after the #.',
              ja: 'お手元の履歴は入りません。# より後ろはサーバーにも送られません。',
            })}
          </p>
          {isLong ? (
            <p className="empty">
              {say({
                en: `The link would be ${numbers.count(link.length)} characters long, which mail and chat cut. Save the page as a file instead.`,
                ja: `リンクが ${numbers.count(link.length)} 文字になり、メールやチャットで途切れるおそれがあります。代わりにファイルに保存してください。`,
              })}
            </p>
          ) : (
            <>
              <div className="share-line">
                <input
                  className="field share-link"
                  readOnly
                  value={link ?? ''}
                  aria-label={say({ en: 'link to this page', ja: 'このページへのリンク' })}
                  onFocus={(event) => event.target.select()}
                />
                <button type="button" className="button main" disabled={link === undefined} onClick={copy}>
                  {isCopied
                    ? say({ en: 'Copied ✓', ja: 'コピーしました ✓' })
                    : say({ en: 'Copy', ja: 'コピー' })}
                </button>
              </div>
              {whole !== undefined && (
                <p className="muted">
                  {say({
                    en: `With the tests it would be ${numbers.count(whole)} characters long, which mail and chat cut. “The page” beneath is a file that holds them too.`,
                    ja: `テストを含めると ${numbers.count(whole)} 文字になり、メールやチャットで途切れるおそれがあります。下の「ページ全体」のファイルにはテストも入ります。`,
                  })}
                </p>
              )}
            </>
          )}
        </section>
        <section>
          <h3>{say({ en: 'Files', ja: 'ファイル' })}</h3>
          <ul className="share-files">
            <li>
              <button
                type="button"
                className="button"
                onClick={() => save(`${name}.kizuna.json`, controller.shared(), 'application/json')}
              >
                {say({ en: 'The page', ja: 'ページ全体' })}
              </button>
              <span className="muted">
                {say({
                  en: 'program, tests, scenario, base and which made-up history; drop it on the page to open it',
                  ja: 'プログラム、テスト、シナリオ、変更前の版、生成履歴の指定（このページにドロップすると開く）',
                })}
              </span>
            </li>
            <li>
              <button
                type="button"
                className="button"
                onClick={() => save(`${name}.yaml`, program, 'application/yaml')}
              >
                program.yaml
              </button>
              <span className="muted">{say({ en: 'the program as it stands', ja: '今のプログラム' })}</span>
            </li>
            <li>
              <ReportButton name={name} onTrouble={setTrouble} />
              <span className="muted">
                {isCompared
                  ? say({
                      en: 'figures and charts of the program, and the comparison with the base, one page that needs nothing else',
                      ja: 'プログラムの数値とグラフ、変更前との比較（単独で開ける1ページ）',
                    })
                  : say({
                      en: 'figures and charts of this run, one page that needs nothing else',
                      ja: 'この結果の数値とグラフ（単独で開ける1ページ）',
                    })}
              </span>
            </li>
            <li>
              <button type="button" className="button" onClick={() => module().catch(tell)}>
                program.wasm
              </button>
              <span className="muted">
                {say({
                  en: 'the compiled program: a module without imports, for any host',
                  ja: 'コンパイルしたプログラム（インポートがなく、どのホストでも動く）',
                })}
              </span>
            </li>
          </ul>
          {trouble !== undefined && (
            <p className="bad" role="alert">
              {trouble}
            </p>
          )}
        </section>
      </div>
    </Dialog>
  );
}

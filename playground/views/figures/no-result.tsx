import './figures.css';
import { usePage } from '../../state/index.ts';
import { useSay } from '../../words/index.ts';

/** In place of figures that are not there yet: why, and what to do. */
export function NoResult() {
  const say = useSay();
  const isBusy = usePage(({ history, run }) => history.kind === 'opening' || run.kind === 'running');
  const isEmpty = usePage(({ history }) => history.kind === 'ready' && history.summary.members === 0);
  const isBroken = usePage(({ brokenSince }) => brokenSince !== undefined);
  const isUnwritten = usePage(({ documents }) => documents.program.trim() === '');
  if (isUnwritten)
    return (
      <p className="empty">
        {say({
          en: 'There is no program yet: write one to the left (Ctrl+Space offers a small one to begin with), or choose one above.',
          ja: 'プログラムがまだありません。左のエディターに書くか（Ctrl+Space でひな形から始められます）、上の名前を押して一覧から選んでください。',
        })}
      </p>
    );
  if (isBusy)
    return (
      <p className="empty" role="status">
        {say({ en: 'Replaying the history …', ja: '計算しています…' })}
      </p>
    );
  if (isEmpty)
    return (
      <p className="empty">
        {say({
          en: 'No row of this history could be used: the history above says why, row by row.',
          ja: 'この履歴には使える行がありません。理由は上の「履歴」で行ごとに確認できます。',
        })}
      </p>
    );
  return (
    <p className="empty">
      {isBroken
        ? say({
            en: 'The program has errors: once they are mended, its figures stand here.',
            ja: 'プログラムにエラーがあります。修正すると、ここに結果が表示されます。',
          })
        : say({
            en: 'Nothing was replayed yet: choose a history above, made up or your own.',
            ja: 'まだ計算していません。上の「履歴」から、生成した履歴かお手元の履歴を選んでください。',
          })}
    </p>
  );
}

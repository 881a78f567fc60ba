import { useController, usePage } from '../../state/index.ts';
import { useSay } from '../../words/index.ts';
import { useFirstDay } from './use-scenario.ts';

/** Milliseconds of a day. */
const DAY = 86_400_000;

/** What a scenario is, for whoever has none, and the way to a first one. */
export function Starter() {
  const controller = useController();
  const say = useSay();
  const program = usePage((state) => state.documents.program);
  const isBroken = usePage((state) => state.brokenSince !== undefined);
  const first = useFirstDay();
  const begin = async (): Promise<void> => {
    const from = first ?? Math.floor(Date.now() / DAY);
    const text = await controller.language.call('starter', { program, from });
    if (text === undefined) return;
    controller.edit('scenario', text);
    controller.setTab('scenario');
  };
  return (
    <div className="empty scenario-starter">
      <p>
        {say({
          en: 'A comparison shows what a change does if everybody goes on as before. A scenario adds what members are assumed to do about it: how much more often they come, how many return. Each assumption has a range, a source and a slider here; the result has an interval, and says how strong the response must be for the change to pay.',
          ja: '比較で分かるのは、会員の行動が変わらない場合の影響です。シナリオには、会員がどう反応するかの仮定（来店がどれだけ増えるか、何割が戻るか）を加えます。仮定ごとに範囲と根拠を書くと、ここにスライダーが並び、結果は幅をもって示されます。採算に必要な反応の強さも分かります。',
        })}
      </p>
      <button type="button" className="button main" disabled={isBroken} onClick={() => void begin()}>
        {say({ en: 'Write a small scenario for this program', ja: 'このプログラム用の小さなシナリオを書く' })}
      </button>
    </div>
  );
}

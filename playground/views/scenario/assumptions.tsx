import { CHANGE_WORDS } from '../../../report/index.ts';
import { type Assumption, formatDay, type ResponseModel } from '../../../schema/index.ts';
import type { ScenarioAnswer } from '../../contract/index.ts';
import { useController } from '../../state/index.ts';
import { useNumbers, useSay } from '../../words/index.ts';
import { EstimateSlider } from './estimate-slider.tsx';
import { moveEstimate } from './use-scenario.ts';

type Simulated = Extract<ScenarioAnswer, { readonly kind: 'simulated' }>;

const BOUNDS = { low: -1, high: 10 };
const SHARES = { low: 0, high: 1 };

/** Everything that is assumed, each to be moved. */
export function Assumptions({
  model: { assumptions, margin },
  simulated,
}: {
  readonly model: ResponseModel;
  readonly simulated: Simulated | undefined;
}) {
  const say = useSay();
  const controller = useController();
  return (
    <section aria-label={say({ en: 'assumptions', ja: '仮定' })}>
      <h3>{say({ en: 'Assumptions', ja: '仮定' })}</h3>
      <p className="muted">
        {say({
          en: 'Stated by the scenario, not found in the history. Moving a slider changes the value in the scenario tab; a range without a value gets one, which then is the most likely.',
          ja: 'シナリオに書かれたもので、履歴から分かったことではありません。スライダーを動かすと、シナリオのタブにある値が変わります。範囲だけの仮定には値が加わり、それが最も起こりやすい値になります。',
        })}
      </p>
      <ul className="estimates">
        {assumptions.map((assumption) => {
          const { name, title, changes, estimate } = assumption;
          return (
            <EstimateSlider
              key={name}
              title={say(title)}
              estimate={estimate}
              bounds={changes === 'win_back' ? SHARES : BOUNDS}
              onMove={(share) => void moveEstimate(controller, { kind: 'assumption', name }, share)}
            >
              <About assumption={assumption} simulated={simulated} />
            </EstimateSlider>
          );
        })}
        {margin !== undefined && (
          <EstimateSlider
            title={say({ en: 'Margin', ja: '限界利益率' })}
            estimate={margin}
            bounds={SHARES}
            onMove={(share) => void moveEstimate(controller, { kind: 'margin' }, share)}
          >
            {say({
              en: 'what is left of a sale before the program is paid',
              ja: '売上のうち、プログラムの費用を引く前に残る割合',
            })}
          </EstimateSlider>
        )}
      </ul>
    </section>
  );
}

/** Who does what, how long, and how many that are. */
function About({
  assumption: { name, changes, event, events, who, until },
  simulated,
}: {
  readonly assumption: Assumption;
  readonly simulated: Simulated | undefined;
}) {
  const say = useSay();
  const numbers = useNumbers(simulated?.candidate);
  const index = simulated?.model?.assumptions.findIndex((each) => each.name === name) ?? -1;
  const reach = simulated?.figures.response?.reach[index];
  const back = say({ en: `, ${events} each`, ja: `、1人あたり ${events} 件` });
  const everybody = say({ en: 'everybody', ja: '全員' });
  const members = reach?.members === undefined ? undefined : numbers.count(reach.members);
  const noun = reach?.members === 1 ? 'member' : 'members';
  return (
    <>
      {say(CHANGE_WORDS[changes])}
      {changes === 'pressure' && (
        <>
          {' '}
          <code>{who}</code>
        </>
      )}
      : <code>{event}</code>
      {changes === 'win_back' && back}
      {changes !== 'pressure' && (
        <>
          {say({ en: '; ', ja: '、' })}
          {who === undefined ? everybody : <code>{who}</code>}
        </>
      )}
      {until !== undefined && say({ en: `; until ${formatDay(until)}`, ja: `、${formatDay(until)} まで` })}
      {reach !== undefined && (
        <span className="muted">
          {' '}
          {reach.events === 0
            ? say({
                en: `It changes nothing here (${members ?? everybody}${members === undefined ? '' : ` ${noun}`}).`,
                ja: `この履歴では何も変わりません（対象 ${members ?? everybody}${members === undefined ? '' : ' 人'}）。`,
              })
            : say({
                en: `${members === undefined ? '' : `${members} ${noun}, `}${numbers.count(Math.round(reach.events))} events in a draw.`,
                ja: `${members === undefined ? '' : `会員 ${members} 人、`}1回の試行で ${numbers.count(Math.round(reach.events))} 件。`,
              })}
        </span>
      )}
    </>
  );
}

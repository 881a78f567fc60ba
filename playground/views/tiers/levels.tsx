import type { DrawingSetting } from '../../../report/index.ts';
import type { Localized, PlanLadder } from '../../../schema/index.ts';
import { useController } from '../../state/index.ts';
import { useSay } from '../../words/index.ts';
import { Against } from '../figures/index.ts';
import type { LadderShown } from './ladder-shown.ts';

interface LevelRow {
  readonly name: string;
  readonly title: Localized;
  /** Undefined: only the base has it. */
  readonly at: number | undefined;
  readonly atBefore: number | undefined;
}

/** Levels of both versions: those of the candidate, then those that it drops. */
function rowsOf(ladder: PlanLadder, before: PlanLadder | undefined): readonly LevelRow[] {
  const find = (list: PlanLadder | undefined, name: string): number | undefined => {
    const at = list?.levels.findIndex((level) => level.name === name) ?? -1;
    return at < 0 ? undefined : at;
  };
  const dropped = before?.levels.filter(({ name }) => find(ladder, name) === undefined) ?? [];
  return [...ladder.levels, ...dropped].map(({ name, title }) => ({
    name,
    title,
    at: find(ladder, name),
    atBefore: find(before, name),
  }));
}

/** What each level came to; the members of a level are one click away. */
export function Levels({
  setting,
  before,
  ladder,
  index,
}: {
  readonly setting: DrawingSetting;
  readonly before: LadderShown | undefined;
  readonly ladder: PlanLadder;
  readonly index: number;
}) {
  const say = useSay();
  const controller = useController();
  const { figures, numbers } = setting;
  const levels = figures.ladders[index]?.levels ?? [];
  const levelsBefore = before?.setting.figures.ladders[before.index]?.levels;
  const all = levels.reduce((sum, { members }) => sum + members, 0);
  const count = (value: bigint | number): string => numbers.count(value);
  const against = (base: bigint | number | undefined, now: bigint | number | undefined) => {
    if (before === undefined) return null;
    const change = BigInt(now ?? 0) - BigInt(base ?? 0);
    const size = count(change < 0n ? -change : change);
    const text = base === undefined ? undefined : count(base);
    return (
      <Against
        base={text === undefined ? undefined : { text, full: text }}
        change={`${change < 0n ? '−' : '+'}${size}`}
        sign={Number(change)}
      />
    );
  };
  return (
    <section className="plate scrolling" aria-label={say({ en: 'Levels', ja: '段階' })}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say({ en: 'Level', ja: '段階' })}</th>
            <th scope="col" className="n">
              {say({ en: 'Members at the end', ja: '期末の会員数' })}
            </th>
            <th scope="col" className="n">
              {say({ en: 'Share', ja: '割合' })}
            </th>
            <th scope="col" className="n">
              {say({ en: 'Reached', ja: '到達' })}
            </th>
            <th scope="col" className="n">
              {say({ en: 'Lapsed', ja: '終了' })}
            </th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(ladder, before?.ladder).map(({ name, title, at, atBefore }) => {
            const own = at === undefined ? undefined : levels[at];
            const base = atBefore === undefined ? undefined : levelsBefore?.[atBefore];
            const side = at === undefined ? 'base' : 'candidate';
            const shown = (value: bigint | number | undefined) =>
              own === undefined ? '–' : count(value ?? 0);
            return (
              <tr key={name}>
                <th scope="row">
                  <button
                    type="button"
                    className="link"
                    title={say({ en: 'show these members', ja: 'この段階の会員を表示' })}
                    onClick={() => controller.look({ side, filter: `tier(${ladder.name}) = ${name}` })}
                  >
                    {say(title)}
                  </button>{' '}
                  {say(title) !== name && <code className="muted named-key">{name}</code>}
                  {at === undefined && (
                    <span className="against muted">{say({ en: 'only in the base', ja: '変更前のみ' })}</span>
                  )}
                </th>
                <td className="n">
                  {shown(own?.members)}
                  {against(base?.members, own?.members)}
                </td>
                <td className="n">
                  {own === undefined || all === 0
                    ? '–'
                    : numbers.percent({ n: BigInt(own.members), d: BigInt(all) })}
                </td>
                <td className="n">
                  {shown(own?.reached)}
                  {against(base?.reached, own?.reached)}
                </td>
                <td className="n">
                  {shown(own?.lapsed)}
                  {against(base?.lapsed, own?.lapsed)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="muted levels-note">
        {say({
          en: 'Reached and lapsed: how often, over the whole period.',
          ja: '到達・終了は期間全体の回数です。',
        })}
      </p>
    </section>
  );
}

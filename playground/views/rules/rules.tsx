import './rules.css';
import { memo, useDeferredValue, useMemo, useState } from 'react';
import { type Numbers, unitAfter } from '../../../report/index.ts';
import type { Localized } from '../../../schema/index.ts';
import { useController, usePage } from '../../state/index.ts';
import { useLanguage, useNumbers, useSay } from '../../words/index.ts';
import { NoResult } from '../figures/index.ts';
import { type Deed, type Done, deedsOf } from './deeds.ts';

const KINDS: Readonly<Record<Deed['kind'], Localized>> = {
  rule: { en: 'rule', ja: 'ルール' },
  reward: { en: 'reward', ja: '特典' },
  benefit: { en: 'benefit', ja: 'ベネフィット' },
};

const LOYALTIES = {
  economic: { en: 'economic', ja: '経済的' },
  behavioral: { en: 'behavioral', ja: '行動的' },
  psychological: { en: 'psychological', ja: '心理的' },
} as const;

const isDead = (done: Done | undefined): boolean => done === undefined || done.times === 0n;

/** What every rule, reward and benefit did: how often, for whom, and what it gave and cost. Dead ones are grey, and say so. */
export function Rules() {
  const say = useSay();
  const result = usePage((state) => state.result);
  const [sought, seek] = useState('');
  const needle = useDeferredValue(sought).trim().toLowerCase();
  const deeds = useMemo(() => (result === undefined ? [] : deedsOf(result.candidate, result.base)), [result]);
  const numbers = useNumbers(result?.candidate.plan);
  if (result === undefined) return <NoResult />;
  if (deeds.length === 0)
    return (
      <p className="empty">
        {say({
          en: 'The program has no rules, rewards or benefits yet: write one under rules: and see here whom it reaches.',
          ja: 'プログラムにルール、特典、ベネフィットがまだありません。rules: に書くと、誰に届くかがここに表示されます。',
        })}
      </p>
    );
  const shown = deeds.filter(
    ({ name, title }) =>
      needle === '' || [name, title.en, title.ja].some((text) => text.toLowerCase().includes(needle)),
  );
  const dead = deeds.filter(({ candidate }) => isDead(candidate)).length;
  const isCompared = result.base !== undefined;
  return (
    <div className="rules">
      <div className="rules-head">
        <input
          type="search"
          className="field"
          value={sought}
          onChange={(event) => seek(event.target.value)}
          aria-label={say({ en: 'find a rule', ja: 'ルールを探す' })}
          placeholder={say({ en: 'find a rule …', ja: 'ルールを探す…' })}
        />
        <span className="muted" role="status">
          {say({
            en: `${numbers.count(shown.length)} of ${numbers.count(deeds.length)}; ${numbers.count(dead)} never fired`,
            ja: `${numbers.count(deeds.length)} 件中 ${numbers.count(shown.length)} 件、適用のないもの ${numbers.count(dead)} 件`,
          })}
        </span>
      </div>
      <div className="plate rules-plate">
        <table className="rules-table">
          <thead>
            <tr>
              <th scope="col">{say({ en: 'Name', ja: '名前' })}</th>
              <th scope="col">{say({ en: 'Builds', ja: '育てるもの' })}</th>
              <th scope="col" className="number">
                {say({ en: 'Fired', ja: '回数' })}
              </th>
              <th scope="col" className="number">
                {say({ en: 'Members', ja: '届いた会員' })}
              </th>
              <th scope="col" className="number">
                {say({ en: 'Gave', ja: '付与' })}
              </th>
              <th scope="col" className="number">
                {say({ en: 'Cost', ja: '費用' })}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((deed) => (
              <DeedRow
                key={`${deed.kind} ${deed.name}`}
                deed={deed}
                isCompared={isCompared}
                numbers={numbers}
              />
            ))}
          </tbody>
        </table>
        {shown.length === 0 && (
          <p className="empty">{say({ en: 'None is called so.', ja: 'その名前のものはありません。' })}</p>
        )}
      </div>
    </div>
  );
}

/** Drawn once per result, however much is typed into the search: there may be a thousand. */
const DeedRow = memo(function DeedRow({
  deed,
  isCompared,
  numbers,
}: {
  readonly deed: Deed;
  readonly isCompared: boolean;
  readonly numbers: Numbers;
}) {
  const controller = useController();
  const say = useSay();
  const language = useLanguage();
  const { kind, name, title, builds, place, candidate, base } = deed;
  const shownTitle = title[language];
  const givenBy = (done: Done | undefined): readonly string[] =>
    (done?.given ?? []).map(({ points, scale, quantity }) => {
      const { text } = numbers.shortQuantity(quantity, scale);
      return `${text} ${unitAfter(text, points, language)}`;
    });
  const counts = (of: (done: Done) => bigint) => (
    <Figure
      numbers={numbers}
      after={candidate && of(candidate)}
      before={isCompared ? (base ? of(base) : 0n) : undefined}
    />
  );
  const dead = isDead(candidate);
  return (
    <tr className={dead ? 'dead' : undefined}>
      <th scope="row">
        {place === undefined ? (
          <span className="deed-name">{shownTitle}</span>
        ) : (
          <button
            type="button"
            className="link deed-name"
            title={say({ en: 'show in the program', ja: 'プログラムの該当箇所へ' })}
            onClick={() => controller.show('program', place.nameSpan)}
          >
            {shownTitle}
          </button>
        )}
        <span className="deed-kind muted">
          {say(KINDS[kind])}
          {shownTitle !== name && (
            <>
              {' '}
              <code>{name}</code>
            </>
          )}
          {place === undefined && ` · ${say({ en: 'only in the base', ja: '変更前のみ' })}`}
          {place !== undefined && dead && ` · ${say({ en: 'never fired', ja: '適用なし' })}`}
        </span>
      </th>
      <td>
        {builds === undefined ? (
          <span className="muted">–</span>
        ) : (
          <span className="builds">
            <span className={`dot ${builds}`} aria-hidden="true" />
            {say(LOYALTIES[builds])}
          </span>
        )}
      </td>
      <td className="number">{counts(({ times }) => times)}</td>
      <td className="number">
        {/* A benefit leaves no rows that would tell whom it reached. */}
        {kind !== 'benefit' && candidate !== undefined && candidate.members > 0n ? (
          <button
            type="button"
            className="link"
            title={say({ en: 'show these members', ja: 'この会員を見る' })}
            onClick={() => controller.look({ reachedBy: name })}
          >
            {counts(({ members }) => members)}
          </button>
        ) : (
          counts(({ members }) => members)
        )}
      </td>
      <td className="number">
        {givenBy(candidate).map((text) => (
          <div key={text}>{text}</div>
        ))}
        {isCompared && givenBy(base).join() !== givenBy(candidate).join() && (
          <div className="muted before">
            {say({ en: 'base', ja: '変更前' })} {givenBy(base).join(', ') || '–'}
          </div>
        )}
      </td>
      <td className="number">
        {candidate === undefined || candidate.cost.n === 0n ? (
          <span className="muted">–</span>
        ) : (
          <span title={numbers.money(candidate.cost)}>{numbers.shortMoney(candidate.cost).text}</span>
        )}
        {isCompared &&
          base !== undefined &&
          numbers.money(base.cost) !== numbers.money(candidate?.cost ?? base.cost) && (
            <div className="muted before">
              {say({ en: 'base', ja: '変更前' })} {numbers.shortMoney(base.cost).text}
            </div>
          )}
      </td>
    </tr>
  );
});

/** A count, and how it changed against the base: by sign as well as by word. */
function Figure({
  numbers,
  after,
  before,
}: {
  readonly numbers: Numbers;
  readonly after: bigint | undefined;
  readonly before: bigint | undefined;
}) {
  const change = before === undefined ? 0n : (after ?? 0n) - before;
  const size = numbers.count(change < 0n ? -change : change);
  return (
    <>
      {after === undefined || after === 0n ? <span className="muted">–</span> : numbers.count(after)}
      {change !== 0n && (
        <div className="change">
          {change > 0n ? '▲ +' : '▼ −'}
          {size}
        </div>
      )}
    </>
  );
}

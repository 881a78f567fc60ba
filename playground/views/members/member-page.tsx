import './member-page.css';
import { type Life, scaleOf, showDay, showGrouped, unitAfter, type Why } from '../../../report/index.ts';
import type { HistoryEvent, Language, Localized, Plan, Span } from '../../../schema/index.ts';
import { EventForm } from './event-form.tsx';
import { LifeChart } from './life-chart.tsx';
import { type LifeSide, SIDES, Timeline } from './life-timeline.tsx';
import type { Lived } from './member-change.ts';
import { MemberSum } from './member-sum.tsx';
import { PointsBooks } from './points-books.tsx';

export interface MemberPageProps {
  readonly language: Language;
  /** Of the candidate. */
  readonly plan: Plan;
  /** Under the candidate; undefined while it is being lived. */
  readonly life: Life | undefined;
  /** Under the base, where versions are compared. */
  readonly base: Lived | undefined;
  /** Events of this member that were added by hand. */
  readonly added: readonly HistoryEvent[];
  /** Why an occasion came out as it did, under a version; the same function as long as the lives are the same. */
  readonly loadWhy: (occasion: string, side: LifeSide) => Promise<Why | undefined>;
  /** Shows a place in the program, or in the base's text. */
  readonly onShow: (document: 'program' | 'base', span: Span) => void;
  readonly onAdd: (event: HistoryEvent) => void;
  readonly onRemove: (event: HistoryEvent) => void;
}

/** A member's page: what they have, how it came to be, and why; events can be tried out. */
export function MemberPage(props: MemberPageProps) {
  const { language, plan, life, base: lived, added, loadWhy, onShow, onAdd, onRemove } = props;
  const say = (text: Localized) => text[language];
  if (life === undefined)
    return (
      <p className="empty" role="status">
        {say({ en: 'Reading this member’s life …', ja: 'この会員の履歴をたどっています…' })}
      </p>
    );
  const base = lived?.life;
  const taken = life.occasions.flatMap(({ event, type }) =>
    event === undefined || type === undefined ? [] : [{ id: event, type }],
  );
  const chart = (of: Life, beside: Life | undefined) => {
    const title = say({
      en: `Points and levels of ${of.member} over time`,
      ja: `${of.member} のポイントとランクの推移`,
    });
    return <LifeChart life={of} beside={beside} language={language} label={title} />;
  };
  const remove = (id: string) => {
    const event = added.find((each) => each.id === id);
    if (event !== undefined) onRemove(event);
  };
  return (
    <article className="member-page" aria-label={life.member}>
      <header>
        <h2>{life.member}</h2>
        <p className="muted">
          {say({ en: `enrolled ${showDay(life.enrolled)}`, ja: `入会 ${showDay(life.enrolled)}` })}
          {life.attributes
            .filter(({ name }) => name !== 'enrolled')
            .map(({ name, value }) => ` · ${name} ${value[language]}`)}
          {life.segments.map(({ name, title }) => ` · ${title[language] || name}`)}
        </p>
      </header>
      {life.error !== undefined && (
        <p className="bad" role="alert">
          {say({
            en: `This member was stopped at ${life.error.in}: a number became too large.`,
            ja: `数値が大きくなりすぎたため、この会員の計算は ${life.error.in} で止まりました。`,
          })}{' '}
          <button
            type="button"
            className="link"
            onClick={() => life.error !== undefined && onShow('program', life.error.span)}
          >
            {say({ en: 'where', ja: '該当箇所' })}
          </button>
        </p>
      )}
      {lived !== undefined && <MemberSum base={lived} candidate={{ plan, life }} language={language} />}
      <div className={base === undefined ? undefined : 'member-sides'}>
        {lived !== undefined && base !== undefined && (
          <section className="plate">
            <h3>{say(SIDES.base)}</h3>
            <Holdings life={base} plan={lived.plan} language={language} />
            <PointsBooks life={base} plan={lived.plan} language={language} />
            {chart(base, life)}
          </section>
        )}
        <section className="plate">
          {base !== undefined && <h3>{say(SIDES.candidate)}</h3>}
          <Holdings life={life} plan={plan} language={language} />
          <PointsBooks life={life} plan={plan} language={language} />
          {chart(life, base)}
        </section>
      </div>
      <Lots life={life} plan={plan} language={language} />
      <section className="plate">
        <h3>{say({ en: 'What happened', ja: '出来事' })}</h3>
        <Timeline
          language={language}
          plan={plan}
          life={life}
          base={base}
          added={new Set(added.map(({ id }) => id))}
          loadWhy={loadWhy}
          onShow={onShow}
          onRemove={remove}
        />
      </section>
      <section className="plate">
        <EventForm
          plan={plan}
          language={language}
          enrolled={life.enrolled}
          until={life.until}
          taken={taken}
          onAdd={onAdd}
        />
      </section>
    </article>
  );
}

interface Shown {
  readonly life: Life;
  readonly plan: Plan;
  readonly language: Language;
}

function Holdings({ life, plan, language }: Shown) {
  return (
    <dl className="holdings">
      {life.held.map(({ ladder, level, held }) => {
        const declared = plan.ladders.find(({ name }) => name === ladder);
        const title = declared?.levels.find(({ name }) => name === level)?.title[language] ?? level;
        return (
          <div key={ladder}>
            <dt>{declared?.title[language] ?? ladder}</dt>
            <dd>
              <strong>{title}</strong>
              {held !== undefined && (
                <span className="muted">
                  {' '}
                  {{ en: `until ${showDay(held)}`, ja: `${showDay(held)} まで` }[language]}
                </span>
              )}
            </dd>
          </div>
        );
      })}
      {life.totals.map(({ points, available, pending, debt }) => {
        const scale = scaleOf(plan, points);
        const number = showGrouped(available - debt, scale);
        const title = plan.points.find(({ name }) => name === points)?.title[language] ?? points;
        return (
          <div key={points}>
            <dt>{title}</dt>
            <dd>
              <strong>{`${number} ${unitAfter(number, points, language)}`}</strong>
              {pending > 0n && (
                <span className="muted">
                  {' '}
                  {{ en: 'pending', ja: '保留' }[language]} {showGrouped(pending, scale)}
                </span>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Lots({ life, plan, language }: Shown) {
  if (life.lots.length === 0) return null;
  return (
    <details className="plate">
      <summary>
        {
          {
            en: `Points that are left: ${life.lots.length} ${life.lots.length === 1 ? 'lot' : 'lots'}`,
            ja: `残っているポイント: ${life.lots.length} ロット`,
          }[language]
        }
      </summary>
      <table className="lots">
        <thead>
          <tr>
            <th scope="col">{{ en: 'lot', ja: 'ロット' }[language]}</th>
            <th scope="col">{{ en: 'left', ja: '残り' }[language]}</th>
            <th scope="col">{{ en: 'from', ja: '付与元' }[language]}</th>
            <th scope="col">{{ en: 'usable from', ja: '利用開始' }[language]}</th>
            <th scope="col">{{ en: 'last day', ja: '有効期限' }[language]}</th>
          </tr>
        </thead>
        <tbody>
          {life.lots.map(({ lot, points, rest, by, available, expires }) => (
            <tr key={lot}>
              <td>L{lot}</td>
              <td>{`${showGrouped(rest, scaleOf(plan, points))} ${points}`}</td>
              <td>
                <code>{by}</code>
              </td>
              <td>{showDay(available)}</td>
              <td>{showDay(expires)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

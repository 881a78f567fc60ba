import { readDocument } from '../../compiler/index.ts';
import {
  type Day,
  dayOfTime,
  formatDay,
  type Localized,
  type MemberHistory,
  type Plan,
  type PlanTrigger,
  parseDay,
  type Span,
} from '../../schema/index.ts';
import { type Considered, consideredOf, type WrittenProgram } from './considered.ts';
import { type Occasion, occasionId, occasionOf } from './occasion.ts';
import { eachStep, notAsked, type Step, withoutRepeats } from './steps.ts';

/** A program's text; spans of its plan point into it. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/** A rule that an occasion did not ask, and what it waits for. */
export interface NotAsked {
  readonly name: string;
  readonly title: Localized;
  readonly span: Span;
  readonly sentence: Localized;
}

/** Everything that was considered on one occasion, and why it came out as it did. Plain data. */
export interface Why {
  readonly occasion: Occasion;
  /** Name of the program's document, which spans point into. */
  readonly source: string;
  readonly considered: readonly Considered[];
  readonly notAsked: readonly NotAsked[];
}

function waitsFor(plan: Plan, trigger: PlanTrigger): Localized {
  switch (trigger.kind) {
    case 'event':
      return { en: trigger.events.join(' or '), ja: `${trigger.events.join('・')} のとき` };
    case 'enroll':
      return { en: 'the enrolment', ja: '入会時' };
    case 'reach':
    case 'lapse': {
      const ladder = plan.ladders[trigger.ladder];
      const level = `${ladder?.name ?? ''}.${ladder?.levels[trigger.level]?.name ?? ''}`;
      return trigger.kind === 'reach'
        ? { en: `${level} being reached`, ja: `${level} に到達したとき` }
        : { en: `${level} ending`, ja: `${level} が終了したとき` };
    }
    case 'date':
      return { en: formatDay(trigger.day), ja: `${formatDay(trigger.day)} の一日の始まり` };
    case 'every': {
      const period = plan.periods[trigger.period]?.name ?? '';
      const after = trigger.afterDays;
      return {
        en: `the start of each ${period}${after === 0 ? '' : `, ${after} days on`}`,
        ja: `${period} ごと（開始${after === 0 ? '日' : `から ${after} 日後`}）`,
      };
    }
    case 'birthday':
      return { en: 'the birthday', ja: '誕生日' };
    case 'anniversary':
      return { en: 'the anniversary of the enrolment', ja: '入会記念日' };
  }
}

function unasked(plan: Plan, step: Step): readonly NotAsked[] {
  return notAsked(plan, step.considered).flatMap((index) => {
    const rule = plan.rules[index];
    if (rule === undefined) return [];
    const waits = waitsFor(plan, rule.trigger);
    const sentence = { en: `not asked: it waits for ${waits.en}`, ja: `対象外: ${waits.ja}に判定されます` };
    return [{ name: rule.name, title: rule.title, span: rule.nameSpan, sentence }];
  });
}

/** What was considered in a step, as data; a review that came out the same again is told once. */
export function consideredIn(written: WrittenProgram, step: Step): readonly Considered[] {
  return withoutRepeats(step.considered).map((each) => consideredOf(written, each, step.standings.get(each)));
}

/** The day on which an occasion comes, if there is one of that id. */
function dayOfOccasion(history: MemberHistory, id: string): Day | undefined {
  if (id === 'enrolment') return history.enrolled;
  if (id.startsWith('day ')) return parseDay(id.slice(4));
  const at = history.events.findIndex((event) => `event ${event.id}` === id);
  if (at === -1) return undefined;
  // A day never goes back: an event of an earlier local date counts on the day that has come.
  const days = history.events.slice(0, at + 1).map((event) => dayOfTime(event.at));
  return Math.max(history.enrolled, ...days);
}

/** Why an occasion of a member's life came out as it did; undefined where the life has no such occasion. */
export function whyOf(plan: Plan, source: Source, history: MemberHistory, id: string): Why | undefined {
  const until = dayOfOccasion(history, id);
  if (until === undefined) return undefined;
  let found: Step | undefined;
  eachStep(plan, history, { until }, (step) => {
    if (occasionId(step) === id) found = step;
  });
  if (found === undefined) return undefined;
  const step: Step = found;
  const event = history.events.find((each) => each.id === step.event);
  const written = { plan, text: source.text, document: readDocument(source.text).root };
  return {
    occasion: occasionOf(plan, step, event),
    source: source.name,
    considered: consideredIn(written, step),
    notAsked: unasked(plan, step),
  };
}

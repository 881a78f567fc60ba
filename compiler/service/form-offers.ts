import type { ExpressionPlace } from '../../schema/index.ts';
import type { Offer } from './completion.ts';
import type { Declared } from './inspection.ts';
import { BUILT_IN, dottedLevels, namesOf } from './offers.ts';
import type { Path } from './spot.ts';

/** Offers, and how much of what is written they stand for. */
export interface FormOffers {
  readonly offers: readonly Offer[];
  readonly written: number;
}

const LENGTHS: readonly string[] = ['1 day', '2 days', '1 week', '1 month', '3 months', '6 months', '1 year'];

/** What may be written where no expression stands but one of the forms beside it; undefined where one does. */
export function formOffers(
  entry: ExpressionPlace['entry'],
  path: Path,
  before: string,
  declared: Declared,
): FormOffers | undefined {
  const whole = { written: before.length };
  switch (entry) {
    case 'trigger':
      return { ...whole, offers: path.includes('every') ? scheduled(declared) : triggers(declared) };
    case 'review':
      return { ...whole, offers: reviews(declared) };
    case 'anchor':
      return { ...whole, offers: anchors(declared) };
    case 'duration':
      return { ...whole, offers: LENGTHS.map((label): Offer => ({ label, kind: 'value' })) };
    case 'reverses':
      return reverses(before, declared, String(path[1]));
    default:
      return path.join('.') === 'standard.purchase' ? { ...whole, offers: moneyFields(declared) } : undefined;
  }
}

function triggers(declared: Declared): readonly Offer[] {
  const tier = (word: 'reach' | 'lapse') =>
    dottedLevels(declared, false).map(
      ({ label }): Offer => ({ label: `${word} ${label}`, kind: 'event', rank: word === 'reach' ? 6 : 7 }),
    );
  return [...namesOf('event', declared), ...tier('reach'), ...tier('lapse')];
}

function scheduled(declared: Declared): readonly Offer[] {
  const birthday = { en: 'the member’s birthday', ja: '会員の誕生日' };
  const anniversary = { en: 'the day of enrolment, each year', ja: '入会記念日' };
  const { attributes, periods } = declared.program;
  const turning = [...periods.values()].filter(({ plan }) => plan.anchor.kind !== 'since');
  return [
    ...turning.map(({ plan }): Offer => ({ label: plan.name, kind: 'period' })),
    ...(attributes.has('birthday') ? [{ label: 'birthday', kind: 'event', detail: birthday } as const] : []),
    { label: 'anniversary', kind: 'event', detail: anniversary },
  ];
}

function reviews(declared: Declared): readonly Offer[] {
  const detail = { en: 'after each event', ja: 'イベントごと' };
  const periods = [...declared.program.periods.values()].filter(({ plan }) => plan.anchor.kind !== 'since');
  return [
    { label: 'on event', kind: 'value', detail, rank: 1 },
    ...periods.map(({ plan }): Offer => ({ label: `every ${plan.name}`, kind: 'value' })),
  ];
}

function anchors(declared: Declared): readonly Offer[] {
  const april = { en: 'each year from this day', ja: '毎年この日から' };
  return [
    { label: '04-01', kind: 'value', detail: april },
    { label: 'member.enrolled', kind: 'attribute' },
    ...namesOf('ladder', declared).map(
      ({ label }): Offer => ({ label: `since(${label})`, kind: 'function' }),
    ),
  ];
}

/** `purchase by amount`: the event, and a field that both have. */
function reverses(before: string, declared: Declared, own: string): FormOffers {
  const { program } = declared;
  const [, name = '', last] = /^(\S+) (?:by (\S*)|\S*)$/u.exec(before) ?? [];
  const events = [...program.events.values()].filter(
    (event) =>
      event.reverses === undefined &&
      event.name !== own &&
      !(event.name in BUILT_IN && event.name !== 'redeem'),
  );
  if (name === '')
    return {
      written: before.length,
      offers: events.map((event): Offer => ({ label: event.name, kind: 'event' })),
    };
  if (last === undefined)
    return { written: before.length - name.length - 1, offers: [{ label: 'by', kind: 'keyword' }] };
  return { written: last.length, offers: namesOf('field', declared, name) };
}

function moneyFields({ program }: Declared): readonly Offer[] {
  const { code } = program.currency;
  return [...program.events.values()].flatMap((event) =>
    [...event.fields.values()]
      .filter(
        ({ type }) =>
          type?.kind === 'quantity' && type.unit[code] === 1 && Object.keys(type.unit).length === 1,
      )
      .map((field): Offer => ({ label: `${event.name}.${field.name}`, kind: 'field' })),
  );
}

import type { ExpressionPlace, Localized, ValueType } from '../../schema/index.ts';
import { isNumeric, soleUnit, unitOf } from '../check/index.ts';
import { literal, type Offer } from './completion.ts';
import { FUNCTIONS, type FunctionWords, functionNamed, KEYWORDS } from './functions.ts';
import type { Declared } from './inspection.ts';
import { dottedLevels, fieldsHere, keysOf, namesOf, rankOf, wordsOf } from './offers.ts';
import type { Typing } from './typing.ts';

type Sees = ExpressionPlace['sees'];

function keywords(words: readonly string[], rank = 6): readonly Offer[] {
  return words.map((label) => {
    const detail = Object.hasOwn(KEYWORDS, label) ? KEYWORDS[label] : undefined;
    return { label, kind: 'keyword', rank, ...(detail && { detail }) };
  });
}

function snippet(label: string, insert: string, detail: Localized, rank: number): Offer {
  return { label, kind: 'snippet', insert, snippet: true, detail, rank };
}

/** What may be written where an expression has come to. */
export function expressionOffers(
  typing: Typing,
  place: ExpressionPlace,
  declared: Declared,
  rulesAbove: ReadonlySet<string>,
): readonly Offer[] {
  const { wanted } = typing;
  switch (wanted.kind) {
    case 'nothing':
      return [];
    case 'words':
      return keywords(wanted.words);
    case 'member':
      return behindDot(wanted.object, typing, declared);
    case 'subject':
      return subjects(wanted.call, wanted.happening, typing, declared, rulesAbove);
    case 'source':
      if (wanted.call === 'streak') return namesOf('period', declared);
      return [...namesOf('rule', declared), ...namesOf('reward', declared)];
    case 'period':
      return periods(declared, wanted.plural);
    case 'length':
      return lengths();
    case 'window':
      return windows();
    case 'unit':
      return units(declared, place);
    case 'step':
      return steps(typing, place, declared);
    case 'operator':
      return operators(typing, place, declared);
    case 'operand':
      return operands(wanted.type, typing, place, declared);
  }
}

function behindDot(object: string, { site }: Typing, declared: Declared): readonly Offer[] {
  const { program } = declared;
  if (object === 'member') return namesOf('attribute', declared);
  if (object === 'this') return fieldsHere({ ...site, filtered: undefined, line: undefined });
  const list = fieldsHere(site).find(({ label }) => label === object);
  const owner = [...program.events.values()].find((event) => event.fields.get(object)?.lines !== undefined);
  if (list !== undefined && owner !== undefined) return namesOf('field', declared, `${owner.name}.${object}`);
  if (program.events.has(object)) return namesOf('field', declared, object);
  return namesOf('level', declared, object);
}

const NUMERIC_FIELDS: readonly string[] = ['sum', 'lowest', 'highest', 'nps', 'csat'];

function subjects(
  call: string,
  happening: string | undefined,
  { site }: Typing,
  declared: Declared,
  rulesAbove: ReadonlySet<string>,
): readonly Offer[] {
  if (happening === 'reach' || happening === 'lapse') return dottedLevels(declared, false);
  if (happening !== undefined) return namesOf('points', declared);
  const { program } = declared;
  const words = functionNamed(call);
  const kinds = words?.subjects ?? [];
  const offers: Offer[] = [];
  if (kinds.includes('lines'))
    for (const field of fieldsHere(site)) {
      const lists = [...program.events.values()].map((event) => event.fields.get(field.label)?.lines);
      const lines = lists.find((each) => each !== undefined);
      if (lines === undefined) continue;
      if (kinds.includes('event') || call === 'any') offers.push({ ...field, rank: 2 });
      if (call === 'count' || call === 'any') continue;
      for (const inner of lines.values())
        if (!NUMERIC_FIELDS.includes(call) || (inner.type !== undefined && isNumeric(inner.type)))
          offers.push({ label: `${field.label}.${inner.name}`, kind: 'field', rank: 2 });
    }
  if (kinds.includes('event')) offers.push(...namesOf('event', declared));
  if (kinds.includes('field'))
    for (const event of program.events.values())
      for (const field of event.fields.values()) {
        const numeric = field.type !== undefined && isNumeric(field.type);
        if (field.lines !== undefined || (NUMERIC_FIELDS.includes(call) && !numeric)) continue;
        offers.push({ label: `${event.name}.${field.name}`, kind: 'field', rank: event.builtIn ? 6 : 4 });
      }
  if (call === 'count' || call === 'first' || call === 'last')
    offers.push(...keywords(['reach', 'lapse', 'earned', 'used', 'expired'], 7));
  if (kinds.includes('ladder'))
    offers.push(...(call === 'last' ? dottedLevels(declared, true) : namesOf('ladder', declared)));
  if (kinds.includes('points')) offers.push(...namesOf('points', declared));
  if (kinds.includes('period')) offers.push(...namesOf('period', declared));
  if (kinds.includes('kpi')) offers.push(...namesOf('kpi', declared));
  if (kinds.includes('rule'))
    offers.push(
      ...namesOf('rule', declared).filter(({ label }) => rulesAbove.has(label)),
      ...namesOf('group', declared),
    );
  return offers;
}

function periods(declared: Declared, plural: boolean): readonly Offer[] {
  return namesOf('period', declared).map((offer) =>
    plural ? { ...offer, label: `${offer.label}s` } : offer,
  );
}

const LENGTHS = ['days', 'weeks', 'months', 'quarters', 'years'];

function lengths(): readonly Offer[] {
  const detail = { en: 'a length up to now', ja: '今までの長さ' };
  return [
    ...['12 months', '30 days', '6 months', '1 year'].map(
      (label): Offer => ({ label, kind: 'value', detail }),
    ),
    ...['day', 'week', 'month', 'quarter', 'year'].map((label): Offer => ({ label, kind: 'period' })),
  ];
}

function windows(): readonly Offer[] {
  const complete = {
    en: 'complete periods, ending some before the present one',
    ja: '今より前に終わった期間',
  };
  return [
    ...keywords(['this', 'previous', 'last', 'since', 'between'], 2),
    snippet('6 months ending 2 months ago', `\${1:6} months ending \${2:2} months ago`, complete, 3),
  ];
}

/** What may stand behind a number. */
function units(declared: Declared, place: ExpressionPlace): readonly Offer[] {
  const { program } = declared;
  const money = { en: 'the currency of the program', ja: 'プログラムの通貨' };
  const points = { en: 'points', ja: 'ポイント' };
  const time = { en: 'a length of time', ja: '期間の長さ' };
  const length = place.entry === 'duration';
  const amounts: readonly Offer[] = [
    ...(program.currency.code === ''
      ? []
      : [{ label: program.currency.code, kind: 'unit', detail: money, rank: 1 } as const]),
    ...[...program.points.keys()].map(
      (name): Offer => ({
        label: name.endsWith('s') ? name : `${name}s`,
        kind: 'unit',
        detail: points,
        rank: 2,
      }),
    ),
  ];
  const percent = { label: '%', kind: 'unit', detail: { en: 'a share', ja: '割合' }, rank: 3 } as const;
  const times = (length ? [] : ['hours']).concat(LENGTHS);
  const counted: readonly Offer[] = times.map((label) => ({ label, kind: 'unit', detail: time, rank: 4 }));
  if (length) return counted;
  return [...amounts, percent, ...counted, ...(place.entry === 'limit' ? keywords(['per'], 0) : [])];
}

function steps({ site, calls }: Typing, place: ExpressionPlace, declared: Declared): readonly Offer[] {
  const counted: Offer[] = [];
  if ((place.entry === 'limit' || place.entry === 'settle') && calls.length === 0) {
    counted.push(...namesOf('period', declared));
    if (place.entry === 'settle') return counted;
    const member = { en: 'over the whole membership', ja: '入会中を通じて' };
    return [
      ...counted,
      { label: 'member', kind: 'keyword', detail: member },
      ...fieldsHere(site)
        .filter(({ type }) => type !== undefined && type.kind !== 'date')
        .map((field) => ({ ...field, rank: 6 })),
    ];
  }
  const { code } = declared.program.currency;
  const step = { en: 'so much for each', ja: '刻みの大きさ' };
  return [snippet(`100 ${code} of …`, `\${1:100} ${code} of $2`, step, 1), ...namesOf('parameter', declared)];
}

function operators({ clauses, calls }: Typing, place: ExpressionPlace, declared: Declared): readonly Offer[] {
  const offers: Offer[] = [];
  if (clauses !== undefined) {
    const { call } = clauses;
    const words = functionNamed(call);
    const counted = words?.needs === 'history' || words?.subjects.length === 0;
    if (!clauses.where && words?.needs === 'history') offers.push(...keywords(['where'], 1));
    if (!clauses.during && (counted || words?.needs === 'members')) offers.push(...keywords(['during'], 1));
    if (!clauses.during && words?.needs === 'history') offers.push(...keywords(['since'], 4));
    if (['earned', 'used', 'expired', 'streak'].includes(call)) offers.push(...keywords(['by'], 2));
    if (words?.needs === 'history' && call !== 'any') {
      const detail = KEYWORDS.before;
      offers.push({ label: 'before this', kind: 'keyword', rank: 3, ...(detail && { detail }) });
    }
    if (['share', 'mean', 'total'].includes(call)) offers.push(...keywords(['among'], 1));
    if (!clauses.where && words?.needs === 'history') return offers;
  }
  if (place.entry === 'reverses') return keywords(['by']);
  if (place.entry === 'target') return offers;
  if (place.entry === 'guardrail' && calls.length === 0) return keywords(['at most', 'at least'], 1);
  if (place.entry === 'limit' || place.entry === 'settle') offers.push(...keywords(['per'], 1));
  const signs = ['>=', '<=', '>', '<', '=', '!='];
  offers.push(
    ...signs.map((label): Offer => ({ label, kind: 'keyword', rank: 4 })),
    ...keywords(['and', 'or', 'otherwise', 'between', 'of', 'per'], 5),
    snippet('in (…)', 'in ($1)', KEYWORDS.in ?? { en: '', ja: '' }, 5),
    ...keywords(['at least', 'at most'], 6),
  );
  if (declared.program.points.size > 0 && place.type === 'points') offers.push(...keywords(['pro rata'], 7));
  return offers;
}

function sees(place: ExpressionPlace, needs: FunctionWords['needs']): boolean {
  const scopes: Sees = place.sees;
  switch (needs) {
    case 'nothing':
      return scopes.length > 0 && !scopes.includes('comparison');
    case 'history':
    case 'state':
    case 'award':
    case 'members':
    case 'comparison':
    case 'lines':
      return scopes.includes(needs);
  }
}

function functions(typing: Typing, place: ExpressionPlace): readonly Offer[] {
  const filtered = typing.site.filtered !== undefined;
  const inKpi = place.sees.includes('members');
  const outermost = !typing.calls.some((call) => ['share', 'mean', 'total', 'members'].includes(call));
  return FUNCTIONS.filter(({ needs, name }) => {
    if (name === 'any' || needs === 'lines') return sees(place, 'lines') && !filtered;
    if (filtered) return needs === 'nothing';
    if (inKpi && outermost)
      return needs === 'members' || ['floor', 'ceil', 'round', 'min', 'max', 'abs'].includes(name);
    return needs !== 'members' && sees(place, needs);
  }).map(({ name, signature, does, inside, subjects, needs }): Offer => {
    const bare = needs === 'members' && subjects.length === 0;
    return {
      label: name,
      kind: 'function',
      insert: bare ? `${name}($1)` : `${name}(${inside})`,
      snippet: true,
      detail: { en: signature, ja: signature },
      documentation: does,
      rank: needs === 'members' || needs === 'history' || needs === 'state' ? 5 : 6,
    };
  });
}

function operands(
  type: ValueType | undefined,
  typing: Typing,
  place: ExpressionPlace,
  declared: Declared,
): readonly Offer[] {
  const { site } = typing;
  const { program } = declared;
  if (place.entry === 'target') return typing.first ? keywords(['at least', 'at most'], 1) : [];
  if (place.entry === 'guardrail')
    return typing.first ? guardrails(declared) : numbers(type, place, declared);
  const words = wordsOf(type, program);
  const fields = fieldsHere(site).map((field) => ({ ...field, rank: rankOf(field.type, type) }));
  if (type?.kind === 'word' || type?.kind === 'level') {
    const parameters = [...program.parameters.values()]
      .filter((info) => rankOf(info.type, type) === 1)
      .map(({ name }): Offer => ({ label: name, kind: 'parameter', rank: 2 }));
    const inEvent = site.filtered === undefined ? [] : keywords(['this'], 3);
    return [...words, ...parameters, ...inEvent];
  }
  const scopes: Sees = place.sees;
  const offers: Offer[] = [...words, ...fields];
  if (scopes.includes('parameters'))
    offers.push(
      ...[...program.parameters.values()].map(
        (info, index): Offer => ({
          label: info.name,
          kind: 'parameter',
          ...namesOf('parameter', declared)[index],
          rank: rankOf(info.type, type),
        }),
      ),
    );
  if (site.filtered === undefined) {
    for (const kind of ['measure', 'segment'] as const)
      if (scopes.includes(`${kind}s`)) {
        const named = [...program.named.values()].filter((info) => info.kind === kind);
        offers.push(
          ...namesOf(kind, declared).map((offer, index) => ({
            ...offer,
            rank: rankOf(named[index]?.expr?.type, type),
          })),
        );
      }
    if (scopes.includes('member'))
      offers.push({ ...keywords(['member'])[0], label: 'member', kind: 'keyword', rank: 5 });
  } else offers.push(...keywords(['this'], 6));
  for (const special of site.special) offers.push(...keywords([special], 1));
  offers.push(...numbers(type, place, declared), ...functions(typing, place));
  if (scopes.length > 0) offers.push(...prefixes(type, typing, place));
  if (scopes.length === 0 && ['boolean', 'constant'].includes(place.type))
    offers.push(...keywords(['yes', 'no']));
  return offers;
}

/** Words that begin a value. */
function prefixes(
  type: ValueType | undefined,
  { site, first }: Typing,
  place: ExpressionPlace,
): readonly Offer[] {
  const offers: Offer[] = [];
  const elapsed = { en: 'whole units elapsed since a date', ja: '日付からの経過' };
  if (site.member) {
    offers.push(...keywords(['today', 'now'], place.type === 'date' ? 2 : 6));
    offers.push(snippet('months since …', 'months since $1', elapsed, 6));
    offers.push(snippet('days since …', 'days since $1', elapsed, 6));
  }
  if (place.type === 'date' && first) offers.push(...keywords(['forever'], 3));
  if (place.type === 'boolean' && type === undefined) {
    offers.push(...keywords(['not', 'has'], 7));
    if (first) offers.push(...keywords(['yes', 'no'], 8));
  }
  offers.push(snippet('if … then … else …', 'if $1 then $2 else $3', KEYWORDS.if ?? { en: '', ja: '' }, 8));
  return offers;
}

/** Amounts in the unit that is wanted, to be filled in. */
function numbers(type: ValueType | undefined, place: ExpressionPlace, declared: Declared): readonly Offer[] {
  const { program } = declared;
  const example = { en: 'an amount', ja: '数量' };
  const unit = type && isNumeric(type) ? soleUnit(unitOf(type) ?? {}) : undefined;
  const { code } = program.currency;
  if (unit !== undefined && unit !== '') {
    const [count, word] = unit === code ? ['1_000', code] : ['10', `${unit}s`];
    return [snippet(`${count} ${word}`, `\${1:${count}} ${literal(word)}`, example, 2)];
  }
  if (type !== undefined) return [];
  if (place.type === 'money')
    return code === '' ? [] : [snippet(`1_000 ${code}`, `\${1:1_000} ${code}`, example, 1)];
  if (place.type !== 'points') return [];
  return keysOf(declared.root, 'points').flatMap((name) => [
    snippet(`10 ${name}s`, `\${1:10} ${literal(name)}s`, example, 3),
    ...(code === ''
      ? []
      : [
          snippet(
            `1 ${name} per 100 ${code} of …`,
            `1 ${literal(name)} per \${1:100} ${code} of $2`,
            example,
            3,
          ),
        ]),
  ]);
}

function guardrails(declared: Declared): readonly Offer[] {
  return [
    ...keywords(['losers', 'winners'], 1),
    ...namesOf('kpi', declared).map(
      ({ label, detail }): Offer => ({
        label: `change(${label})`,
        kind: 'function',
        rank: 2,
        ...(detail && { detail }),
      }),
    ),
  ];
}

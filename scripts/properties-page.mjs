// The page of all properties, in one language, from the JSON Schemas: docs/properties.md and docs/properties.ja.md.
import { stringify } from 'yaml';

const WORDS = {
  en: {
    title: 'Properties',
    other: '日本語: [properties.ja.md](properties.ja.md)',
    intro: [
      'Every property of every document, as the JSON Schemas in [`schema/documents`](../schema/documents) have it. What',
      'the properties mean together is told by the [language reference](language.md). Words in capitals stand for names',
      'of your own, `[]` for each entry of a list.',
    ],
    editor: [
      'An editor with YAML support shows the same texts while you write, and completes the keys: let the first line of the',
      'file name its schema, as in the programs of this repository.',
    ],
    expressions: [
      'Where a property holds an *expression*, the table says of what type, and what the expression may name ("sees").',
      '*The member* stands for all of: history, state, attributes, parameters, measures and segments.',
    ],
    head: ['property', 'what it is', 'value', 'example'],
    required: ' (required)',
    needed: (keys) => `; required in it: ${keys}`,
    also: (keys) => `Also ${keys}, as everywhere.`,
    files: { program: 'Program', tests: 'Tests', scenario: 'Scenario', mapping: 'Mapping' },
    shared: 'Shared forms',
    seesHead: ['sees', 'what may be named'],
    or: ', or ',
    list: (of) => `list of ${of.replace(/^(\[?(?:value|name|map|text|number))\b/, '$1s')}`,
    listToo: '. Or a list of them',
    map: 'map',
    mapOf: (of) => `map of ${of.replace(/^(value|name|text|number)\b/, '$1s')}`,
    whole: (min, max) =>
      `whole number${min === undefined ? '' : max === undefined ? `, at least ${min}` : `, ${min} to ${max}`}`,
    plain: {
      date: 'date',
      name: 'name',
      text: 'text',
      yes: '`yes` or `no`',
      scalar: 'value',
      number: 'number',
    },
    expression: (type, sees) => `expression: ${type}${sees === '' ? '' : `; sees ${sees}`}`,
    constant: (type) => `constant: ${type}`,
    with: (path, key) => `${path} with \`${key}\``,
    and: ', ',
    member: 'the member',
  },
  ja: {
    title: 'プロパティー一覧',
    other: 'English: [properties.md](properties.md)',
    intro: [
      'すべての文書のすべてのプロパティーです。[`schema/documents`](../schema/documents) の JSON Schema から作っています。',
      '組み合わせたときの意味は[言語リファレンス](language.ja.md)にあります。大文字の語は自分で付ける名前、`[]` はリストの各項目を表します。',
    ],
    editor: [
      'YAML に対応したエディターなら、書きながら同じ説明が表示され、キーも補完されます。このリポジトリーのプログラムのように、ファイルの一行目でスキーマを指定してください。',
    ],
    expressions: [
      '*式* を書くところでは、その型と、式の中で使えるもの（「参照」）を示します。',
      '*会員* は、履歴・状態・属性・パラメーター・指標・セグメントのすべてを指します。',
    ],
    head: ['プロパティー', '内容', '値', '例'],
    required: '（必須）',
    needed: (keys) => `（必須：${keys}）`,
    also: (keys) => `ほかと同じく ${keys} も書けます。`,
    files: {
      program: 'プログラム',
      tests: 'テスト',
      scenario: 'シナリオ',
      mapping: 'マッピング',
    },
    shared: '共通の書き方',
    seesHead: ['参照', '使えるもの'],
    or: '、または',
    list: (of) => `${of}のリスト`,
    listToo: '。またはそのリスト',
    map: 'マップ',
    mapOf: (of) => `${of}のマップ`,
    whole: (min, max) =>
      `整数${min === undefined ? '' : max === undefined ? `（${min} 以上）` : `（${min}〜${max}）`}`,
    plain: { date: '日付', name: '名前', text: '文字列', yes: '`yes` か `no`', scalar: '値', number: '数' },
    expression: (type, sees) => `式：${type}${sees === '' ? '' : `（参照：${sees}）`}`,
    constant: (type) => `定数：${type}`,
    with: (path, key) => `${path}（\`${key}\`）`,
    and: '、',
    member: '会員',
  },
};

/** What an expression is of, by how it is read or by its type. */
const TYPES = {
  any: { en: 'any value', ja: '任意の値' },
  boolean: { en: 'condition', ja: '条件' },
  constant: { en: 'any value', ja: '任意の値' },
  date: { en: 'date', ja: '日付' },
  duration: { en: 'length of time', ja: '期間' },
  event: { en: '`EVENT`, or `EVENT by FIELD`', ja: '`イベント` または `イベント by 項目`' },
  field: { en: '`EVENT.FIELD`', ja: '`イベント.項目`' },
  key: { en: 'word, number or level', ja: '語・数・ランクの段階' },
  kpi: { en: 'number over all members', ja: '会員全体についての数値' },
  limit: { en: 'limit', ja: '上限' },
  money: { en: 'money', ja: '金額' },
  number: { en: 'number', ja: '数' },
  points: { en: 'points', ja: 'ポイント数' },
  quantity: { en: 'number or amount', ja: '数または量' },
  trigger: { en: 'trigger', ja: 'きっかけ' },
};
const ENTRIES = {
  anchor: {
    en: 'date, `MM-DD`, `member.enrolled` or `since(LADDER)`',
    ja: '日付・`MM-DD`・`member.enrolled`・`since(ランク)`',
  },
  guardrail: { en: 'comparison with a constant', ja: '定数との比較' },
  limit: { en: 'count or points `per` …', ja: '回数またはポイント数 `per` …' },
  review: { en: '`on event`, or `every PERIOD`', ja: '`on event` または `every 期間`' },
  settle: { en: 'points `per PERIOD`', ja: 'ポイント数 `per 期間`' },
  target: { en: '`at least` or `at most` a number or amount', ja: '`at least` か `at most` と数または量' },
};
const SCOPES = {
  event: { en: ['the event', 'the fields of the event at hand'], ja: ['イベント', '対象のイベントの項目'] },
  lines: {
    en: ['its lines', 'the lines of the event at hand: `sum(items.amount)`'],
    ja: ['明細', '対象のイベントの明細（`sum(items.amount)` など）'],
  },
  history: {
    en: ['history', 'earlier events and points: `count(visit)`, `earned(star)`'],
    ja: ['履歴', 'これまでのイベントとポイント（`count(visit)`、`earned(star)` など）'],
  },
  state: {
    en: ['state', 'balances and tiers: `balance(star)`, `tier(status)`'],
    ja: ['状態', '残高と会員ランク（`balance(star)`、`tier(status)` など）'],
  },
  member: {
    en: ['attributes', '`member.NAME`, `today`, `now`'],
    ja: ['属性', '`member.名前`、`today`、`now`'],
  },
  parameters: {
    en: ['parameters', 'the parameters of the program'],
    ja: ['パラメーター', 'プログラムのパラメーター'],
  },
  measures: { en: ['measures', 'the measures of the program'], ja: ['指標', 'プログラムの指標（measures）'] },
  segments: {
    en: ['segments', 'the segments of the program, as conditions'],
    ja: ['セグメント', 'プログラムのセグメント（条件として）'],
  },
  award: {
    en: ['awards above', '`award(RULE)` of rules that stand above'],
    ja: ['上の付与', '上に書いたルールの `award(ルール)`'],
  },
  earned: {
    en: ['`earned`', 'the day on which the points were earned'],
    ja: ['`earned`', 'ポイントを付与した日'],
  },
  reached: {
    en: ['`reached`', 'the day on which the level was reached'],
    ja: ['`reached`', 'その段階に達した日'],
  },
  members: {
    en: ['all members', '`share`, `mean`, `total`, `members` and the [standard KPIs](kpis.md)'],
    ja: ['全会員', '`share`、`mean`、`total`、`members` と[標準 KPI](kpis.ja.md)'],
  },
  comparison: {
    en: ['losers and winners', 'the shares of members who lose or win by a change'],
    ja: ['losers と winners', '変更で損・得をする会員の割合'],
  },
  kpis: { en: ['change of KPIs', '`change(KPI)`'], ja: ['KPI の変化', '`change(KPI)`'] },
};
const OF_MEMBER = ['history', 'state', 'member', 'parameters', 'measures', 'segments'];

/** Forms that many properties share: told once, at the end of the page. */
const SHARED = ['text', 'names', 'during'];

/** What a name of one's own stands for, by the key above it. */
const PLACEHOLDERS = {
  ...{
    parameters: 'PARAMETER',
    PARAMETER: 'KEY',
    KEY: 'KEY',
    periods: 'PERIOD',
    members: 'ATTRIBUTE',
    events: 'EVENT',
  },
  ...{
    EVENT: 'FIELD',
    each: 'FIELD',
    points: 'POINTS',
    measures: 'MEASURE',
    tiers: 'LADDER',
    levels: 'LEVEL',
  },
  ...{
    groups: 'GROUP',
    rules: 'RULE',
    hold: 'LADDER',
    rewards: 'REWARD',
    benefits: 'BENEFIT',
    segments: 'SEGMENT',
  },
  ...{
    kpis: 'KPI',
    guardrails: 'GUARDRAIL',
    cases: 'CASE',
    fields: 'FIELD',
    columns: 'COLUMN',
    balance: 'POINTS',
  },
  ...{ pending: 'POINTS', tier: 'LADDER', attributes: 'ATTRIBUTE' },
};

const isMap = (schema) => schema.properties !== undefined || typeof schema.additionalProperties === 'object';
const code = (text) => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const unique = (items) => [...new Set(items)];
const anchor = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');

/** A value on one line, as YAML would have it inside braces. */
function flow(value, inside = false) {
  if (Array.isArray(value)) return `[${value.map((item) => flow(item, true)).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${key}: ${flow(item, true)}`)
      .join(', ')} }`.replace('{  }', '{}');
  const text = String(value);
  return inside && /[,[\]{}]|: /.test(text) ? JSON.stringify(text) : text;
}

/** The page of one language; `resolve` finds what a `$ref` of a document points to. */
export function propertiesPage(schemas, resolve, language) {
  const words = WORDS[language];
  const describe = (schema) => (language === 'en' ? schema.description : schema['x-ja']);
  /** Where a schema has its section. */
  const sectionOf = new Map();
  const headings = new Set();
  const out = [];

  /** A schema with what it refers to; what stands beside the reference goes first. */
  const view = (schema, kind) => {
    if (schema.$ref === undefined) return { schema, kind, target: schema };
    const found = resolve(schema.$ref, kind);
    const inner = view(found.schema, found.kind);
    const { $ref: _ref, ...own } = schema;
    return { schema: { ...inner.schema, ...own }, kind: inner.kind, target: inner.target };
  };

  /** Whether a schema is, at the end of its references, one of the shared forms. */
  const sharedName = (schema, kind) => {
    if (schema.$ref === undefined) return undefined;
    const name = schema.$ref.split('#/$defs/')[1];
    if (SHARED.includes(name)) return name;
    const found = resolve(schema.$ref, kind);
    return sharedName(found.schema, found.kind);
  };

  const link = (text, target) => {
    const heading = sectionOf.get(target);
    return heading === undefined ? text : `[${text}](#${anchor(heading)})`;
  };

  const seen = (sees) => {
    const whole = OF_MEMBER.every((scope) => sees.includes(scope));
    const names = sees
      .filter((scope) => !whole || !OF_MEMBER.includes(scope) || scope === OF_MEMBER[0])
      .map((scope) => (whole && scope === OF_MEMBER[0] ? words.member : SCOPES[scope][language][0]));
    return names.join(words.and);
  };

  const expression = ({ type, entry, sees }) => {
    const what = (ENTRIES[entry] ?? TYPES[type])[language];
    if (entry !== 'expression')
      return sees.length === 0 || entry === 'anchor' ? what : words.expression(what, seen(sees));
    if (type === 'field') return what;
    return sees.length === 0 ? words.constant(what) : words.expression(what, seen(sees));
  };

  const stringValue = ({ pattern, enum: values }) => {
    if (values !== undefined) return values.map((value) => code(String(value))).join(' · ');
    if (pattern === undefined) return words.plain.text;
    if (pattern.startsWith('^\\d{4}')) return words.plain.date;
    return pattern.startsWith('^[\\p{L}') ? words.plain.name : words.plain.text;
  };

  const valueWords = (raw, kind) => {
    const form = sharedName(raw, kind);
    if (form !== undefined) return link(form, view(raw, kind).target);
    const { schema, kind: at, target } = view(raw, kind);
    if (schema['x-expression'] !== undefined) return expression(schema['x-expression']);
    if (schema.anyOf !== undefined) {
      const values = unique(
        schema.anyOf.map((branch) => {
          const single = branch.type === 'array' && valueWords(branch.items ?? {}, at);
          return single && schema.anyOf.some((other) => other !== branch && valueWords(other, at) === single)
            ? words.listToo
            : valueWords(branch, at);
        }),
      );
      const single = values.filter((each) => each !== words.listToo).join(words.or);
      return values.includes(words.listToo) ? `${single}${words.listToo}` : single;
    }
    const types = [schema.type].flat();
    if (isMap(schema)) {
      const inner = sectionOf.has(target) ? undefined : schema.additionalProperties;
      const plain =
        schema.properties === undefined && typeof inner === 'object' && !isMap(view(inner, at).schema);
      return plain ? words.mapOf(valueWords(inner, at)) : link(words.map, target);
    }
    if (types.includes('array')) return words.list(valueWords(schema.items ?? {}, at));
    if (types.includes('boolean') && schema.enum !== undefined) return words.plain.yes;
    if (types.includes('integer'))
      return schema.enum === undefined
        ? words.whole(schema.minimum, schema.maximum)
        : schema.enum.map((one) => code(String(one))).join(' · ');
    if (types.includes('boolean')) return words.plain.scalar;
    const numeric = types.includes('number') && typeof schema.examples?.[0] === 'number';
    return numeric || !types.includes('string') ? words.plain.number : stringValue(schema);
  };

  /** Maps inside a value, each with the path that leads to it. */
  const mapsIn = (raw, kind, path) => {
    if (sharedName(raw, kind) !== undefined) return [];
    const { schema, kind: at, target } = view(raw, kind);
    if (schema.anyOf !== undefined) {
      const found = schema.anyOf.flatMap((branch) => mapsIn(branch, at, path));
      const here = found.filter((one) => one.path === path);
      return found.map((one) =>
        here.length > 1 && one.path === path && one.marks !== undefined ? { ...one, key: one.marks[0] } : one,
      );
    }
    if ([schema.type].flat().includes('array')) return mapsIn(schema.items ?? {}, at, `${path}[]`);
    return isMap(schema) ? [{ schema: target, kind: at, target, path, marks: schema.required }] : [];
  };

  /** The name that stands for the names of a map's entries. */
  const placeholder = (path, { propertyNames }) =>
    propertyNames?.pattern?.startsWith('^\\d{4}') === true
      ? 'DATE'
      : (PLACEHOLDERS[path.split('.').at(-1)?.replace('[]', '')] ?? 'NAME');
  const block = (value) => ['```yaml', stringify(value, { lineWidth: 0 }).trimEnd(), '```', ''];

  const heading = (text, kind) => {
    const free = headings.has(anchor(text)) ? `${text} (${kind})` : text;
    if (headings.has(anchor(free))) throw new Error(`properties: two sections called ${free}`);
    headings.add(anchor(free));
    return free;
  };

  /** The sections of a map and of all maps inside it, the outer ones first; a schema that has its section gets no other. */
  const plan = ({ schema, kind, target, path, key, example }) => {
    if (sectionOf.has(target)) return [];
    const named = schema.properties === undefined ? schema.additionalProperties : undefined;
    const only = named && view(named, kind);
    // `rules:` is a map of rules: the section is about one of them.
    if (path !== '' && only !== undefined && isMap(only.schema) && only.target !== schema) {
      const inner = {
        schema: only.schema,
        kind: only.kind,
        target: only.target,
        path: `${path}.${placeholder(path, schema)}`,
      };
      const [first] = schema.examples ?? [];
      const sections = plan({ ...inner, ...(first && { example: { [path.split('.').at(-1)]: first } }) });
      sectionOf.set(target, sectionOf.get(only.target));
      return sections;
    }
    const shown = path === '' ? words.files[kind] : code(path);
    const title = heading(key === undefined ? shown : words.with(shown, key), kind);
    sectionOf.set(target, title);
    const rest = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
    const entries = [
      ...Object.entries(schema.properties ?? {}),
      ...(rest === undefined ? [] : [[placeholder(path, schema), rest]]),
    ];
    const own = { title, schema, kind, entries, path, example };
    const inner = entries.flatMap(([name, each]) =>
      mapsIn(each, kind, path === '' ? name : `${path}.${name}`).flatMap(plan),
    );
    return [own, ...inner];
  };

  /** Keys that are required where a map is referred to, though not everywhere that it stands. */
  const neededIn = (raw, kind) => {
    const { schema, kind: at, target } = view(raw, kind);
    if (raw.$ref !== undefined)
      return (raw.required ?? []).filter((key) => target.required?.includes(key) !== true);
    const inner = schema.properties === undefined ? schema.additionalProperties : undefined;
    return [schema.items, inner]
      .filter((each) => typeof each === 'object')
      .flatMap((each) => neededIn(each, at));
  };

  const row = (name, raw, kind, required) => {
    const { schema } = view(raw, kind);
    const maps = mapsIn(raw, kind, name);
    const needed = neededIn(raw, kind).map(code).join(words.and);
    const value = `${valueWords(raw, kind)}${needed === '' ? '' : words.needed(needed)}`;
    const examples = maps.some(({ target }) => sectionOf.has(target))
      ? []
      : (schema.examples ?? []).slice(0, 2);
    const mark = required ? words.required : '';
    const columns = [
      `${code(name)}${mark}`,
      describe(schema) ?? '',
      value,
      examples.map((example) => code(flow(example))).join(' · '),
    ];
    return `| ${columns.map(cell).join(' | ')} |`;
  };

  const table = ({ schema, kind, entries, path }) => {
    const everywhere = (name, each) =>
      path !== '' && ['title', 'description'].includes(name) && sharedName(each, kind) !== undefined;
    const shown = entries.filter(([name, each]) => !everywhere(name, each));
    const hidden = entries.filter(([name, each]) => everywhere(name, each)).map(([name]) => code(name));
    const rows = shown.map(([name, each]) => row(name, each, kind, schema.required?.includes(name) === true));
    return [
      ...(rows.length === 0
        ? []
        : [`| ${words.head.join(' | ')} |`, '| --- | --- | --- | --- |', ...rows, '']),
      ...(hidden.length === 0 ? [] : [words.also(hidden.join(words.and)), '']),
    ];
  };

  const section = (each, level) => {
    out.push(`${'#'.repeat(level)} ${each.title}`, '', describe(each.schema) ?? '', '');
    const [first] = each.schema.examples ?? [];
    const last = each.path.split('.').at(-1);
    const inside = /^[a-z_]+$/.test(last) && first !== undefined ? { [last]: first } : first;
    const example = each.example ?? inside;
    if (example !== undefined) out.push(...block(example));
    out.push(...table(each));
  };

  const shared = SHARED.map((name) => {
    const schema = schemas.program.$defs[name];
    sectionOf.set(schema, heading(name));
    // The other documents have a copy of their own.
    for (const other of Object.values(schemas))
      if (other.$defs?.[name]) sectionOf.set(other.$defs[name], name);
    return { title: name, schema, kind: 'program' };
  });
  const documents = Object.keys(schemas).map((kind) =>
    plan({ schema: schemas[kind], kind, target: schemas[kind], path: '' }),
  );

  out.push(`# ${words.title}`, '', words.other, '');
  for (const text of [words.intro, words.editor, words.expressions]) out.push(...text, '');
  out.push(`| ${words.seesHead.join(' | ')} |`, '| --- | --- |');
  for (const { [language]: scope } of Object.values(SCOPES)) out.push(`| ${scope.map(cell).join(' | ')} |`);
  out.push('');
  for (const sections of documents)
    for (const [index, each] of sections.entries()) section(each, index === 0 ? 2 : 3);
  out.push(`## ${heading(words.shared)}`, '');
  for (const { title, schema, kind } of shared) {
    out.push(`### ${title}`, '', describe(schema), '');
    for (const example of schema.examples ?? []) out.push(...block(example));
    for (const { schema: map } of mapsIn(schema, kind, title))
      out.push(...table({ schema: map, kind, entries: Object.entries(map.properties), path: '' }));
  }
  return `${out
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

import { childOf, compile, type Node, readDocument } from '../../compiler/index.ts';
import { type Day, formatDay, type Plan } from '../../schema/index.ts';

/** A number of the program that a scenario could change: its keys from the top, and how it is written. */
interface Stated {
  readonly path: readonly string[];
  readonly text: string;
}

const entriesOf = (node: Node | undefined) => (node?.kind === 'map' ? node.entries : []);

/** What a scenario is most likely to change: what a parameter is worth last, what a level takes, what a reward costs. */
function numberIn(root: Node | undefined): Stated | undefined {
  const found = (path: readonly string[], node: Node | undefined): readonly Stated[] =>
    node?.kind === 'scalar' && node.style === 'plain' && /\d/.test(node.text) && !/[#:{}[\],]/.test(node.text)
      ? [{ path, text: node.text }]
      : [];
  const parameters = entriesOf(childOf(root, 'parameters')).flatMap(({ key, value }) => {
    const path = ['parameters', key];
    const last = entriesOf(value).at(-1);
    return last === undefined ? found(path, value) : found([...path, last.key], last.value);
  });
  const levels = entriesOf(childOf(root, 'tiers')).flatMap(({ key: ladder, value }) =>
    entriesOf(childOf(value, 'levels')).flatMap(({ key, value: level }) =>
      found(['tiers', ladder, 'levels', key, 'reach'], childOf(level, 'reach')),
    ),
  );
  const rewards = entriesOf(childOf(root, 'rewards')).flatMap(({ key, value }) =>
    found(['rewards', key, 'price'], childOf(value, 'price')),
  );
  return [...parameters, ...levels, ...rewards][0];
}

/** The event that members would do more often. */
function eventOf({ standard, events }: Plan): string | undefined {
  return standard.purchase?.event ?? events.find(({ reverses }) => reverses === undefined)?.name;
}

/**
 * A small scenario for a program, to begin with: it names what the program has, and states nothing that anybody measured. `from`: the
 * first day of the response. Undefined where the program has errors.
 */
export function starterScenario(program: string, from: Day): string | undefined {
  const { value: plan } = compile(program);
  if (plan === undefined) return undefined;
  const number = numberIn(readDocument(program).root);
  const event = eventOf(plan);
  const level = plan.ladders[0]?.levels[1]?.name;
  const changes =
    number === undefined
      ? ['# changes: what the program would say instead, section by section']
      : [
          '# What the program would say instead: the value here is the one of today, change it.',
          'changes:',
        ].concat(
          number.path.map((key, depth) => {
            const value = depth === number.path.length - 1 ? ` ${number.text}` : '';
            return `${'  '.repeat(depth + 1)}${key}:${value}`;
          }),
        );
  const source = '{ en: "assumption, to be tested", ja: 仮定。検証が必要 }';
  const response =
    event === undefined
      ? []
      : [
          '# What members are assumed to do about it. Nobody has measured these numbers: move them, and say where yours come from.',
          'response:',
          `  from: ${formatDay(from)}`,
          '  draws: 100',
          ...(plan.standard.purchase === undefined
            ? []
            : [`  margin: { value: 40%, range: [30%, 50%], source: ${source} }`]),
          '  assumptions:',
          '    more_often:',
          '      title: { en: Everybody comes a little more often, ja: 全員の頻度が少し増える }',
          '      changes: frequency',
          `      event: ${event}`,
          '      value: 3%',
          '      range: [0%, 10%]',
          `      source: ${source}`,
          ...(level === undefined
            ? []
            : [
                `    ${level}_stays:`,
                `      title: { en: ${level} comes more often, ja: ${level} の頻度が増える }`,
                `      tier: ${plan.ladders[0]?.name}.${level}`,
                '      changes: frequency',
                `      event: ${event}`,
                '      value: 5%',
                '      range: [0%, 20%]',
                `      source: ${source}`,
              ]),
        ];
  return `${[
    'kizuna: 1',
    'scenario: what-if',
    'program: program.yaml',
    'title: { en: What if, ja: もしも }',
    ...changes,
    ...response,
  ].join('\n')}\n`;
}

import type { Diagnostic, Localized, Plan, ResponseModel, Result } from '../../schema/index.ts';
import { compileNodes, heard } from '../compile.ts';
import {
  childOf,
  type Entry,
  type ListNode,
  type MapNode,
  type Node,
  readDocument,
  type ScalarNode,
  validateDocument,
} from '../document/index.ts';
import { reportScenario } from './messages.ts';
import { overlay, removalsOf } from './overlay.ts';
import { readResponse } from './response.ts';
import { shiftDiagnostic, shiftNode } from './shift.ts';
import type { Condition } from './who.ts';

/** The text of a file, or why there is none. */
export type GivenText = { readonly text: string } | { readonly why: Localized };

/**
 * A program as a scenario changes it. Places in the Plan and in what was found are places in `text`, which is the program's text
 * and then, from `scenarioAt` on, the scenario's.
 */
export interface CompiledScenario extends Result<Plan> {
  readonly text: string;
  readonly scenarioAt: number;
  /** The changed program as a document; undefined where there is no telling what it is. */
  readonly root: MapNode | undefined;
  /** Undefined where the scenario states none. */
  readonly response: CompiledResponse | undefined;
}

/** How members are assumed to respond, and the changed program with a segment more for each condition of who does. */
export interface CompiledResponse {
  readonly model: ResponseModel;
  readonly plan: Plan;
  /** Number among the plan's segments of the first that is a condition. */
  readonly firstCondition: number;
}

/** Compiles the program that a scenario changes, with its changes in it. `program` gives the text at the path that it names. */
export function compileScenario(source: string, program: (path: string) => GivenText): CompiledScenario {
  const alone = readDocument(source);
  const failed = (diagnostics: readonly Diagnostic[]): CompiledScenario => ({
    value: undefined,
    diagnostics,
    text: source,
    scenarioAt: 0,
    root: undefined,
    response: undefined,
  });
  if (alone.root === undefined) return failed(alone.diagnostics);
  const shape = [...alone.diagnostics, ...validateDocument(alone.root, 'scenario')];
  const named = childOf(alone.root, 'program');
  if (named?.kind !== 'scalar' || named.text === '') return failed(shape);
  const given = program(named.text);
  if ('why' in given) {
    const lost = reportScenario('program-not-here', named.span, {
      path: `\`${named.text}\``,
      why: given.why,
    });
    return failed([...shape, lost]);
  }
  const head = given.text.endsWith('\n') ? given.text : `${given.text}\n`;
  const text = head + source;
  const at = head.length;
  const own = shape.map((diagnostic) => shiftDiagnostic(diagnostic, at));
  const base = readDocument(given.text);
  if (base.root?.kind !== 'map')
    return {
      value: undefined,
      diagnostics: [...base.diagnostics, ...own],
      text,
      scenarioAt: at,
      root: undefined,
      response: undefined,
    };
  const scenario = shiftNode(alone.root, at);
  const { removed, diagnostics: lost } = removalsOf(base.root, asList(childOf(scenario, 'remove')));
  const root = overlay(base.root, asMap(childOf(scenario, 'changes')), removed);
  const { value, diagnostics } = heard(text, compileNodes(root, base.diagnostics));
  const answers: Diagnostic[] = [];
  const written = childOf(scenario, 'response');
  const response =
    value && written && compileResponse(written, root, value, (diagnostic) => answers.push(diagnostic));
  // What the scenario's own shape says of a place, the changed program need not say too.
  const told = new Set(own.map(placeOf));
  const untold = diagnostics.filter((each) => !told.has(placeOf(each)));
  const all = [...untold, ...own, ...lost, ...answers].toSorted(
    (a, b) => a.span.start - b.span.start || a.span.end - b.span.end,
  );
  const sound = all.every(({ severity }) => severity !== 'error');
  return { value: sound ? value : undefined, diagnostics: all, text, scenarioAt: at, root, response };
}

function compileResponse(
  written: Node,
  root: MapNode,
  plan: Plan,
  found: (diagnostic: Diagnostic) => void,
): CompiledResponse | undefined {
  const read = readResponse(written, root, plan, found);
  if (read === undefined) return undefined;
  const firstCondition = plan.named.filter(({ kind }) => kind === 'segment').length;
  const { model, conditions } = read;
  if (conditions.length === 0) return { model, plan, firstCondition };
  const { value, diagnostics } = compileNodes(withSegments(root, conditions), []);
  for (const diagnostic of diagnostics) {
    if (diagnostic.severity !== 'error') continue;
    const own = conditions.find(
      ({ text, node: { span } }) =>
        text !== undefined && diagnostic.span.start >= span.start && diagnostic.span.start < span.end,
    );
    found(own === undefined ? diagnostic : { ...diagnostic, span: own.node.span });
  }
  return value && { model, plan: value, firstCondition };
}

/** The program with a segment for each condition, behind its own. */
export function withSegments(root: MapNode, conditions: readonly Condition[]): MapNode {
  const segments = childOf(root, 'segments');
  const own = segments?.kind === 'map' ? segments.entries : [];
  const taken = new Set(
    root.entries.flatMap(({ value }) => (value.kind === 'map' ? value.entries : [])).map(({ key }) => key),
  );
  let prefix = '_responds';
  while ([...taken].some((key) => key.startsWith(prefix))) prefix = `_${prefix}`;
  const entries = conditions.map(({ text, node }, index): Entry => {
    const { span } = node;
    const value: ScalarNode =
      text === undefined ? node : { kind: 'scalar', text, style: 'plain', span, at: () => span.start };
    return { key: `${prefix}${index}`, keySpan: span, optional: false, value };
  });
  const all: MapNode = { kind: 'map', span: segments?.span ?? root.span, entries: [...own, ...entries] };
  const others = root.entries.filter(({ key }) => key !== 'segments');
  const place = root.entries.findIndex(({ key }) => key === 'segments');
  const section: Entry = {
    key: 'segments',
    keySpan: root.entries[place]?.keySpan ?? root.span,
    optional: false,
    value: all,
  };
  return { ...root, entries: others.toSpliced(place < 0 ? others.length : place, 0, section) };
}

function placeOf({ span }: Diagnostic): string {
  return `${span.start} ${span.end}`;
}

function asMap(node: Node | undefined): MapNode | undefined {
  return node?.kind === 'map' ? node : undefined;
}

function asList(node: Node | undefined): ListNode | undefined {
  return node?.kind === 'list' ? node : undefined;
}

import type { GuardrailSubject, PlanGuardrail, Unit } from '../../schema/index.ts';
import { type Entry, type MapNode, nearest } from '../document/index.ts';
import type { Ast } from '../expression/index.ts';
import type { Declarations } from './declarations.ts';
import { entriesOf } from './declare.ts';
import { report } from './findings.ts';
import type { TypedKpi } from './kpis.ts';
import { didYouMean } from './literals.ts';
import { parseOf } from './places.ts';
import { isShare, warnAboveOne } from './shares.ts';
import { type Check, constantSite, expectType } from './site.ts';
import { quantity } from './type.ts';

/** What a guardrail is about, and the unit of its bound. */
interface Subject {
  readonly of: GuardrailSubject;
  readonly unit: Unit;
  /** Written in a message; undefined for what is no share. */
  readonly share: string | undefined;
}

/** `guardrails:` speak of members who lose or win, and of what changes in a KPI; `compare` asks them. */
export function checkGuardrails(
  root: MapNode,
  typed: readonly TypedKpi[],
  program: Declarations,
  check: Check,
): readonly PlanGuardrail[] {
  const kpis = entriesOf(root, 'kpis').map((entry) => entry.key);
  const { findings } = program;

  const subjectOf = (side: Ast): Subject | undefined => {
    if (side.kind === 'name' && (side.name === 'losers' || side.name === 'winners'))
      return { of: { kind: side.name }, unit: {}, share: side.name };
    if (side.kind === 'call' && side.name.name === 'change' && side.arguments[0]?.kind === 'name') {
      const { name, span } = side.arguments[0];
      const index = typed.findIndex((one) => one.plan.name === name);
      const kpi = typed[index];
      if (kpi !== undefined)
        return {
          of: { kind: 'change', kpi: index },
          unit: kpi.unit,
          share: isShare(kpi.plan.measure) ? `change(${name})` : undefined,
        };
      if (!kpis.includes(name))
        findings.add(report('unknown-kpi', span, { name }, didYouMean(nearest(name, kpis), span)));
      return undefined;
    }
    findings.add(report('guardrail-form', side.span, {}));
    return undefined;
  };

  const guardrail = (entry: Entry): PlanGuardrail | undefined => {
    if (entry.value.kind !== 'scalar') return undefined;
    const ast = parseOf(entry.value, program);
    if (ast === undefined) return undefined;
    if (ast.kind !== 'compare') return findings.add(report('guardrail-form', ast.span, {}));
    const subject = subjectOf(ast.left);
    const bound = subject && expectType(ast.right, constantSite(program, check), quantity(subject.unit, 0));
    if (subject === undefined || bound === undefined) return undefined;
    if (bound.kind !== 'constant' || typeof bound.value !== 'bigint' || bound.type.kind !== 'quantity')
      return findings.add(report('constant-expected', bound.span, {}));
    const limit = { value: bound.value, scale: bound.type.scale };
    if (subject.share !== undefined)
      warnAboveOne(subject.share, limit, ast.right, constantSite(program, check));
    return {
      name: entry.key,
      subject: subject.of,
      operator: ast.operator,
      bound: limit,
      text: entry.value.text.trim(),
      span: ast.span,
    };
  };
  return entriesOf(root, 'guardrails').flatMap((entry) => guardrail(entry) ?? []);
}

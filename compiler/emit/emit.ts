import { ABI, MANIFEST_SECTION, type Manifest, type Plan, segmentsOf } from '../../schema/index.ts';
import { newEngine } from './engine.ts';
import { emitProgram } from './program.ts';
import type { CodeSpan } from './wasm/module.ts';

export interface EmitOptions {
  /** Hash of the program's text. */
  readonly source: string;
  readonly compiler: string;
}

/** A module and what it says of itself. */
export interface Emitted {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly manifest: Manifest;
}

/** The module of a Plan; the same Plan and options give the same bytes. Raises {@link Unbounded}. */
export function emitPlan(plan: Plan, options: EmitOptions): Emitted {
  const e = newEngine(plan);
  const program = emitProgram(e);
  const box: { manifest?: Manifest } = {};
  const pages = Math.ceil(e.state.end / 65_536) + 1;
  const { bytes } = e.m.assemble(pages, (spans) => {
    box.manifest = {
      abi: ABI,
      language: plan.language,
      program: plan.program,
      version: plan.version,
      ...options,
      timezone: plan.timezone,
      currency: plan.currency,
      layout: e.layout,
      points: plan.points.map(({ name, decimals }) => ({ name, decimals })),
      ladders: plan.ladders.map(({ name, levels }) => ({ name, levels: levels.map((level) => level.name) })),
      rules: plan.rules.map((rule) => rule.name),
      rewards: plan.rewards.map((reward) => reward.name),
      segments: segmentsOf(plan).map(({ name }) => name),
      scores: plan.loyalty.scores.map((score) => score.loyalty),
      names: e.names.items,
      faults: e.spans.items,
      rows: program.rows,
      outcomes: program.outcomes,
      state: e.state.end,
      outcome: program.outcome,
      totals: program.totals,
      leaves: program.asked,
      code: codeOf(spans),
    };
    return { name: MANIFEST_SECTION, bytes: new TextEncoder().encode(JSON.stringify(box.manifest)) };
  });
  if (box.manifest === undefined) throw new Error('a module without a manifest');
  return { bytes, manifest: box.manifest };
}

function codeOf(spans: readonly CodeSpan[]): Manifest['code'] {
  return spans.map(({ offset, span }) => [offset, span.start, span.end] as const);
}

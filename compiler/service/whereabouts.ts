import type { Span } from '../../schema/index.ts';
import type { EditedKind } from './check-text.ts';
import type { Inspection } from './inspection.ts';
import { keyOf, type Named } from './names.ts';
import { type Occurrence, occurrencesIn } from './occurrences.ts';

/** A place in one of the documents that are open. */
export interface Place {
  readonly document: EditedKind;
  readonly span: Span;
}

/** A place where something is named. */
export interface Reference extends Place {
  /** Whether the name is given here. */
  readonly defines: boolean;
}

const KINDS: readonly EditedKind[] = ['program', 'tests', 'scenario'];

/** The name at an offset, or just before it. */
export function occurrenceAt(inspection: Inspection, offset: number): Occurrence | undefined {
  const all = inspection.kept(occurrencesIn);
  const holds = ({ span }: Occurrence, end: number) => span.start <= offset && offset < span.end + end;
  return all.find((each) => holds(each, 0)) ?? all.find((each) => holds(each, 1));
}

/** What is named at an offset; several things where several events share a field. */
export function namesAt(inspection: Inspection, offset: number): readonly Named[] {
  return occurrenceAt(inspection, offset)?.of ?? [];
}

interface Found extends Reference {
  readonly occurrence: Occurrence;
}

/**
 * Every place that must change with a name: where several events share a field by which something asks, all of them go
 * together.
 */
export function allOf(inspection: Inspection, start: readonly Named[]): readonly Found[] {
  const everywhere = KINDS.flatMap((document) => {
    const its = inspection.beside(document);
    return (its?.kept(occurrencesIn) ?? []).map(
      (occurrence): Found => ({
        document,
        span: occurrence.span,
        defines: occurrence.defines,
        occurrence,
      }),
    );
  });
  const keys = new Set(start.map(keyOf));
  for (let before = -1; before !== keys.size; ) {
    before = keys.size;
    for (const { occurrence } of everywhere)
      if (occurrence.of.some((named) => keys.has(keyOf(named))))
        for (const named of occurrence.of) keys.add(keyOf(named));
  }
  return everywhere.filter(({ occurrence }) => occurrence.of.some((named) => keys.has(keyOf(named))));
}

/** Where what is named at an offset is defined: in the program, where it has it. */
export function definitionAt(inspection: Inspection, offset: number): readonly Place[] {
  const keys = new Set(namesAt(inspection, offset).map(keyOf));
  const found = KINDS.flatMap((document) => {
    const its = inspection.beside(document);
    return (its?.kept(occurrencesIn) ?? [])
      .filter((each) => each.defines && each.of.some((named) => keys.has(keyOf(named))))
      .map(({ span }): Place => ({ document, span }));
  });
  const first = found[0]?.document;
  return found.filter(({ document }) => document === first);
}

/** Every place in the open documents that names what is named at an offset. */
export function referencesAt(inspection: Inspection, offset: number): readonly Reference[] {
  const names = namesAt(inspection, offset);
  if (names.length === 0) return [];
  return allOf(inspection, names).map(({ document, span, defines }) => ({ document, span, defines }));
}

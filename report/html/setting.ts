import type { Span } from '../../schema/index.ts';
import type { DrawingSetting } from '../drawing/index.ts';

/** What a section of the page is made from. */
export interface Setting extends DrawingSetting {
  /** `program.yaml:12`, where the program's text is known. */
  readonly placeOf: (span: Span) => string | undefined;
}

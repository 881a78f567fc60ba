import {
  type Accounting,
  accountingSections,
  insightWriting,
  type Lifetime,
  lifetimeSection,
} from '../../report/index.ts';
import type { Setting } from '../summary/index.ts';
import { type SectionLook, sectionText } from '../terminal/index.ts';
import { monthName } from './month-name.ts';

const LOOK: SectionLook = { title: 'in the table', width: 78 };

/** Lifetime value and, where it was asked for, the accounting view, for people. Ends without a line break. */
export function prettyInsight(
  { plan, language, output }: Setting,
  lifetime: Lifetime,
  accounting: Accounting | undefined,
): string {
  const writing = insightWriting(language, plan, monthName);
  return [
    lifetimeSection(lifetime, writing),
    ...(accounting === undefined ? [] : accountingSections(accounting, writing)),
  ]
    .map((section) => sectionText(output, section, LOOK))
    .join('\n\n');
}

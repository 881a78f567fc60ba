import { useMemo } from 'react';
import { type DrawingSetting, shownMonths, type Writing, writingOf } from '../../../report/index.ts';
import type { ReplayResult, VersionResult } from '../../contract/index.ts';
import { useLanguage, useNumbers, useSay } from '../../words/index.ts';

/** A version as drawings and tables take it. */
export function useDrawing(version: VersionResult): DrawingSetting {
  const words = useSay();
  const language = useLanguage();
  const numbers = useNumbers(version.plan);
  return useMemo(
    () => ({ ...version, words, language, numbers, shown: shownMonths(version.figures) }),
    [version, words, language, numbers],
  );
}

/** How changes against the base are written. */
export function useWriting({ candidate, comparison }: ReplayResult): Writing {
  const language = useLanguage();
  return useMemo(
    () => writingOf(language, candidate.plan, comparison?.yardstick ?? { kind: 'none' }),
    [language, candidate, comparison],
  );
}

/** The base, where its money is of the currency of the candidate: other amounts are not put beside each other. */
export function baseOfMoney({ base, candidate }: ReplayResult): VersionResult | undefined {
  return base?.plan.currency.code === candidate.plan.currency.code ? base : undefined;
}

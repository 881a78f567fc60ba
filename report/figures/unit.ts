import type { Language } from '../../schema/index.ts';

/** A unit of points after a number, as people write it: `48 stars`, `1 star`; an abbreviation (`pp`) has no plural. */
export function unitAfter(number: string, unit: string, language: Language): string {
  const one = number === '1' || number === '-1';
  return language === 'en' && !one && /[aeiouy].*[a-rt-z]$/.test(unit) ? `${unit}s` : unit;
}

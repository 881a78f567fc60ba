import './compare.css';
import { useMemo } from 'react';
import {
  comparisonHead,
  comparisonSections,
  opening,
  type Section,
  writingOf,
} from '../../../report/index.ts';
import type { Language } from '../../../schema/index.ts';
import { useController, usePage } from '../../state/index.ts';
import { SectionTable } from '../../tables/index.ts';
import { useLanguage, useSay } from '../../words/index.ts';
import { Scenario } from '../scenario/index.ts';
import { BasePicker } from './base-picker.tsx';
import type { Compared } from './compared.ts';
import { Guardrails } from './guardrails.tsx';
import { Spread } from './spread.tsx';
import { WorstOff } from './worst-off.tsx';

/** Two versions over one history: what the change must not do, who wins and who loses, and everything else side by side. */
export function Compare() {
  const comparison = usePage((state) => state.result?.comparison);
  const base = usePage((state) => state.base);
  return (
    <div className="compare">
      <BasePicker />
      {base !== undefined && comparison !== undefined && <Comparison comparison={comparison} />}
      <Scenario />
    </div>
  );
}

function Comparison({ comparison }: { readonly comparison: Compared }) {
  const say = useSay();
  const language = useLanguage();
  const controller = useController();
  const isDiff = usePage((state) => state.isDiff);
  const writing = useMemo(
    () => writingOf(language, comparison.candidate.plan, comparison.yardstick),
    [language, comparison],
  );
  const day = (date: number | undefined) => (date === undefined ? '–' : writing.numbers.day(date));
  const sections = comparisonSections(comparison, writing, undefined);
  return (
    <>
      <p className="muted compare-head">
        {comparisonHead(comparison, writing, day).map((line) => (
          <span key={line}>{line}</span>
        ))}
        <button
          type="button"
          className="button"
          aria-pressed={isDiff}
          onClick={() => {
            controller.setTab('program');
            controller.setDiff(!isDiff);
          }}
        >
          {say({ en: 'Texts side by side', ja: '本文を並べて表示' })}
        </button>
      </p>
      <Guardrails comparison={comparison} writing={writing} />
      <div className="compare-pair">
        <Spread comparison={comparison} writing={writing} />
        <WorstOff comparison={comparison} writing={writing} />
      </div>
      {sections
        // Those stand above in a form of their own.
        .filter(({ part }) => part === undefined)
        .map((section) => (
          <SectionTable key={section.title} section={opened(section, language)} />
        ))}
    </>
  );
}

/** Words that head a row begin large, as all lines of the page do; what the program names stays as it is named. */
function opened(section: Section, language: Language): Section {
  const rows = section.rows.map(([head = '', ...cells]) => {
    if (typeof head === 'string') return [opening(language, head), ...cells];
    return [head.name === undefined ? { ...head, text: opening(language, head.text) } : head, ...cells];
  });
  return { ...section, rows };
}

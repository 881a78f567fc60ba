import type { Language, Localized, Plan, Span } from '../../schema/index.ts';
import type { ComparisonFigures } from '../comparison/index.ts';
import { shownMonths } from '../drawing/index.ts';
import { numbersOf, type ReportFigures } from '../figures/index.ts';
import { type Accounting, type Lifetime, looksAhead } from '../insight/index.ts';
import { html, type Markup } from '../markup/index.ts';
import { comparisonPart } from './comparison.ts';
import { pageHead } from './head.ts';
import { accountingPart, lifetimePart } from './insight.ts';
import { kpiSection } from './kpis.ts';
import { mixSection } from './mix.ts';
import { moneySection } from './money.ts';
import { monthsSection } from './months.ts';
import type { Section } from './parts.ts';
import { pointsSection } from './points.ts';
import { segmentsSection } from './segments.ts';
import type { Setting } from './setting.ts';
import { sourcesSection } from './sources.ts';
import { PAGE_STYLES } from './styles.ts';
import { tiersSection } from './tiers.ts';

export interface Report {
  readonly plan: Plan;
  readonly figures: ReportFigures;
  readonly lifetime: Lifetime;
  /** Where it was asked for. */
  readonly accounting?: Accounting | undefined;
  /** With the version before it, where there is one. */
  readonly comparison?: ComparisonFigures | undefined;
  readonly language: Language;
  /** Names of the history's files, as the reader may know them. */
  readonly histories: readonly string[];
  /** The program's file, for places in it: `program.yaml:12`. */
  readonly source?: { readonly name: string; readonly text: string };
  /** Of Kizuna. */
  readonly version: string;
}

/** Nothing but what is in the page itself: no script, no request to anywhere. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const SECTIONS: readonly ((setting: Setting) => Section)[] = [
  kpiSection,
  moneySection,
  pointsSection,
  sourcesSection,
  tiersSection,
  mixSection,
  segmentsSection,
];

function placesIn(source: Report['source']): Setting['placeOf'] {
  if (source === undefined) return () => undefined;
  const { name, text } = source;
  return ({ start }: Span) => `${name}:${text.slice(0, start).split('\n').length}`;
}

/** What of the page is measured, and what is not. */
function groundOf(
  words: Setting['words'],
  lifetime: Section | undefined,
  books: Section | undefined,
): string {
  const [ahead, assumed] = [lifetime, books].map((section) => section?.title);
  if (ahead === undefined && assumed === undefined)
    return words({
      en: 'All figures are of this history; nothing here is a forecast.',
      ja: '数値はすべてこの履歴の実績で、予測ではありません。',
    });
  const en = [
    ...(ahead === undefined
      ? []
      : [`“${ahead}” looks ahead: it is a forecast where it says so, and an estimate in its formulas.`]),
    ...(assumed === undefined ? [] : [`“${assumed}” rests on the assumptions beneath it.`]),
    `All other figures are of this history${ahead === undefined ? '; nothing here is a forecast' : ''}.`,
  ];
  const ja = [
    ...(ahead === undefined ? [] : [`「${ahead}」の期待値は予測、計算式 (a)〜(d) は推定です。`]),
    ...(assumed === undefined ? [] : [`「${assumed}」は、表の下に示した前提にもとづきます。`]),
    `ほかの数値はすべてこの履歴の実績${ahead === undefined ? 'で、予測ではありません' : 'です'}。`,
  ];
  return words({ en: en.join(' '), ja: ja.join('') });
}

/** The page of a run: one HTML document that needs nothing else, to be read on a screen, by a screen reader or on paper. */
export function reportPage(report: Report): string {
  const { plan, figures, lifetime, accounting, comparison, language, histories, source, version } = report;
  const words = (text: Localized): string => text[language];
  const setting: Setting = {
    plan,
    figures,
    language,
    words,
    numbers: numbersOf(language, plan.currency),
    placeOf: placesIn(source),
    shown: shownMonths(figures),
  };
  const ahead = lifetimePart(setting, lifetime);
  const books = accounting && accountingPart(setting, accounting);
  const sections = [
    ...(comparison === undefined ? [] : [comparisonPart(setting, comparison)]),
    ...SECTIONS.map((make) => make(setting)),
    ahead,
    ...(books === undefined ? [] : [books]),
    monthsSection(setting),
  ];
  const ground = groundOf(
    words,
    looksAhead(lifetime) ? ahead : undefined,
    accounting?.kind === 'view' ? books : undefined,
  );
  const foot = words({
    en: `Made by Kizuna ${version}. ${ground} This page sends nothing and loads nothing.`,
    ja: `Kizuna ${version} で作成。${ground}このページは何も送信せず、何も読み込みません。`,
  });
  return `<!doctype html>\n${
    document(
      language,
      `${words(plan.title)} – Kizuna`,
      html`${pageHead(setting, histories)}
${contents(setting, sections)}
<main>${sections.map(sectionOf)}</main>
<footer>${foot}</footer>`,
    ).markup
  }\n`;
}

function contents({ words }: Setting, sections: readonly Section[]): Markup {
  const links = sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`);
  return html`<nav aria-label="${words({ en: 'Contents', ja: '目次' })}"><ul>${links}</ul></nav>`;
}

function sectionOf({ id, title, body }: Section): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-head"><h2 id="${id}-head">${title}</h2>${body}</section>`;
}

function document(language: Language, title: string, body: Markup): Markup {
  return html`<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${{ markup: PAGE_STYLES }}</style>
</head>
<body>
${body}
</body>
</html>`;
}

export type ChartTheme = 'light' | 'dark';

const TONES = [
  'accent',
  'second',
  'muted',
  'economic',
  'behavioral',
  'psychological',
  'good',
  'bad',
] as const;

const LIGHT = {
  accent: '#2c5d92',
  second: '#7c6f9b',
  muted: '#8b8f98',
  economic: '#b97a0a',
  behavioral: '#0f7f78',
  psychological: '#bf4a67',
  good: '#1d7a46',
  bad: '#b3352b',
  ink: '#1d2228',
  faint: '#5b626c',
  rule: '#e3e1dc',
  paper: '#ffffff',
};

const DARK: typeof LIGHT = {
  accent: '#7fb0e6',
  second: '#b5a6dd',
  muted: '#868d98',
  economic: '#e0a83f',
  behavioral: '#47b8ae',
  psychological: '#ec88a0',
  good: '#6cc78f',
  bad: '#f08a7e',
  ink: '#e8eaed',
  faint: '#a3aab4',
  rule: '#343a43',
  paper: '#1b1f25',
};

const variables = (colours: typeof LIGHT): string =>
  Object.entries(colours)
    .map(([name, colour]) => `--kz-${name}:${colour}`)
    .join(';');

const COLOURS: Readonly<Record<ChartTheme, string>> = { light: variables(LIGHT), dark: variables(DARK) };

/**
 * The colours of both themes, as custom properties of the page; print is always light. A page whose root says `data-theme` has
 * that one, others follow the device.
 */
export const CHART_COLOURS = `:root{${COLOURS.light}}
@media screen{:root[data-theme="dark"]{${COLOURS.dark}}}
@media screen and (prefers-color-scheme:dark){:root:not([data-theme]){${COLOURS.dark}}}`;

const byTone = TONES.map(
  (tone) => `.kz-f-${tone}{fill:var(--kz-${tone})}.kz-s-${tone}{stroke:var(--kz-${tone});fill:none}`,
).join('\n');

const LOOKS = `.kz-chart{font:12px/1.2 system-ui,"Hiragino Sans","Noto Sans JP","Noto Sans CJK JP","Yu Gothic UI",Meiryo,sans-serif;font-variant-numeric:tabular-nums}
.kz-chart text{fill:var(--kz-faint)}
.kz-chart .kz-ink{fill:var(--kz-ink)}
.kz-grid{stroke:var(--kz-rule);stroke-width:1;fill:none;shape-rendering:crispEdges}
.kz-zero{stroke:var(--kz-faint);stroke-width:1;fill:none;shape-rendering:crispEdges}
.kz-spoke{stroke:var(--kz-rule);fill:none}
.kz-outline{stroke:var(--kz-faint);fill:none}
.kz-line{stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.kz-dash{stroke-dasharray:5 4}
.kz-dot{stroke-dasharray:1.5 4}
.kz-goal{stroke:var(--kz-faint);stroke-width:1.5;stroke-dasharray:4 3;fill:none}
.kz-range{stroke:var(--kz-ink);stroke-width:1.5;fill:none}
.kz-area{fill-opacity:.16}
.kz-edge{stroke:var(--kz-paper);stroke-width:1}
.kz-hit{fill:transparent}
.kz-paper{fill:var(--kz-paper)}
${byTone}
.kz-flow{fill-opacity:.34}`;

/** How charts look, as wide as their place; needs the custom properties of {@link CHART_COLOURS}. */
export const CHART_STYLES = `.kz-chart{display:block;width:100%;height:auto}
${LOOKS}`;

/** The same for a drawing that stands alone, in one theme. */
export function standaloneStyles(theme: ChartTheme): string {
  return `:root{${COLOURS[theme]}}
${LOOKS}`;
}

import { CHART_COLOURS, CHART_STYLES } from '../../report/index.ts';

/** Gives a page the colours and looks of charts; they are those of the report, so there is no second list of them. Once per page. */
export function addChartStyles(page: Document): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${CHART_COLOURS}\n${CHART_STYLES}`);
  page.adoptedStyleSheets.push(sheet);
}

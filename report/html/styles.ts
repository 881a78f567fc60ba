import { CHART_COLOURS, CHART_STYLES } from '../charts/index.ts';

const TEXT =
  'system-ui,-apple-system,"Segoe UI","Hiragino Sans","Noto Sans JP","Noto Sans CJK JP","Yu Gothic UI",Meiryo,sans-serif';
const CODE =
  'ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Noto Sans Mono CJK JP","BIZ UDGothic",monospace';

/** Spacing in steps of 4 px. */
export const PAGE_STYLES = `${CHART_COLOURS}
:root{color-scheme:light dark;--ground:#f7f6f3;--sheet:var(--kz-paper);--line:var(--kz-rule);--wash:#f1efea}
@media screen and (prefers-color-scheme:dark){:root{--ground:#13161b;--wash:#242930}}
*{box-sizing:border-box}
html{background:var(--ground);-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;max-width:1120px;padding:32px 24px 24px;color:var(--kz-ink);font:15px/1.6 ${TEXT};font-variant-numeric:tabular-nums;overflow-wrap:break-word}
:lang(ja) body,body:lang(ja){line-height:1.7;line-break:strict}
h1,h2,h3,h4,p,ul,dl,dd,figure,table{margin:0;padding:0}
ul{list-style:none}
h1{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:4;overflow:hidden;text-wrap:balance;word-break:auto-phrase;font-size:28px;line-height:1.3;font-weight:650;letter-spacing:-.01em}
h2{font-size:20px;line-height:1.4;font-weight:650;margin-bottom:12px}
h3{font-size:15px;line-height:1.5;font-weight:600;margin:20px 0 12px}
h2+h3{margin-top:0}
h4{margin:16px 0 8px;font-size:14px;font-weight:600;line-height:1.5}
code{font-family:${CODE};font-size:.86em}
a{color:var(--kz-accent)}
a:focus-visible,summary:focus-visible,.wide:focus-visible{outline:2px solid var(--kz-accent);outline-offset:2px}
.eyebrow,.faint,.note,.id,footer,small{color:var(--kz-faint)}
.eyebrow{font-size:13px}
.id{font-size:13px}
.note{font-size:13px;margin-top:8px}
.notes{margin-top:8px;font-size:13px;color:var(--kz-faint)}
.notes li+li{margin-top:4px}
.notes+.wide,.wide+.wide{margin-top:16px}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.none{color:var(--kz-faint)}
.empty{padding:12px 16px;background:var(--wash);border-radius:8px;margin-bottom:12px}
h1,h3,code,dd,.name,.cautions{overflow-wrap:anywhere}
.about{display:grid;grid-template-columns:repeat(auto-fit,minmax(260px,1fr));gap:12px 24px;margin-top:20px;padding:16px 20px;background:var(--sheet);border:1px solid var(--line);border-radius:10px}
dt{color:var(--kz-faint);font-size:13px}
.cautions{margin-top:12px;padding:12px 16px;border-left:3px solid var(--kz-economic);background:var(--wash);border-radius:0 8px 8px 0}
.cautions li+li{margin-top:4px}
nav ul{display:flex;flex-wrap:wrap;gap:4px 16px;margin:20px 0 0;font-size:14px}
section{margin-top:36px;scroll-margin-top:16px}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(250px,1fr));gap:16px}
.tile,.plate{background:var(--sheet);border:1px solid var(--line);border-radius:10px;padding:16px 20px;min-width:0}
.tile{display:flex;flex-direction:column;gap:8px;max-width:530px}
.tile h3{margin:0}
.tile .value{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 12px;font-size:28px;line-height:1.2;font-weight:620}
.tile .kz-chart{max-width:280px}
.tile .faint{font-size:13px}
.formula{font-size:12px;line-height:1.5;margin-top:auto;padding-top:8px;border-top:1px solid var(--line)}
.formula .faint{white-space:nowrap;font-size:12px}
.badge{font-size:13px;font-weight:600;line-height:1.5;padding:1px 8px;border:1px solid currentColor;border-radius:999px;white-space:nowrap}
.badge.met{color:var(--kz-good)}
.badge.missed{color:var(--kz-bad)}
.good{color:var(--kz-good)}
.bad{color:var(--kz-bad)}
.badge.unknown{color:var(--kz-faint)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(140px,1fr));gap:12px 24px;margin-bottom:16px}
.facts dd{font-size:20px;font-weight:600;line-height:1.4}
.facts small{display:block;font-size:12px;font-weight:400;line-height:1.4}
.plates{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(420px,100%),1fr));gap:16px}
.plate .kz-chart{max-width:560px}
.plates+.wide{margin-top:16px}
figcaption{font-weight:600;font-size:14px;margin-bottom:12px}
.plate .empty{margin:0}
.plate.narrow .kz-chart{max-width:340px;margin:0 auto}
details{margin-top:8px;font-size:13px}
summary{cursor:pointer;color:var(--kz-faint);width:fit-content}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px;line-height:1.5}
th,td{padding:6px 12px 6px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);font-weight:400}
th:last-child,td:last-child{padding-right:0}
thead th{color:var(--kz-faint);font-size:13px;vertical-align:bottom}
tbody th{min-width:8em}
#rules tbody th{min-width:13em}
tbody small{display:block;font-size:12px}
.kept{white-space:nowrap}
tbody th .name{font-weight:500}
tbody th .id{color:var(--kz-faint)}
.n{text-align:right}
td.n{white-space:nowrap}
tr.idle{color:var(--kz-faint)}
tr.total>*{font-weight:600;border-bottom:0}
.bar{display:block;width:88px;padding-top:7px}
.n .bar{margin-left:auto;padding-top:2px}
.bar .kz-chart{height:8px}
@media (max-width:900px){.bar{width:40px}th,td{padding-right:8px}table{font-size:13px}}
.loyalty{white-space:nowrap}
section>.wide{background:var(--sheet);border:1px solid var(--line);border-radius:10px;padding:8px 20px}
section>.wide tbody tr:last-child>*{border-bottom:0}
footer{margin-top:40px;padding-top:12px;border-top:1px solid var(--line);font-size:13px}
${CHART_STYLES}
@page{size:A4;margin:14mm 13mm}
@media print{
html{background:none}
:root{color-scheme:light;--ground:#fff}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{max-width:none;padding:0;font-size:10.5pt}
nav,details{display:none}
h2,h3,h4,figcaption{break-after:avoid}
.bar{width:50px}
section{margin-top:22px}
.tile,.plate,.facts,.about,.cautions,.empty,.short,tr{break-inside:avoid}
tbody tr:first-child{break-before:avoid}
.note{break-before:avoid}
.tiles{grid-template-columns:repeat(3,1fr);gap:10px}
.about{grid-template-columns:repeat(3,1fr)}
.facts{grid-template-columns:repeat(auto-fit,minmax(95px,1fr));gap:8px 12px}
.facts dd{font-size:13pt}
.tile{padding:10px 12px}
.plate{padding:4px 0;border:0}
section>.wide{padding:0;border:0}
.plates+.wide{margin-top:8px}
.plates{grid-template-columns:1fr 1fr;gap:10px 16px}
.wide{overflow:visible}
table{font-size:9pt}
thead{display:table-header-group}
th,td{padding:4px 8px 4px 0}
footer{break-before:avoid;margin-top:18px}
}`;

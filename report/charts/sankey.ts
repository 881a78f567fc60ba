import { type SankeyLink, type SankeyNode, sankey, sankeyLeft } from 'd3-sankey';
import { html, type Markup } from '../markup/index.ts';
import { type ChartHead, raw, svg } from './chart.ts';
import { place } from './scale.ts';
import { fitted } from './text-width.ts';
import { type Look, strength } from './tone.ts';

export interface Side extends Look {
  readonly name: string;
}

/** What goes from a place on the left to a place on the right, by their indices; `text` says it in words. */
export interface FlowBetween extends Look {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly text: string;
}

export interface SankeyChart extends ChartHead {
  /** From top to bottom. Those without a flow are left out. */
  readonly left: readonly Side[];
  readonly right: readonly Side[];
  readonly flows: readonly FlowBetween[];
  /** Above each side. */
  readonly heads: readonly [string, string];
}

interface NodeData extends Side {
  readonly id: string;
  readonly side: 'left' | 'right';
}

interface LinkData extends Look {
  /** Index of the flow in what was given. */
  readonly flow: number;
  readonly text: string;
}

type Node = SankeyNode<NodeData, LinkData>;
type Link = SankeyLink<NodeData, LinkData>;

const WIDTH = 440;
const TEXT = 12;
const TOP = 24;
const LABELS = 124;
const ROW = 44;
const THICK = 12;

/** Flows between two sides, each as thick as it is large. */
export function sankeyChart(chart: SankeyChart): Markup {
  const flows = chart.flows.flatMap((flow, index) => (flow.value > 0 ? [{ ...flow, flow: index }] : []));
  const used = (side: 'left' | 'right'): readonly NodeData[] =>
    chart[side].flatMap((each, index) =>
      flows.some(({ from, to }) => (side === 'left' ? from : to) === index)
        ? [{ ...each, side, id: `${side}${index}` }]
        : [],
    );
  const [left, right] = [used('left'), used('right')];
  const height = Math.max(left.length, right.length, 2) * ROW;
  const layout = sankey<NodeData, LinkData>()
    .nodeId(({ id }) => id)
    .nodeAlign(sankeyLeft)
    // Places keep the order they were given in: levels go from low to high.
    .nodeSort(() => 0)
    .nodeWidth(THICK)
    .nodePadding(14)
    .extent([
      [LABELS, TOP],
      [WIDTH - LABELS, TOP + height],
    ]);
  const graph = layout({
    nodes: [...left, ...right].map((node) => ({ ...node })),
    links: flows.map(({ from, to, value, text, tone, shade, flow }) => ({
      source: `left${from}`,
      target: `right${to}`,
      value,
      text,
      flow,
      tone,
      ...(shade === undefined ? {} : { shade }),
    })),
  });
  const [from, to] = chart.heads;
  return svg(chart, WIDTH, TOP + height + 8, [
    html`<text x="${LABELS + THICK}" y="12" text-anchor="end">${from}</text><text x="${WIDTH - LABELS - THICK}" y="12">${to}</text>`,
    ...graph.links.map(ribbon),
    ...graph.nodes.map(bar),
  ]);
}

function bar(node: Node): Markup {
  const { x0 = 0, x1 = 0, y0 = 0, y1 = 0 } = node;
  const at = node.side === 'left' ? { x: x0 - 8, anchor: 'end' } : { x: x1 + 8, anchor: 'start' };
  const middle = place((y0 + y1) / 2 + 4);
  return html`<rect class="${`kz-f-${node.tone}`}"${raw(strength(node))} x="${place(x0)}" y="${place(y0)}" width="${place(x1 - x0)}" height="${place(Math.max(1, y1 - y0))}"/><text class="kz-ink" x="${place(at.x)}" y="${middle}" text-anchor="${at.anchor}"><title>${node.name}</title>${fitted(node.name, TEXT, LABELS - 12)}</text>`;
}

function ribbon(link: Link): Markup {
  const { source, target, width = 0, y0 = 0, y1 = 0 } = link;
  if (typeof source !== 'object' || typeof target !== 'object') return html``;
  const [from, to] = [place(source.x1 ?? 0), place(target.x0 ?? 0)];
  const middle = place((from + to) / 2);
  const half = Math.max(0.5, width / 2);
  const edge = (side: 1 | -1) => ({ a: place(y0 + side * half), b: place(y1 + side * half) });
  const [upper, lower] = [edge(-1), edge(1)];
  const outline = `M${from} ${upper.a}C${middle} ${upper.a} ${middle} ${upper.b} ${to} ${upper.b}V${lower.b}C${middle} ${lower.b} ${middle} ${lower.a} ${from} ${lower.a}Z`;
  return html`<path class="${`kz-f-${link.tone}`} kz-flow" data-place="${link.flow}" d="${raw(outline)}"><title>${link.text}</title></path>`;
}

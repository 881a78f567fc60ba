import { shareBar } from '../charts/index.ts';
import { html } from '../markup/index.ts';
import { DASH, empty, named, type Row, right, type Section, table } from './parts.ts';
import type { Setting } from './setting.ts';

export function segmentsSection(setting: Setting): Section {
  const { plan, figures, words, numbers } = setting;
  const title = words({ en: 'Segments', ja: 'セグメント' });
  const none = words({
    en: 'The program names no segments: `segments:` says which members to look at together.',
    ja: 'プログラムにセグメントがありません。まとめて見たい会員を `segments:` に書いてください。',
  });
  if (figures.segments.length === 0) return { id: 'segments', title, body: empty(none) };
  const all = figures.members;
  const rows = figures.segments.map(({ name, members }): Row => {
    const own = plan.named.find((each) => each.kind === 'segment' && each.name === name);
    return {
      head: named(setting, own?.title ?? { en: name, ja: name }, name),
      cells: [
        html`${numbers.count(members)}`,
        all === 0 ? DASH : html`${numbers.percent({ n: BigInt(members), d: BigInt(all) })}`,
        html`<span class="bar">${shareBar(all === 0 ? 0 : members / all, { tone: 'accent' })}</span>`,
      ],
    };
  });
  const columns = [
    { title: words({ en: 'Segment', ja: 'セグメント' }) },
    right(words({ en: 'Members at the end', ja: '期末の会員数' })),
    right(words({ en: 'Of all members', ja: '全会員に対する割合' })),
    { title: '' },
  ];
  return { id: 'segments', title, body: table(title, columns, rows) };
}

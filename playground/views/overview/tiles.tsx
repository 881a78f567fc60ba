import { useState } from 'react';
import type { ReplayResult } from '../../contract/index.ts';
import { useSay } from '../../words/index.ts';
import { useDrawing, useWriting, WithCode } from '../figures/index.ts';
import { KpiTile } from './kpi-tile.tsx';
import { CostTile, LiabilityTile } from './money-tiles.tsx';

/** What the program is measured by, and what it costs and owes; one at a time opens its course. */
export function Tiles({ result }: { readonly result: ReplayResult }) {
  const say = useSay();
  const setting = useDrawing(result.candidate);
  const writing = useWriting(result);
  const [open, setOpen] = useState<string>();
  const { kpis } = result.candidate.plan;
  const own = new Set(kpis.map(({ name }) => name));
  const dropped = result.base?.plan.kpis.filter(({ name }) => !own.has(name)) ?? [];
  const door = (key: string) => ({
    isOpen: open === key,
    onToggle: () => setOpen(open === key ? undefined : key),
  });
  const shown = { result, setting, writing };
  return (
    <section aria-label={say({ en: 'KPIs, cost and liability', ja: 'KPI・費用・ポイント負債' })}>
      {kpis.length === 0 && (
        <p className="empty">
          <WithCode
            text={say({
              en: 'The program states no KPIs: `kpis:` says what it is to be measured by.',
              ja: 'プログラムに KPI がありません。何で評価するかを `kpis:` に書いてください。',
            })}
          />
        </p>
      )}
      <ul className="tiles">
        {kpis.map((kpi, index) => (
          <KpiTile key={kpi.name} kpi={kpi} index={index} {...shown} {...door(`kpi ${kpi.name}`)} />
        ))}
        <CostTile {...shown} {...door('cost')} />
        <LiabilityTile {...shown} {...door('liability')} />
      </ul>
      {dropped.length > 0 && (
        <p className="muted">
          {say({ en: 'Only in the base: ', ja: '変更前にのみある KPI: ' })}
          {dropped.map(({ title }) => say(title)).join(say({ en: ', ', ja: '、' }))}
        </p>
      )}
    </section>
  );
}

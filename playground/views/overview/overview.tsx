import './overview.css';
import { usePage } from '../../state/index.ts';
import { NoResult } from '../figures/index.ts';
import { Aim } from './aim.tsx';
import { Flows } from './flows.tsx';
import { Loyalties } from './loyalties.tsx';
import { Rails } from './rails.tsx';
import { Tiles } from './tiles.tsx';

/** KPIs against their targets, what the program costs and owes, and which loyalty it builds. */
export function Overview() {
  const result = usePage((state) => state.result);
  if (result === undefined) return <NoResult />;
  return (
    <div className="figures overview">
      <div className="overview-top">
        <Aim result={result} />
        <Rails result={result} />
      </div>
      <div className="overview-columns">
        <Tiles result={result} />
        <Loyalties result={result} />
      </div>
      <Flows result={result} />
    </div>
  );
}

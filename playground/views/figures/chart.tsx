import { useLayoutEffect, useRef } from 'react';
import type { Markup } from '../../../report/index.ts';

/** A drawing of the report on the page. */
export function Chart({ chart: { markup } }: { readonly chart: Markup }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (place.current !== null) place.current.innerHTML = markup;
  }, [markup]);
  return <div className="chart" ref={place} />;
}

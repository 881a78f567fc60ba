import { type Ref, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import type { Markup } from '../../report/index.ts';

/**
 * A drawing of the report on the page; `ref` is the element around it. Every text in the markup was escaped on its way in, and a
 * parsed document runs nothing, so what a program calls itself stays text. In place before anything is painted.
 */
export function Drawing({
  markup: { markup },
  ref,
}: {
  readonly markup: Markup;
  readonly ref?: Ref<HTMLElement>;
}) {
  const place = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const parsed = new DOMParser().parseFromString(markup, 'text/html');
    place.current?.replaceChildren(...document.importNode(parsed.body, true).childNodes);
  }, [markup]);
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => place.current, []);
  return <span className="drawing" ref={place} />;
}

/** The marks of a drawing that stand for something, with the index of what they stand for. */
export function marksIn(drawing: Element): readonly (readonly [SVGElement, number])[] {
  return [...drawing.querySelectorAll<SVGElement>('[data-place]')].map((mark) => [
    mark,
    Number(mark.dataset.place),
  ]);
}

/** The index of what a mark stands for, on which something happened. */
export function placeOf({ target }: Event): number | undefined {
  const mark = target instanceof Element ? target.closest<SVGElement>('[data-place]') : undefined;
  return mark ? Number(mark.dataset.place) : undefined;
}

/** Makes each mark of a drawing a button, for the pointer and the keyboard; gives what takes it all back. */
export function letPick(drawing: Element, pick: (place: number) => void): () => void {
  const gone = new AbortController();
  const { signal } = gone;
  // The marks of a picture are no buttons to whoever listens: it becomes a group of them.
  drawing.querySelector('svg')?.setAttribute('role', 'group');
  for (const [mark] of marksIn(drawing)) {
    mark.setAttribute('role', 'button');
    mark.setAttribute('tabindex', '0');
    mark.setAttribute('aria-label', mark.querySelector('title')?.textContent ?? '');
    mark.classList.add('pickable');
  }
  const act = (event: Event): void => {
    const place = placeOf(event);
    if (place !== undefined) pick(place);
  };
  drawing.addEventListener('click', act, { signal });
  drawing.addEventListener(
    'keydown',
    (event) => {
      if (!(event instanceof KeyboardEvent) || (event.key !== 'Enter' && event.key !== ' ')) return;
      event.preventDefault();
      act(event);
    },
    { signal },
  );
  return () => gone.abort();
}

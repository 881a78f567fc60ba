import type { ReactNode } from 'react';

/** A stop of the Tab key though nothing can be pressed there: it can be scrolled. */
const REACHED = { tabIndex: 0 };

/** What may be larger than its place: the keyboard reaches it, so that it can be scrolled without a pointer. */
export function Scrolled({
  label,
  className,
  children,
}: {
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <section className={`scrolled ${className ?? ''}`} aria-label={label} {...REACHED}>
      {children}
    </section>
  );
}

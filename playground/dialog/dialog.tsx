import './dialog.css';
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { useSay } from '../words/index.ts';

/** A sheet above the page: the browser keeps the keyboard inside it, and Escape puts it away. */
export function Dialog({
  title,
  onClose,
  children,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const sheet = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const say = useSay();
  // Before the sheet is taken out of the page: then the browser gives the keyboard back to whoever opened it.
  useLayoutEffect(() => {
    const own = sheet.current;
    own?.showModal();
    return () => own?.close();
  }, []);
  return (
    <dialog className="sheet" ref={sheet} aria-labelledby={heading} onCancel={onClose}>
      <header className="sheet-head">
        <h2 id={heading}>{title}</h2>
        <button type="button" className="button quiet" onClick={onClose}>
          {say({ en: 'Close', ja: '閉じる' })}
        </button>
      </header>
      <div className="sheet-body">{children}</div>
    </dialog>
  );
}

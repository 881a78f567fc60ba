import { type KeyboardEvent, type ReactNode, useRef } from 'react';

interface Tab<Key extends string> {
  readonly key: Key;
  readonly title: string;
  /** A count or a sign beside it. */
  readonly beside?: ReactNode;
}

/** Tabs, to be walked with the arrow keys; `controls`: the id of what they show, `prefix`: what their own ids begin with. */
export function TabList<Key extends string>({
  label,
  prefix,
  tabs,
  chosen,
  controls,
  onChoose,
}: {
  readonly label: string;
  readonly prefix: string;
  readonly tabs: readonly Tab<Key>[];
  readonly chosen: Key;
  readonly controls: string;
  readonly onChoose: (key: Key) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const walk = (event: KeyboardEvent): void => {
    const at = tabs.findIndex(({ key }) => key === chosen);
    const places: Readonly<Record<string, number>> = {
      ArrowLeft: (at + tabs.length - 1) % tabs.length,
      ArrowRight: (at + 1) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    };
    const next = places[event.key];
    const tab = next === undefined ? undefined : tabs[next];
    if (tab === undefined || next === undefined) return;
    event.preventDefault();
    onChoose(tab.key);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={walk}>
      {tabs.map(({ key, title, beside }) => (
        <button
          type="button"
          key={key}
          id={`${prefix}-${key}`}
          className="tab"
          role="tab"
          aria-selected={key === chosen}
          aria-controls={controls}
          tabIndex={key === chosen ? 0 : -1}
          onClick={() => onChoose(key)}
        >
          {title}
          {beside}
        </button>
      ))}
    </div>
  );
}

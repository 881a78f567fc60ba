import './gallery.css';
import entries from 'virtual:kizuna-gallery';
import { type KeyboardEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { MECHANISMS, type MechanismId } from '../../report/index.ts';
import type { Language } from '../../schema/index.ts';
import type { Documents } from '../contract/index.ts';
import { SayProvider, useSay } from '../words/index.ts';
import { Card } from './card.tsx';
import { Chips } from './chips.tsx';
import { choices, found, telling } from './chosen.ts';
import { loadProgram } from './programs.ts';
import { neighbour } from './walk.ts';

export interface GalleryProps {
  readonly language: Language;
  /** A program was picked; its documents are there. The gallery does not close by itself. */
  readonly onPick: (slug: string, documents: Documents) => void;
  readonly onClose: () => void;
}

const ORDER = Object.values(MECHANISMS).map(({ id }) => id);

/** All programs of the project as cards, to be searched by words and by mechanism; a dialog over the page. */
export function Gallery({ language, onPick, onClose }: GalleryProps) {
  return (
    <SayProvider language={language}>
      <Sheet language={language} onPick={onPick} onClose={onClose} />
    </SayProvider>
  );
}

function Sheet({ language, onPick, onClose }: GalleryProps) {
  const say = useSay();
  const dialog = useRef<HTMLDialogElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<readonly MechanismId[]>([]);
  const [opening, setOpening] = useState<string | undefined>();
  const [failed, setFailed] = useState<string | undefined>();
  const shown = useMemo(() => found(entries, query, chosen, language), [query, chosen, language]);
  const chips = useMemo(() => choices(entries, shown, chosen, ORDER), [shown, chosen]);

  // Its end comes before the sheet is taken out of the page, so that the keyboard goes back to whoever opened it.
  useLayoutEffect(() => {
    const sheet = dialog.current;
    if (sheet === null) return;
    sheet.showModal();
    search.current?.focus();
    return () => sheet.close();
  }, []);

  const toggle = (id: MechanismId): void =>
    setChosen(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  const clear = (): void => {
    setQuery('');
    setChosen([]);
    search.current?.focus();
  };
  const pick = (slug: string): void => {
    setOpening(slug);
    setFailed(undefined);
    loadProgram(slug).then(
      (documents) => onPick(slug, documents),
      () => {
        setOpening(undefined);
        setFailed(slug);
      },
    );
  };
  const walk = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const cards = [...(dialog.current?.querySelectorAll<HTMLElement>('.gallery-pick') ?? [])];
    if (event.target === search.current) {
      const [first] = cards;
      const [best] = shown;
      if (event.key === 'ArrowDown' && first !== undefined) {
        event.preventDefault();
        first.focus();
      } else if (event.key === 'Enter' && best !== undefined) {
        event.preventDefault();
        pick(best.slug);
      }
      return;
    }
    const at = cards.indexOf(event.target as HTMLElement);
    const next =
      at < 0
        ? undefined
        : neighbour(
            event.key,
            at,
            cards.map((card) => Math.round(card.getBoundingClientRect().top)),
          );
    if (next === undefined) return;
    event.preventDefault();
    if (next === 'above') search.current?.focus();
    else cards[next]?.focus();
  };
  const title = say({ en: 'Programs', ja: 'プログラム一覧' });
  const count = say({
    en: `${shown.length} of ${entries.length} programs`,
    ja: `${entries.length} 件中 ${shown.length} 件`,
  });
  return (
    <dialog
      ref={dialog}
      className="sheet gallery"
      aria-labelledby="gallery-heading"
      onKeyDown={walk}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className="gallery-head">
        <h2 id="gallery-heading">{title}</h2>
        <input
          ref={search}
          type="search"
          className="field gallery-search"
          value={query}
          aria-label={say({ en: 'search programs', ja: 'プログラムを検索' })}
          placeholder={say({ en: 'a name, a mechanism, a word of a rule', ja: '名前、仕組み、ルールの言葉' })}
          onChange={(event) => setQuery(event.target.value)}
        />
        <span className="muted" role="status">
          {count}
        </span>
        <button type="button" className="button quiet" onClick={onClose}>
          {say({ en: 'Close', ja: '閉じる' })}
        </button>
      </header>
      <Chips choices={chips} onToggle={toggle} />
      {failed !== undefined && (
        <p className="gallery-failed bad" role="alert">
          {say({
            en: `${failed} could not be loaded. Is the page still being served?`,
            ja: `${failed} を読み込めませんでした。ページの配信が続いているかご確認ください。`,
          })}
        </p>
      )}
      {shown.length === 0 ? (
        <p className="empty gallery-none">
          {say({
            en: 'No program has all of this. Search for another word, or deselect one of the mechanisms above.',
            ja: 'すべての条件に当てはまるプログラムはありません。別の言葉で検索するか、上で選んだ仕組みを外してください。',
          })}{' '}
          <button type="button" className="link" onClick={clear}>
            {say({ en: 'Show all programs', ja: 'すべて表示' })}
          </button>
        </p>
      ) : (
        <ul className="gallery-list" aria-label={title}>
          {shown.map((entry) => (
            <Card
              key={entry.slug}
              entry={entry}
              telling={telling(entry, entries, chosen)}
              chosen={chosen}
              isOpening={opening === entry.slug}
              onPick={() => pick(entry.slug)}
            />
          ))}
        </ul>
      )}
    </dialog>
  );
}

import { type GalleryEntry, MECHANISMS, type MechanismId } from '../../report/index.ts';
import { useSay } from '../words/index.ts';

/** So many mechanisms stand on a card; the rest is a number. */
const SHOWN = 5;

/** A program to be picked: what it is called, what it is for, and what it is made of. */
export function Card({
  entry,
  telling,
  chosen,
  isOpening,
  onPick,
}: {
  readonly entry: GalleryEntry;
  /** Its mechanisms, those that say most about it first. */
  readonly telling: readonly MechanismId[];
  readonly chosen: readonly MechanismId[];
  readonly isOpening: boolean;
  readonly onPick: () => void;
}) {
  const say = useSay();
  const s = (count: number) => (count === 1 ? '' : 's');
  const size = say({
    en: `${entry.rules} rule${s(entry.rules)} · ${entry.levels} tier${s(entry.levels)} · ${entry.rewards} reward${s(entry.rewards)}`,
    ja: `ルール ${entry.rules} · 会員ランク ${entry.levels} · 特典 ${entry.rewards}`,
  });
  const shown = telling.slice(0, Math.max(SHOWN, chosen.length));
  const more = telling.length - shown.length;
  const about = entry.purpose ?? entry.description;
  const id = `gallery-${entry.slug}`;
  return (
    <li className="gallery-card" aria-busy={isOpening}>
      <h3 className="gallery-title" title={say(entry.title)}>
        {/* All of the card is its surface (gallery.css); its name is the title alone. */}
        <button
          type="button"
          className="gallery-pick"
          aria-describedby={`${id}-about ${id}-size`}
          onClick={onPick}
        >
          {say(entry.title)}
        </button>
      </h3>
      <p className="gallery-about" id={`${id}-about`}>
        {about !== undefined && say(about)}
      </p>
      <ul className="gallery-tags" aria-label={say({ en: 'mechanisms', ja: '仕組み' })}>
        {shown.map((each) => (
          <li className={chosen.includes(each) ? 'gallery-tag chosen' : 'gallery-tag'} key={each}>
            {say(MECHANISMS[each].label)}
          </li>
        ))}
        {more > 0 && (
          <li className="gallery-more muted">{say({ en: `+${more} more`, ja: `ほか ${more}` })}</li>
        )}
      </ul>
      <p className="gallery-size muted" id={`${id}-size`}>
        <span>
          {size} · {entry.currency}
        </span>
        <code>{entry.slug}</code>
      </p>
    </li>
  );
}

import { useId, useState } from 'react';
import { useLanguage, useSay } from '../words/index.ts';

const SIZES = [10_000, 100_000, 1_000_000] as const;

/** Made-up histories: how many events, and from which seed. */
export function Samples({
  isBusy,
  seed: first,
  onGenerate,
}: {
  readonly isBusy: boolean;
  /** Of the history at hand, where it is made up. */
  readonly seed: number;
  readonly onGenerate: (events: number, seed: number) => void;
}) {
  const say = useSay();
  const language = useLanguage();
  const [seed, setSeed] = useState(String(first));
  const field = useId();
  const number = Number(seed);
  const isSeed = /^\d{1,15}$/.test(seed);
  return (
    <section className="history-section" aria-labelledby={`${field}-title`}>
      <h3 id={`${field}-title`}>{say({ en: 'A made-up history', ja: '生成した履歴' })}</h3>
      <p className="muted">
        {say({
          en: 'Customers come, spend, return things and redeem as a seeded model of customers says.',
          ja: '来店、購入、返品、特典の利用を、シードで決まる顧客モデルから作ります。',
        })}
      </p>
      <div className="history-line">
        {SIZES.map((size) => (
          <button
            key={size}
            type="button"
            className="button"
            disabled={isBusy || !isSeed}
            onClick={() => onGenerate(size, number)}
          >
            {say({
              en: `${size.toLocaleString('en')} events`,
              ja: `${size.toLocaleString(language)} 件のイベント`,
            })}
          </button>
        ))}
        <label className="history-seed" htmlFor={field}>
          {say({ en: 'Seed', ja: 'シード' })}
          <input
            id={field}
            className="field"
            inputMode="numeric"
            value={seed}
            aria-invalid={!isSeed}
            onChange={(event) => setSeed(event.target.value.trim())}
          />
        </label>
      </div>
    </section>
  );
}

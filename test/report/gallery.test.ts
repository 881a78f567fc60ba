import { describe, expect, it } from 'vitest';
import { MECHANISMS, type MechanismId, mechanismsOf, searchGallery } from '../../report/index.ts';
import { gallery, planOf } from './gallery-programs.ts';

const ENTRIES = gallery();
const using = (id: MechanismId) =>
  ENTRIES.filter(({ mechanisms }) => mechanisms.includes(id)).map(({ slug }) => slug);

// What the READMEs of the programs say that they do, and what they say they do not.
const SAID: readonly [MechanismId, readonly string[], readonly string[]][] = [
  ['tier', ['starbucks-rewards-jp', 'tea-house', 'rolling-twelve'], ['muji-good-program', 'inageya']],
  [
    'several_ladders',
    ['united-million-miler', 'loyal-customers', 'ana-mileage-club'],
    ['tea-house', 'd-point-rank'],
  ],
  // "a status of the year beside a status of a lifetime"; years of purchase "stay counted".
  [
    'lifetime_tier',
    ['united-million-miler', 'loyal-customers'],
    ['tea-house', 'rolling-twelve', 'd-point-rank'],
  ],
  // "the last twelve months, worked out again on every 1st"; "three months decide".
  [
    'rolling_tier',
    ['rolling-twelve', 'd-point-rank', 'loyal-customers'],
    ['tea-house', 'united-million-miler', 'ana-mileage-club'],
  ],
  ['tenure_tier', ['tea-house'], ['rolling-twelve']],
  // "stages that fall one by one".
  ['stepwise_drop', ['kamada-soy', 'training-certification'], ['tea-house', 'starbucks-rewards-jp']],
  // Ambassadors are chosen, certificates are awarded, a Gold year is renewed.
  [
    'granted_tier',
    ['user-group', 'training-certification', 'starbucks-rewards-jp'],
    ['tea-house', 'ana-mileage-club'],
  ],
  // Premium points to rise by; e-tickets; recognition that cannot be spent.
  [
    'counter',
    ['ana-mileage-club', 'united-million-miler', 'starbucks-rewards-jp', 'user-group'],
    ['tea-house', 'muji-good-program'],
  ],
  ['several_points', ['ana-mileage-club', 'kamada-soy'], ['tea-house', 'd-point-stage']],
  // "points that live with every order"; a Diamond's miles live three years after it.
  ['sliding_expiry', ['kamada-soy', 'ana-mileage-club'], ['tea-house', 'rolling-twelve', 'd-point-rank']],
  // "points that wait for payment and delivery".
  ['pending', ['letao', 'online-retail-club', 'tea-house'], ['starbucks-rewards-jp', 'ana-mileage-club']],
  ['tier_bonus', ['tea-house', 'ana-mileage-club'], ['starbucks-rewards-jp', 'muji-good-program']],
  // "capped points for what members do without buying".
  ['limit', ['muji-good-program', 'd-point-rank', 'tea-house'], ['ana-mileage-club', 'united-million-miler']],
  [
    'engagement',
    ['muji-good-program', 'user-group', 'starbucks-rewards-jp'],
    ['cdnow-club', 'online-retail-club', 'inageya'],
  ],
  // "vouchers by frequency and volume".
  ['settle', ['b2b-partner', 'training-certification'], ['tea-house', 'rolling-twelve']],
  ['basket', ['tea-house'], ['inageya', 'cdnow-club']],
  // 54 to 60 JPY; "a revision is a second date".
  ['dated_terms', ['tea-house', 'starbucks-rewards-jp', 'd-point-rank'], ['cdnow-club', 'kamada-soy']],
  // 1 CUP 5 STARS ran for two weeks; both openings of early access have their days.
  ['campaign', ['starbucks-rewards-jp', 'tea-house', 'early-access'], ['cdnow-club', 'rolling-twelve']],
  [
    'birthday',
    ['birthday-anniversary', 'tea-house', 'd-point-stage', 'd-point-rank', 'kamada-soy'],
    ['muji-good-program', 'starbucks-rewards-jp', 'inageya'],
  ],
  ['anniversary', ['birthday-anniversary', 'cosmetics-loyalty'], ['tea-house', 'd-point-stage']],
  ['welcome', ['birthday-anniversary'], ['tea-house', 'muji-good-program']],
  ['referral', ['user-group', 'kamada-soy'], ['tea-house', 'starbucks-rewards-jp', 'early-access']],
  [
    'win_back',
    ['tea-house', 'cdnow-club', 'online-retail-club'],
    ['ana-mileage-club', 'muji-good-program', 'birthday-anniversary'],
  ],
  // The data of CDNOW have no returns.
  ['reversal', ['tea-house', 'online-retail-club'], ['cdnow-club']],
  ['taken', ['kamada-soy', 'starbucks-rewards-jp'], ['tea-house']],
  ['benefit', ['ana-mileage-club', 'retail-loyalty', 'tea-house'], ['cdnow-club', 'muji-good-program']],
  ['guardrails', ['tea-house', 'letao'], ['cdnow-club']],
];

describe('a consultant who looks for a mechanism', () => {
  it.each(SAID)('%s: finds the programs that have it and no others', (id, has, hasNot) => {
    const found = using(id);
    expect(found).toEqual(expect.arrayContaining([...has]));
    expect(found.filter((slug) => hasNot.includes(slug))).toEqual([]);
  });

  it.each(Object.values(MECHANISMS))('$id is named and explained in both languages', ({ label, meaning }) => {
    expect(label.ja).toMatch(/[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]|KPI/u);
    expect(label.en).toMatch(/^[\x20-\x7e]+$/);
    expect(meaning.en).toMatch(/^[A-Z].*\.$/);
    expect(meaning.ja).toMatch(/。$/);
  });

  it('sees what only the program of somebody else has', () => {
    const plan = planOf(`kizuna: 1
program: other
version: "1"
currency: JPY
timezone: Asia/Tokyo
events: { purchase: { amount: JPY }, undo: { reverses: redeem } }
points: { star: {} }
groups: { bonus: { pick: highest } }
rules:
  big: { on: purchase, when: amount >= 10_000 JPY, give: 20 stars, group: bonus }
  weekly: { on: purchase, when: streak(purchase by week) >= 3, give: 10 stars, group: bonus }
rewards: { cup: { price: 10 stars } }
`);
    expect(mechanismsOf(plan).map(({ id }) => id)).toEqual([
      'points',
      'exclusive',
      'group',
      'streak',
      'redemption_reversal',
      'reward',
    ]);
  });
});

describe('an entry', () => {
  it('says what a program is for and how large it is', () => {
    // Five rules; silver and gold, the base not counted; one cup.
    expect(ENTRIES.find(({ slug }) => slug === 'tea-house')).toMatchObject({
      title: { en: 'Tea House Club', ja: 'ティーハウスクラブ' },
      purpose: {
        en: 'Bring first-time guests back within 90 days, then make them fans.',
        ja: '初めてのお客様に90日以内に再来店していただき、ファンになっていただく。',
      },
      rules: 5,
      levels: 2,
      rewards: 1,
      currency: 'JPY',
    });
  });

  it('is plain data, so that it can be put into a file', () => {
    expect(JSON.parse(JSON.stringify(ENTRIES))).toEqual(ENTRIES);
  });
});

describe('searching', () => {
  const found = (query: string, language: 'en' | 'ja' = 'en') =>
    searchGallery(ENTRIES, query, language).map(({ slug }) => slug);

  it.each([
    ['starbucks', 'en', 'starbucks-rewards-jp'],
    ['STARBUCKS', 'ja', 'starbucks-rewards-jp'],
    ['スターバックス', 'en', 'starbucks-rewards-jp'],
    ['ｽﾀｰﾊﾞｯｸｽ', 'ja', 'starbucks-rewards-jp'],
    ['tea house', 'en', 'tea-house'],
    ['ティーハウス', 'ja', 'tea-house'],
    ['million miler', 'en', 'united-million-miler'],
    ['CDNOW', 'en', 'cdnow-club'],
    ['one cup 5 stars', 'en', 'starbucks-rewards-jp'],
  ] as const)('%s (%s) finds %s first', (query, language, slug) => {
    expect(found(query, language)[0]).toBe(slug);
  });

  it.each([
    ['referral', ['kamada-soy', 'user-group']],
    ['紹介', ['kamada-soy', 'user-group']],
    ['友だち紹介', ['kamada-soy', 'user-group']],
    ['lifetime tier', ['loyal-customers', 'united-million-miler']],
    ['生涯ステータス', ['loyal-customers', 'united-million-miler']],
  ] as const)('%s finds those that have it', (query, slugs) => {
    expect(found(query)).toEqual(expect.arrayContaining([...slugs]));
    expect(found(query)).not.toContain('cdnow-club');
  });

  it.each([
    ['caps', 'cap'],
    ['Birthdays', 'birthday'],
    ['bonuses', 'bonus'],
  ])('finds by %s what it finds by %s', (several, one) => {
    expect(found(several)).not.toEqual([]);
    expect(new Set(found(one))).toEqual(new Set([...found(one), ...found(several)]));
  });

  it('asks for every word', () => {
    expect(found('referral')).toContain('user-group');
    expect(found('referral soy')).toEqual(['kamada-soy']);
    expect(found('referral zebra')).toEqual([]);
  });

  it('finds hiragana and katakana alike', () => {
    expect(found('きゃんぺーん', 'ja')).toEqual(found('キャンペーン', 'ja'));
    expect(found('キャンペーン', 'ja')).toContain('tea-house');
  });

  it('shows everything as it stands while nothing is asked', () => {
    expect(searchGallery(ENTRIES, '  ', 'en')).toEqual(ENTRIES);
  });
});

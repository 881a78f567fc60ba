/** Sales as a shop's till writes them: headings in Japanese, two amounts, and some rows that nobody could use. */

export interface Sale {
  readonly member: string;
  readonly day: string;
  readonly amount: number;
  readonly id: string;
}

/** 40 members, each with a handful of purchases of 2026, always the same. */
export function sales(): readonly Sale[] {
  return Array.from({ length: 240 }, (_, index) => ({
    member: `K${String((index * 7) % 40).padStart(3, '0')}`,
    day: `2026-${String(1 + Math.floor(index / 24)).padStart(2, '0')}-${String(1 + ((index * 5) % 28)).padStart(2, '0')}`,
    amount: 300 + ((index * 137) % 2900),
    id: `R${String(index).padStart(4, '0')}`,
  }));
}

/** A day that there is not, an amount in words, and no member. */
const BAD = [
  '2026-13-40,K001,1000,1100,B1',
  '2026-03-03,K002,たくさん,1100,B2',
  '2026-03-04,,1000,1100,B3',
] as const;

/** What the customer paid stands in 税込金額; the rules count 税抜金額. */
export function salesCsv(): string {
  const rows = sales().map(
    ({ member, day, amount, id }) => `${day},${member},${amount},${Math.floor((amount * 11) / 10)},${id}`,
  );
  const [first, ...others] = rows;
  return `購入日,会員番号,税抜金額,税込金額,伝票番号\n${[first, ...BAD, ...others].join('\n')}\n`;
}

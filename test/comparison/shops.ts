import { compile } from '../../compiler/index.ts';
import type { Plan } from '../../schema/index.ts';

/** A shop with two kinds of points, a ladder, a segment, a KPI and guardrails. */
export const SHOP = `kizuna: 1
program: shop
version: "1"
title: { en: Shop, ja: 店 }
currency: JPY
timezone: Asia/Tokyo
members: { plan: [free, paid] }
events:
  purchase: { amount: JPY, shop: text }
  refund: { reverses: purchase by amount, amount?: JPY }
points:
  star: { expense: 2 JPY }
  mile: { decimals: 1 }
tiers:
  status:
    base: regular
    levels:
      silver: { reach: sum(purchase.amount) >= 1_000 JPY, until: forever }
      gold: { reach: sum(purchase.amount) >= 5_000 JPY, until: forever }
rules:
  base: { on: purchase, give: 1 star per 100 JPY of amount, builds: economic }
  flag: { on: purchase, when: shop = "Ginza", give: 1.5 miles, builds: behavioral }
segments:
  big: sum(purchase.amount) >= 2_000 JPY
  paying: member.plan = paid
kpis:
  revenue: { measure: total(sum(purchase.amount)) }
  repeat: { measure: share(count(purchase) >= 2 among count(purchase) >= 1), target: at least 50% }
guardrails:
  fair: losers at most 10%
  sales: change(revenue) >= 0 JPY
`;

export function planOf(text: string): Plan {
  const { value, diagnostics } = compile(text);
  if (value === undefined) throw new Error(diagnostics.map(({ message }) => message.en).join('\n'));
  return value;
}

/** The shop with one place of its text changed, which must be there once. */
export function shopWith(...changes: readonly (readonly [string, string])[]): Plan {
  let text = SHOP;
  for (const [from, to] of changes) {
    if (text.split(from).length !== 2) throw new Error(`\`${from}\` is not in the shop once`);
    text = text.replace(from, to);
  }
  return planOf(text);
}

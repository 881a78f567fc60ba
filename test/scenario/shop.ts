/** A small program with something of everything that a scenario may change. */
export const SHOP = `kizuna: 1
program: shop
currency: JPY
timezone: Asia/Tokyo
parameters:
  step: { 2024-04-01: 100 JPY }
  rate: { by: tier(status), regular: 0%, silver: 10%, platinum: 20%, otherwise: 5% }
members: { plan?: [free, paid] }
events:
  purchase: { amount: JPY }
  refund: { reverses: purchase by amount, amount?: JPY }
  visit: {}
points:
  point: { expense: 1 JPY, expires: earned + 12 months }
measures:
  spend: sum(purchase.amount during this year)
tiers:
  status:
    base: regular
    levels:
      silver: { reach: spend >= 30_000 JPY }
      platinum: { reach: spend >= 90_000 JPY }
rules:
  base: { on: purchase, give: 1 point per step of amount, builds: economic }
  bonus: { on: purchase, give: rate of award(base), builds: economic }
  visit: { on: visit, give: 5 points, limit: [1 per day, 9 per month], builds: behavioral }
rewards:
  cup: { price: 100 points, builds: economic }
segments:
  loyal: spend >= 50_000 JPY
standard: { purchase: purchase.amount, active: count(purchase during last 12 months) >= 1 }
kpis:
  repeat: { measure: repeat_rate(), target: at least 40% }
`;

/** A scenario over it, with so much more in it. */
export function shopWith(more: string): string {
  return `kizuna: 1\nscenario: idea\nprogram: ../program.yaml\n${more}\n`;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../../compiler/index.ts';
import { readHistory, runMember } from '../../runtime/index.ts';
import { dayOf, formatDay, type MemberHistory, type Plan } from '../../schema/index.ts';
import { ms, type Report, times } from './report.ts';
import { inTurn, of } from './series.ts';

const EVENTS = 5000;
const DAYS = 2000;
const FIRST_DAY = dayOf(2018, 1, 1);

async function historyOf(plan: Plan, members: number): Promise<readonly MemberHistory[]> {
  const names = Array.from({ length: members }, (_, index) => `m${index}`);
  const enrolments = names.map((member) => ({ member, type: 'enroll', at: formatDay(FIRST_DAY) }));
  const rows = Array.from({ length: EVENTS }, (_, index) => {
    const row = {
      member: names[index % members],
      id: `e${index}`,
      at: formatDay(FIRST_DAY + 1 + Math.floor((index * DAYS) / EVENTS)),
    };
    return index % 3 === 2
      ? { ...row, type: 'redeem', reward: 'cd' }
      : { ...row, type: 'purchase', amount: 10 + (index % 90), cds: 1 };
  });
  const text = [...enrolments, ...rows].map((row) => `${JSON.stringify(row)}\n`).join('');
  const bytes = new TextEncoder().encode(text);
  const { members: read, rejected } = await readHistory(plan, [{ name: 'history.jsonl', chunks: [bytes] }]);
  if (rejected.length > 0) throw new Error(`${rejected.length} rows of the long history do not fit`);
  return read;
}

/** Events of one member against the same events of many: what a long history costs beyond its length. */
export async function benchLongHistory(report: Report, folder: string): Promise<void> {
  const { value: plan } = compile(readFileSync(join(folder, 'program.yaml'), 'utf8'));
  if (plan === undefined) throw new Error(`${folder} does not compile`);
  report.title(`long history ${folder} (${EVENTS.toLocaleString('en')} events, ${DAYS} days)`);
  const run = (members: readonly MemberHistory[]) => () =>
    members.map((member) => runMember(plan, member, { until: FIRST_DAY + DAYS }));
  const timings = await inTurn(2, [
    { name: 'one', run: run(await historyOf(plan, 1)) },
    { name: 'many', run: run(await historyOf(plan, 1000)) },
  ]);
  const one = of(timings, 'one');
  const many = of(timings, 'many');
  report.add({
    what: 'reference engine, all events of one member',
    figure: ms(one),
    ratio: times(one.median / many.median),
  });
  report.add({ what: 'reference engine, the same of 1,000 members', figure: ms(many) });
}

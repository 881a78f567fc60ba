import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clubFolder } from './club.ts';
import { CLUB, folder, HISTORY, kizuna } from './command.ts';

let place: ReturnType<typeof clubFolder>;
const at = (name: string) => join(place.path, name);

beforeAll(() => {
  place = clubFolder();
});
afterAll(() => place.remove());

describe('explain', () => {
  const explain = (...args: string[]) =>
    kizuna(['explain', at('program.yaml'), '--history', at('history.jsonl'), ...args]);

  it('shows the values behind an award, and the limit that cut it', () => {
    const ran = explain('--member', 'm1', '--event', 'e2');
    expect(ran.exit).toBe(0);
    expect(ran.out).toContain('● rule base: gave 10 stars');
    expect(ran.out).toMatch(/program\.yaml:\d+ \| give: 1 star per yen_per_star of amount/);
    expect(ran.out).toContain('yen_per_star = 100 JPY');
    expect(ran.out).toContain('amount = 2,000 JPY');
    expect(ran.out).toContain('limit `30 stars per month` cut 20 stars to 10 stars (room 10 stars)');
    expect(ran.out).toContain('level status.silver: reached, until 2027-12-31');
    expect(ran.out).toContain('sum(purchase.amount during this year) = 4,000 JPY');
  });

  it('shows the part of a condition that was false, and only it', () => {
    const regular = explain('--member', 'm1', '--event', 'e2').out;
    expect(regular).toContain('○ rule bonus: did not fire: its condition is not met');
    expect(regular).toContain('tier(status) >= silver = no');
    expect(regular).not.toContain('amount >= 1_000 JPY =');
    const silver = explain('--member', 'm1', '--event', 'e3').out;
    expect(silver).toContain('amount >= 1_000 JPY = no');
    expect(silver).not.toContain('tier(status) >= silver = no');
    expect(silver).toContain('limit `30 stars per month` leaves no room');
  });

  it('tells a level that was held already from one that is new', () => {
    expect(explain('--member', 'm1', '--event', 'e2').out).toContain('silver: reached, until 2027-12-31');
    // e3 comes a day later in the same year: held until the same day.
    expect(explain('--member', 'm1', '--event', 'e3').out).toContain(
      'silver: still reached, until 2027-12-31 as before',
    );
    // In a whole life, what changed nothing is left out.
    expect(explain('--member', 'm1').out).not.toContain('still reached');
  });

  it('quotes the limit that left no room, and the dates of a rule outside them', () => {
    const silver = explain('--member', 'm1', '--event', 'e3').out;
    expect(silver).toMatch(/program\.yaml:24 \| limit: 30 stars per month/);
    const later = folder({
      'program.yaml': CLUB.replace(
        '    limit: 1 per day\n',
        '    during: { from: 2026-06-01, until: 2026-06-30 }\n',
      ),
      'history.jsonl': HISTORY,
    });
    const args = ['explain', later.path, '--history', join(later.path, 'history.jsonl'), '--member', 'm1'];
    const ran = kizuna([...args, '--event', 'e1']);
    later.remove();
    expect(ran.out).toContain('○ rule bonus: did not fire: outside its `during`');
    expect(ran.out).toMatch(/program\.yaml:30 \| during: \{ from: 2026-06-01, until: 2026-06-30 \}/);
  });

  it('says what a reversal takes back, that a level is kept, and what expired in the night', () => {
    const rows = [
      { member: 'm1', at: '2026-05-01T10:00', type: 'purchase', id: 'e1', amount: 3000 },
      { member: 'm1', at: '2026-05-02T10:00', type: 'refund', id: 'r1', of: 'e1', amount: 1000 },
      { member: 'm1', at: '2026-05-03T10:00', type: 'refund', id: 'r2', of: 'e1' },
    ];
    const night = folder({
      'program.yaml': CLUB.replace('star: {}', 'star: { expires: earned + 1 day }'),
      'history.jsonl': rows
        .slice(0, 2)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(''),
      'whole.jsonl': rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    });
    const run = (...args: string[]) => kizuna(['explain', night.path, '--member', 'm1', ...args]).out;
    const refund = run('--history', join(night.path, 'history.jsonl'), '--event', 'r1');
    const life = run('--history', join(night.path, 'history.jsonl'), '--until', '2026-05-03');
    const rest = run('--history', join(night.path, 'whole.jsonl'), '--event', 'r2');
    night.remove();
    expect(refund).toContain('● takes back 1,000 JPY of purchase e1');
    // 2 000 JPY are left of 3 000, and silver asks 3 000; it was given until the end of next year.
    expect(refund).toContain('silver: not reached again, held until 2027-12-31 all the same');
    // 30 stars less a third: 20, of one lot, gone on the morning of the 3rd.
    expect(life).toContain('2026-05-03  start of the day\n  ● 20 stars expired: the last day has passed\n');
    expect(rest).toContain('● takes back what is left of purchase e1');
  });

  it('speaks Japanese, also in its tables', () => {
    const ran = explain('--member', 'm2', '--lang', 'ja');
    expect(ran.exit).toBe(0);
    expect(ran.out).toMatch(/日時 +種類 .*残高\/保留\n {2}2026-05-05 10:00 {2}付与 {2}star/);
    expect(ran.out).toContain('ルール base: 15 star を付与');
    expect(ran.out).toContain('特典 cup: 10 star を使用');
  });

  it.each([
    [['--member', 'nobody'], 'there is no member `nobody` in this history\n   = help: there are `m1`, `m2`'],
    [
      ['--member', 'm1', '--event', 'e99'],
      'member `m1` has no event `e99`\n   = help: there are `e1`, `e2`, `e3`',
    ],
    [['--member', 'm1', '--event', 'r1'], 'names `e9`, which this member never did'],
  ])('answers %j in words, exit 2', (args, words) => {
    const ran = explain(...args);
    expect(ran.exit).toBe(2);
    expect(ran.err).toContain(words);
  });
});

describe('plan', () => {
  it('prints what a program compiles to', () => {
    const ran = kizuna(['plan', at('program.yaml')]);
    expect(ran).toMatchObject({ exit: 0, err: '' });
    expect(ran.out).toContain('sum(purchase.amount during this year)');
  });

  it('shows why a program does not compile', () => {
    const ran = kizuna(['plan', at('broken.yaml')]);
    expect(ran).toMatchObject({ exit: 1, out: '' });
    expect(ran.err).toContain('broken.yaml:18:');
  });
});

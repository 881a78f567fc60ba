import { describe, expect, it } from 'vitest';
import { sectionCsv, toCsv } from '../../report/section/index.ts';

// If it fails, a table that a consultant exports breaks apart in a spreadsheet, or runs what somebody named a member.
describe('tables as CSV', () => {
  it('quote what would part cells or lines, and what begins or ends in a space', () => {
    expect(toCsv([['a,b', 'say "so"', 'two\nlines', ' spaced '], []])).toBe(
      '"a,b","say ""so""","two\nlines"," spaced "\r\n\r\n',
    );
  });

  it('write numbers exactly and nothing where there is none', () => {
    expect(toCsv([[0.1, 12345678901234567890n, undefined, '', -3]])).toBe(
      '0.1,12345678901234567890,,,-3\r\n',
    );
  });

  it.each(['=HYPERLINK("http://x")', '+cmd|calc', '-2+3', '-A1', '@SUM(A1)', '\t=1', '＝1+1', '+1 stars('])(
    'let no text become a formula: %s',
    (text) => {
      const [cell = ''] = toCsv([[text]]).split('\r\n');
      expect(cell.replace(/^"/, '')).toMatch(/^'/);
    },
  );

  it.each(['-3', '+1.2 pp', '+1.2%ポイント', '-¥1,200', '+3.5万', '-12%', '+1,200 stars', '2026-03', 'm-1'])(
    'leave figures and names as they are: %s',
    (text) => {
      expect(toCsv([[text]]).replaceAll('"', '')).toBe(`${text}\r\n`);
    },
  );

  it('leave a section its figures, and drop its dashes and marks', () => {
    const section = {
      title: 'Points',
      columns: [{ title: '' }, { title: 'change', align: 'right' as const }, { title: 'target' }],
      rows: [
        ['`star`', '−1,200', '-'],
        [{ text: '=total', tone: 'strong' as const }, { text: '+3.0 pp', tone: 'good' as const }, '–'],
      ],
      notes: ['not in the file'],
      isDetail: false,
    };
    expect(sectionCsv(section)).toBe('Points,change,target\r\nstar,"-1,200",\r\n\'=total,+3.0 pp,\r\n');
  });
});

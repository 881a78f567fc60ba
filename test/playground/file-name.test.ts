import { describe, expect, it } from 'vitest';
import { fileName } from '../../playground/tables/file-name.ts';

// If it fails, a chart that is saved has a name that a file system refuses, or that says nothing.
describe('names of saved figures', () => {
  it('say the program and what is shown, in either language', () => {
    expect(fileName('tea-house', 'Cost by month')).toBe('tea-house-cost-by-month');
    expect(fileName('tea-house', '月ごとの費用（円）')).toBe('tea-house-月ごとの費用-円');
  });

  it('hold nothing that leads elsewhere or that no file system takes', () => {
    expect(fileName('../..', 'a/b\\c:d*e?"f"<g>|h\n')).toBe('a-b-c-d-e-f-g-h');
    expect(fileName('', '...')).toBe('kizuna');
    expect([...fileName('p', '付与'.repeat(200))]).toHaveLength(80);
  });
});

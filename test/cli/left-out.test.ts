import { describe, expect, it } from 'vitest';
import type { FailedMember } from '../../cli/replaying/index.ts';
import { tellFailed } from '../../cli/run-trouble.ts';
import { terminalOf } from '../../cli/terminal/index.ts';

const failed: readonly FailedMember[] = [
  { member: 'm17', why: 'late', reason: '60000 ms' },
  { member: 'm41', why: 'died', reason: 'exit 1' },
  { member: 'm58', why: 'gave-up', reason: 'unreachable' },
];

function told(language: 'en' | 'ja', members: readonly FailedMember[]): string {
  let text = '';
  const stream = {
    write: (line: string) => {
      text += line;
    },
  };
  tellFailed(terminalOf(stream, stream, {}, language), members);
  return text;
}

// If it fails, a member is missing from every figure and nobody is told who, or why.
describe('members who are left out', () => {
  it('are named, with the reason and what to do', () => {
    expect(told('en', failed)).toBe(
      [
        'error[not-replayed] member `m17` is left out: their replay took too long (60000 ms)',
        'error[not-replayed] member `m41` is left out: the thread that replayed them ended (exit 1)',
        'error[not-replayed] member `m58` is left out: the program failed on them (unreachable)',
        '   = help: `--engine reference` replays without threads and time limit; `--time-limit` sets another limit',
        '',
      ].join('\n'),
    );
    expect(told('ja', failed)).toContain(
      '会員 `m17` を除外しました。適用に時間がかかりすぎました（60000 ms）',
    );
  });

  it('are not spoken of where there are none', () => {
    expect(told('en', [])).toBe('');
  });
});

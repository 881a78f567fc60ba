import type { Completion } from '../../compiler/index.ts';

/** Whether taking any of the suggestions that go on from what is written would leave it as it is. */
export function isFinished(
  offered: readonly Pick<Completion, 'label' | 'insert' | 'snippet'>[],
  written: string,
): boolean {
  const start = written.toLowerCase();
  const left = offered.filter(({ label }) => label.toLowerCase().startsWith(start));
  return left.length > 0 && left.every(({ insert, snippet }) => !snippet && insert === written);
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { megabytes, perSecond, type Report } from './report.ts';

const PROGRAMS = ['tea-house', 'starbucks-rewards-jp'];

/** `kizuna generate` as a process of its own, with the redemptions that are granted and with all that are asked for. */
export async function benchGenerating(
  report: Report,
  events: number,
  redemptions: readonly ('affordable' | 'attempted')[],
): Promise<void> {
  const rows = `${(events / 1e6).toFixed(0)} M rows`;
  report.title(`kizuna generate, ${rows}`);
  const folder = mkdtempSync(join(tmpdir(), 'kizuna-bench-'));
  const path = join(folder, 'history.jsonl');
  try {
    for (const program of PROGRAMS) {
      for (const which of redemptions) {
        const { milliseconds, cpu, peak } = await runCommand(
          [
            ...['generate', join('programs', program), '-o', path],
            ...['--events', String(events), '--redemptions', which],
          ],
          folder,
        );
        rmSync(path);
        report.add({
          what: `kizuna generate, ${program}, ${rows}, ${which}`,
          figure: `${(milliseconds / 1000).toFixed(1)} s, ${megabytes(peak)} MB resident`,
          ratio: `${perSecond(events, cpu)} of the work of one core`,
        });
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

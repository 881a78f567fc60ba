import type { HistorySummary, PopulationResult } from '../runtime/index.ts';
import { formatTime, type Localized } from '../schema/index.ts';
import type { LoadedProgram } from './loading.ts';
import type { FailedMember } from './replaying/index.ts';
import { fileAt, positionOf, say, sourceText, type Terminal } from './terminal/index.ts';

/** One row per reason, the first such row as the example; `file` is where all of them are. */
export function tellRejected(
  terminal: Terminal,
  { rejected }: HistorySummary,
  file: string | undefined,
): void {
  const { err, language } = terminal;
  const reasons = new Set(rejected.map((row) => row.reason));
  for (const reason of reasons) {
    const rows = rejected.filter((row) => row.reason === reason);
    const [first] = rows;
    if (first === undefined) continue;
    const head = err.paint.bold(err.paint.red(`error[${reason}]`));
    err.write(`${head} ${first.file}:${first.line}: ${first.message[language]}\n`);
    const only = rows.length === 1;
    const place = file === '-' ? say(terminal, { en: 'on stdout', ja: '標準出力' }) : `${file}`;
    const where =
      file === undefined
        ? say(terminal, {
            en: only ? '`--rejects FILE` writes it' : '`--rejects FILE` writes them all',
            ja: only ? '`--rejects ファイル` で書き出せます' : '`--rejects ファイル` ですべて書き出せます',
          })
        : say(terminal, {
            en: `${only ? 'it is' : 'all are'} ${file === '-' ? '' : 'in '}${place}`,
            ja: `${only ? '' : 'すべて '}${place} にあります`,
          });
    const count = say(terminal, {
      en: only ? 'the only such row' : `1 of ${rows.length} such rows`,
      ja: `同じ理由の行は ${rows.length} 件`,
    });
    err.write(`   ${err.paint.blue('=')} ${count}${say(terminal, { en: '; ', ja: '。' })}${where}\n`);
  }
}

/** What the reader was not sure of. */
export function tellWarnings(terminal: Terminal, { warnings }: HistorySummary): void {
  const { err, language } = terminal;
  for (const { code, message, help } of warnings) {
    err.write(`${err.paint.bold(err.paint.yellow(`warning[${code}]`))}: ${message[language]}\n`);
    if (help !== undefined) {
      err.write(
        `   ${err.paint.blue('=')} ${say(terminal, { en: 'help', ja: '対処' })}: ${help[language]}\n`,
      );
    }
  }
}

/** Members who stopped, and the expression that was too much. */
export function tellErrors(
  terminal: Terminal,
  { path, text, files }: LoadedProgram,
  { errors }: Pick<PopulationResult, 'errors'>,
): void {
  const { err } = terminal;
  const source = sourceText(text, files);
  for (const error of errors) {
    const { start } = error.span;
    const place = `${fileAt(source, start)?.path ?? path}:${positionOf(source, start).line}`;
    const expression = text.slice(error.span.start, error.span.end).replace(/\s+/g, ' ');
    const event = error.event ?? '-';
    const what = say(terminal, {
      en: `member \`${error.member}\` stopped at event \`${event}\` (${formatTime(error.at)}), in \`${error.in}\`: \`${expression}\` is too large to keep`,
      ja: `会員 \`${error.member}\` はイベント \`${event}\`（${formatTime(error.at)}）の \`${error.in}\` で停止しました。\`${expression}\` が扱える数の範囲を超えています`,
    });
    err.write(`${err.paint.bold(err.paint.red(`error[${error.code}]`))} ${place}: ${what}\n`);
  }
}

const TRY: Localized = {
  en: '`--engine reference` replays without threads and time limit; `--time-limit` sets another limit',
  ja: '`--engine reference` はスレッドも時間制限もなしに適用します。`--time-limit` で制限を変えられます',
};

/** Members who are in none of the figures; `help`: what the command at hand can do about it. */
export function tellFailed(terminal: Terminal, failed: readonly FailedMember[], help = TRY): void {
  const { err } = terminal;
  for (const { member, why, reason } of failed) {
    const head = err.paint.bold(err.paint.red('error[not-replayed]'));
    const told = { late: LATE, died: DIED, 'gave-up': GAVE_UP }[why];
    const because = say(terminal, { en: `${told.en} (${reason})`, ja: `${told.ja}（${reason}）` });
    const text = say(terminal, {
      en: `member \`${member}\` is left out: ${because}`,
      ja: `会員 \`${member}\` を除外しました。${because}`,
    });
    err.write(`${head} ${text}\n`);
  }
  if (failed.length === 0) return;
  err.write(
    `   ${err.paint.blue('=')} ${say(terminal, { en: 'help', ja: '対処' })}: ${say(terminal, help)}\n`,
  );
}

const LATE = { en: 'their replay took too long', ja: '適用に時間がかかりすぎました' };
const DIED = { en: 'the thread that replayed them ended', ja: '適用していたスレッドが終了しました' };
const GAVE_UP = { en: 'the program failed on them', ja: 'プログラムの実行に失敗しました' };

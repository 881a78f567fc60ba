import { isMainThread } from 'node:worker_threads';
import type { Work } from '../runtime/index.ts';
import { type ComparingSetup, prepareComparing } from './comparing/index.ts';
import { EXIT } from './exit.ts';
import { errorCode } from './files.ts';
import { kizuna } from './kizuna.ts';
import { prepareReading, type ReadingSetup } from './reading/index.ts';
import { prepareReplay, type ReplaySetup } from './replaying/index.ts';
import { prepareScenario, type ScenarioSetup } from './scenario/index.ts';
import { chooseLanguage, say, terminalOf } from './terminal/index.ts';
import { serveThread } from './threads/index.ts';

/** The command as somebody typed it. */
async function command(): Promise<void> {
  const argv = process.argv.slice(2);
  const terminal = terminalOf(process.stdout, process.stderr, process.env, chooseLanguage(argv, process.env));

  /** A bug of ours, told in a sentence; `KIZUNA_DEBUG` shows where. */
  function crash(error: unknown): void {
    process.exitCode = EXIT.internal;
    const reason = error instanceof Error ? error.message : String(error);
    const text = say(terminal, {
      en: `internal error: ${reason}. This is a fault of Kizuna, not of your files; KIZUNA_DEBUG=1 shows where`,
      ja: `内部エラー: ${reason}。ファイルではなく Kizuna の不具合です。KIZUNA_DEBUG=1 で詳細を表示します`,
    });
    terminal.err.write(`kizuna: ${text}\n`);
    if (process.env.KIZUNA_DEBUG && error instanceof Error) terminal.err.write(`${error.stack ?? ''}\n`);
  }

  // Whoever reads our output may stop early (`kizuna run … | head`): that is no failure.
  process.stdout.on('error', (error) => {
    if (errorCode(error) === 'EPIPE') process.exit(process.exitCode ?? EXIT.clean);
    else crash(error);
  });

  try {
    process.exitCode = await kizuna(argv, terminal);
  } catch (error) {
    crash(error);
  }
}

/** What a thread of the command does. */
function prepare(setup: ReadingSetup | ReplaySetup | ComparingSetup | ScenarioSetup): Work<never, unknown> {
  switch (setup.kind) {
    case 'reading':
      return prepareReading(setup);
    case 'replay':
      return prepareReplay(setup);
    case 'comparing':
      return prepareComparing(setup);
    case 'scenario':
      return prepareScenario(setup);
  }
}

// The command is one file: its threads run the same one.
if (isMainThread) await command();
else serveThread(prepare);

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLUB, folder, kizuna, root } from './command.ts';

const programs = readdirSync(join(root, 'programs')).filter((name) =>
  existsSync(join(root, 'programs', name, 'history.jsonl')),
);

/** Everything that a run says and writes; progress aside. */
function everything(
  program: string,
  history: string,
  args: readonly string[],
  ledger = 'ledger.csv',
): unknown {
  const place = folder({});
  const files = [ledger, 'outcomes.jsonl', 'rejects.csv'];
  const [rows = '', outcomes = '', rejects = ''] = files.map((name) => join(place.path, name));
  const ran = kizuna([
    ...['run', program, '--history', history, '--format', 'json', '--ledger', rows],
    ...['--outcomes', outcomes, '--rejects', rejects, ...args],
  ]);
  const written = files.map((name) => readFileSync(join(place.path, name)).toString('latin1'));
  const left = readdirSync(place.path);
  place.remove();
  const err = ran.err.replace(/^(?:replaying members|reading the history|checking members): .*\n/gm, '');
  return { exit: ran.exit, out: ran.out, err: err.replaceAll(place.path, ''), written, left: left.sort() };
}

// If it fails, a figure depends on which engine was asked, or on how many cores a machine has.
describe.each(programs)('%s', (name) => {
  const program = join(root, 'programs', name);
  const history = join(program, 'history.jsonl');

  it('says and writes the same by both engines', () => {
    const meant = everything(program, history, ['--engine', 'reference']);
    expect(meant).toMatchObject({ exit: 0 });
    expect(everything(program, history, [])).toEqual(meant);
  });
});

describe('a longer history', () => {
  let place: ReturnType<typeof folder>;
  const at = (name: string) => join(place.path, name);

  beforeAll(() => {
    // 7,000 members with five purchases and a refund each: 42,000 rows, two chunks.
    const rows: string[] = [];
    for (let member = 0; member < 7_000; member += 1) {
      const base = { member: `m${member}` };
      for (let n = 0; n < 5; n += 1) {
        const day = String(1 + ((member + 5 * n) % 28)).padStart(2, '0');
        const amount = 100 + ((member * 31 + n * 977) % 4000);
        rows.push(
          JSON.stringify({
            ...base,
            at: `2026-0${n + 1}-${day}T10:00`,
            type: 'purchase',
            id: `e${member}-${n}`,
            amount,
          }),
        );
      }
      rows.push(
        JSON.stringify({
          ...base,
          at: '2026-06-01T10:00',
          type: 'refund',
          id: `r${member}`,
          of: `e${member}-2`,
          amount: 100,
        }),
      );
    }
    // One of them cannot be counted any more, and stops: 2^63 is 9.2e18.
    const huge = { member: 'm777', type: 'purchase', amount: 9_000_000_000_000_000_000n.toString() };
    for (const n of [1, 2]) {
      const text = JSON.stringify({ ...huge, at: `2026-05-3${n - 1}T10:00`, id: `h${n}` });
      rows.push(text.replace(/"(9\d+)"/, '$1'));
    }
    place = folder({ 'program.yaml': CLUB, 'history.jsonl': rows.join('\n') });
  });
  afterAll(() => place.remove());

  it('is the same by both engines, on one, two and three threads', () => {
    const meant = everything(place.path, at('history.jsonl'), ['--engine', 'reference']);
    expect(meant).toMatchObject({ exit: 1 });
    for (const workers of ['0', '1', '2', '3'])
      expect(everything(place.path, at('history.jsonl'), ['--workers', workers])).toEqual(meant);
  });

  // If it fails, a row that cannot be used is told of elsewhere, or is lost, where a large file is read by threads.
  it('tells of bad rows and ties the same, whoever reads which part', () => {
    const good = readFileSync(at('history.jsonl'), 'utf8').split('\n');
    const bad = [
      '{"member":"m5","type":"purchase","id":"x1","at":"2026-05-03","amount":"much"}',
      'no object',
      '{"member":"m6999","type":"refund","id":"x2","at":"2026-07-03","of":"e1-1"}',
      '{"type":"purchase","id":"x3","at":"2026-05-03","amount":1}',
      '{"member":"m4444","type":"purchase","id":"e4444-1","at":"2026-05-03","amount":1}',
    ];
    bad.forEach((row, index) => void good.splice(8000 * index + 17, 0, row));
    writeFileSync(at('bad.jsonl'), good.join('\n'));
    const meant = everything(place.path, at('bad.jsonl'), ['--workers', '0']);
    expect(JSON.stringify(meant)).toContain('bad.jsonl,8018,');
    for (const workers of ['0', '1', '2', '3'])
      expect(everything(place.path, at('bad.jsonl'), ['--sort-on-disk', '--workers', workers])).toEqual(
        meant,
      );
  });

  // If it fails, a ledger of the fast engine is another file than that of the engine that defines what programs mean.
  it.each(['ledger.csv', 'ledger.jsonl'])('%s has the same bytes for every text and amount', (ledger) => {
    const texts = [
      'a,b',
      '"',
      'x\\y',
      '渋谷',
      'tab\there',
      'é',
      '🍵',
      ' ',
      'e'.repeat(3000),
      '\u2028',
      '\ud800 half',
    ];
    const long = texts.concat(
      Array.from({ length: 300 }, (_, index) => `${'長'.repeat(index * 9)}"${index}`),
    );
    const rows = long.flatMap((text, index) => [
      { member: text, id: `${text}-1`, at: '1969-12-31T23:59:58', type: 'purchase', amount: index * 977 },
      { member: text, id: `${text}-2`, at: '2026-05-02', type: 'purchase', amount: 10 ** (3 + (index % 14)) },
      { member: text, id: `${text}-3`, at: '2026-05-03T04:05', type: 'redeem', reward: 'cup' },
      { member: text, id: `${text}-4`, at: '2026-06-01', type: 'refund', of: `${text}-2`, amount: 999 },
    ]);
    writeFileSync(at('odd.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'));
    const meant = everything(place.path, at('odd.jsonl'), ['--engine', 'reference'], ledger);
    expect(JSON.stringify(meant)).toContain('reach');
    for (const more of [
      ['--workers', '0'],
      ['--workers', '1', '--sort-on-disk'],
    ])
      expect(everything(place.path, at('odd.jsonl'), more, ledger)).toEqual(meant);
  });

  it.each(['ledger.jsonl', 'ledger.parquet'])('%s is the same however it comes about', (ledger) => {
    const tea = join(root, 'programs', 'tea-house');
    const small = (...args: string[]) => everything(tea, join(tea, 'history.jsonl'), args, ledger);
    expect(small()).toEqual(small('--engine', 'reference'));
    const large = (...args: string[]) => everything(place.path, at('history.jsonl'), args, ledger);
    const meant = large('--workers', '0');
    expect(large('--workers', '2')).toEqual(meant);
    expect(large('--workers', '2', '--sort-on-disk')).toEqual(meant);
  });

  it('shows the same first rows and members', () => {
    const shown = (...args: string[]) =>
      kizuna(['run', place.path, '--history', at('history.jsonl'), '--rows', '40', '--members', '7', ...args])
        .out;
    const meant = shown('--workers', '0');
    expect(meant).toContain('… 6,993 more');
    expect(shown('--workers', '3', '--sort-on-disk')).toBe(meant);
  });

  /** Starts a run and ends it as soon as a file of such a name is there: its ledger begins to be written. */
  async function interrupted(
    signal: NodeJS.Signals,
    args: readonly string[],
    ending = '.partial',
    temporary = place.path,
  ) {
    const command = join(root, 'dist', 'kizuna.js');
    const child: ChildProcess = spawn(
      process.execPath,
      [command, 'run', place.path, '--history', at('history.jsonl'), '--ledger', at('kept.csv'), ...args],
      { env: { PATH: process.env.PATH ?? '', TMPDIR: temporary } },
    );
    let err = '';
    child.stderr?.on('data', (text) => {
      err += String(text);
    });
    const looking = setInterval(() => {
      const begun = [place.path, temporary].some((path) =>
        readdirSync(path, { recursive: true }).some((name) => String(name).endsWith(ending)),
      );
      if (!begun) return;
      clearInterval(looking);
      child.kill(signal);
    }, 5);
    const exit = await new Promise((resolve) => {
      child.on('close', resolve);
    });
    clearInterval(looking);
    return { exit, err };
  }

  it.each([
    ['SIGINT', 130, ['--engine', 'reference']],
    ['SIGTERM', 143, ['--engine', 'reference', '--sort-on-disk']],
    ['SIGINT', 130, ['--workers', '2']],
    ['SIGINT', 130, ['--workers', '2', '--sort-on-disk']],
  ] as const)('leaves no half file when it is ended by %s (exit %i, %j)', async (signal, code, args) => {
    writeFileSync(at('kept.csv'), 'what was here before\n');
    const { exit, err } = await interrupted(signal, args);
    expect(err).toMatch(
      /kizuna: stopped (?:after \d+ members|before members were replayed); nothing was written\n$/,
    );
    expect(exit).toBe(code);
    expect(readFileSync(at('kept.csv'), 'utf8')).toBe('what was here before\n');
    expect(readdirSync(place.path).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('leaves nothing in temporary files when it is ended while threads read', async () => {
    const temporary = folder({});
    const { exit, err } = await interrupted(
      'SIGINT',
      ['--workers', '3', '--sort-on-disk'],
      '.chunks',
      temporary.path,
    );
    const left = readdirSync(temporary.path);
    temporary.remove();
    expect(err).toMatch(/^kizuna: stopped before members were replayed; nothing was written\n$/);
    expect(exit).toBe(130);
    expect(left).toEqual([]);
  });

  it('says which file was complete before it was ended', async () => {
    const rejects = at('rejects.csv');
    const { err } = await interrupted('SIGINT', ['--engine', 'reference', '--rejects', rejects]);
    expect(err).toContain(`only ${rejects} was written`);
    expect(statSync(rejects).size).toBeGreaterThan(0);
  });

  it.each([
    [['--engine', 'fast'], '`fast` is not a value of `--engine <engine>`'],
    [['--workers', 'all'], '`--workers` takes a whole number, not `all`'],
    [['--workers', '1000'], '`--workers` takes at most 64, not `1000`'],
    [['--time-limit', '-5'], '`--time-limit` takes a whole number that is 0 or more, not `-5`'],
  ])('answers %j in words, exit 2', (args, words) => {
    const ran = kizuna(['run', place.path, '--history', at('history.jsonl'), ...args]);
    expect(ran).toMatchObject({ exit: 2, out: '' });
    expect(ran.err).toContain(words);
  });
});

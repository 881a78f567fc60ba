import { type CutSample, SURVEYED_ROWS } from './survey.ts';

interface Run {
  readonly from: number;
  readonly to: number;
}

/** Cuts lines of fixed width at the places where all of them have a space; undefined: there are no such places. */
export function fixedColumns(all: readonly string[]): CutSample | undefined {
  const lines = all.slice(0, SURVEYED_ROWS + 1).map((line) => line.trimEnd());
  const [head = '', ...below] = lines;
  // A header need not keep to the columns of its rows.
  const data = below.length > 0 ? below : lines;
  const runs = runsOf(data);
  if (runs.length < 2 || runs.length > 60) return undefined;
  const named = head.trim().split(/\s+/);
  const isHeader = below.length > 0 && !named.some((name) => /^[-+]?\d/.test(name));
  if (below.length > 0 && !isHeader && runsOf(lines).length !== runs.length) return undefined;
  const names =
    isHeader && named.length === runs.length && new Set(named).size === named.length
      ? named
      : runs.map((_, at) => `column_${at + 1}`);
  const rows = isHeader ? data : lines;
  const places = widened(runs, rows);
  return {
    layout: {
      format: 'fixed',
      ...(isHeader ? { skip: 1 } : {}),
      columns: Object.fromEntries(
        places.map(({ from, to }, at) => [names[at] ?? '', { from: from + 1, width: to - from }]),
      ),
    },
    names,
    rows: rows
      .slice(0, SURVEYED_ROWS)
      .map((line) => places.map(({ from, to }) => line.slice(from, to).trim())),
    notes: [
      {
        en: 'no delimiter divides the columns; they stand at fixed places',
        ja: '区切り文字がないため、固定幅の列として読みます',
      },
    ],
  };
}

/** Places at which some line has a sign, as runs. */
function runsOf(lines: readonly string[]): readonly Run[] {
  const width = Math.min(
    2000,
    lines.reduce((most, line) => Math.max(most, line.length), 0),
  );
  const runs: Run[] = [];
  let from: number | undefined;
  for (let at = 0; at <= width; at += 1) {
    const filled = at < width && lines.some((line) => at < line.length && line[at] !== ' ');
    if (filled && from === undefined) from = at;
    if (filled || from === undefined) continue;
    runs.push({ from, to: at });
    from = undefined;
  }
  return runs;
}

/** Numbers stand to the right, and longer ones may come: the gap before them is theirs; other gaps belong to what is before. */
function widened(runs: readonly Run[], lines: readonly string[]): readonly Run[] {
  const isNumber = runs.map(({ from, to }) =>
    lines.every((line) => /^\s*[-+\d.,]*\s*$/.test(line.slice(from, to))),
  );
  return runs.map(({ from, to }, at) => {
    const before = runs[at - 1];
    const after = runs[at + 1];
    return {
      from: isNumber[at] === true ? (before?.to ?? 0) : from,
      to:
        after === undefined
          ? to + (isNumber[at] === true ? 0 : 40)
          : isNumber[at + 1] === true
            ? to
            : after.from,
    };
  });
}

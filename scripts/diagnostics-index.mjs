// Writes the table of all codes into docs/diagnostics/README.md and README.ja.md, from the pages themselves.
// `--check` writes nothing and fails when a table is stale.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const FOLDER = new URL('../docs/diagnostics/', import.meta.url);
const HEADINGS = { 'README.md': '## All codes', 'README.ja.md': '## コード一覧' };

/** A page begins with its code, its title and severity, and what it means: English, then Japanese. */
function lineOf(file) {
  const [, subtitle = '', , ...words] = readFileSync(new URL(file, FOLDER), 'utf8').split('\n');
  const [title = '', severity = ''] = subtitle.split(' · ');
  const body = words.slice(
    0,
    words.findIndex((line) => line.startsWith('## ')),
  );
  const japanese = body.findIndex((line) => /[぀-ヿ]/.test(line));
  const en = body.slice(0, japanese).join(' ').trim();
  const ja = body.slice(japanese).join('').trim();
  return {
    code: file.slice(0, -3),
    severity,
    title,
    en: en.split(/(?<=\.)\s+(?=\S)/)[0],
    ja: ja.split(/(?<=。)/)[0],
  };
}

function table(language, lines) {
  const cell = (text) => text.replaceAll('|', '\\|');
  const rows = lines.map((line) =>
    language === 'en'
      ? `| [\`${line.code}\`](${line.code}.md) | ${line.severity} | ${cell(line.en)} |`
      : `| [\`${line.code}\`](${line.code}.md) | ${line.severity} | ${cell(line.title)} | ${cell(line.ja)} |`,
  );
  const head =
    language === 'en'
      ? ['| code | severity | in short |', '| --- | --- | --- |']
      : ['| コード | 種類 | 名前 | 意味 |', '| --- | --- | --- | --- |'];
  return [...head, ...rows].join('\n');
}

const lines = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.md') && !file.startsWith('README'))
  .sort()
  .map(lineOf);
let stale = false;
for (const [file, heading] of Object.entries(HEADINGS)) {
  const path = new URL(file, FOLDER);
  const text = readFileSync(path, 'utf8');
  const written = `${text.slice(0, text.indexOf(heading))}${heading}\n\n${table(file === 'README.md' ? 'en' : 'ja', lines)}\n`;
  if (written === text) continue;
  stale = true;
  if (process.argv.includes('--check'))
    process.stderr.write(`docs/diagnostics/${file} is stale: run node scripts/diagnostics-index.mjs\n`);
  else writeFileSync(path, written);
}
process.exitCode = stale && process.argv.includes('--check') ? 1 : 0;

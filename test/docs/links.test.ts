import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);

function pagesBelow(folder: string): readonly string[] {
  return readdirSync(new URL(folder, ROOT), { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return pagesBelow(`${folder}${entry.name}/`);
    return entry.name.endsWith('.md') ? [`${folder}${entry.name}`] : [];
  });
}

const pages = [
  ...readdirSync(ROOT).filter((name) => /^README.*\.md$/.test(name)),
  ...pagesBelow('docs/'),
  ...pagesBelow('programs/'),
];

/** The text without its code, in which nothing is a link. */
function prose(text: string): string {
  return text.replace(/^(```+)[\s\S]*?^\1$/gm, '').replace(/(`+)[^\n]*?\1/g, '');
}

function read(page: URL): string {
  return readFileSync(page, 'utf8');
}

function targetsOf(text: string): readonly string[] {
  return [...prose(text).matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^[a-z][a-z0-9+.-]*:/i.test(target));
}

/** Anchors as GitHub makes them of headings. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = text.replace(/^(```+)[\s\S]*?^\1$/gm, '').matchAll(/^#{1,6} (.*)$/gm);
  return new Set(
    [...headings].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** Why a link leads nowhere; undefined when it leads somewhere. */
function trouble(page: string, target: string): string | undefined {
  const [path = '', anchor] = decodeURI(target).split('#');
  const from = new URL(page, ROOT);
  const file = path === '' ? from : new URL(path, from);
  if (!existsSync(file)) return `${target}: there is no such file`;
  if (anchor === undefined || anchor === '' || statSync(file).isDirectory() || !file.pathname.endsWith('.md'))
    return undefined;
  return anchorsOf(read(file)).has(anchor) ? undefined : `${target}: there is no such heading`;
}

// A reader who follows a link and finds nothing does not come back to the page.
describe('links', () => {
  it.each(pages)('%s leads only to what exists', (page) => {
    const targets = targetsOf(read(new URL(page, ROOT)));
    expect(targets.flatMap((target) => trouble(page, target) ?? [])).toEqual([]);
  });

  it('finds pages and links to look at', () => {
    expect(pages.length).toBeGreaterThan(10);
    expect(targetsOf(read(new URL('docs/language.md', ROOT))).length).toBeGreaterThan(5);
  });
});

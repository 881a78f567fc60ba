/** What no file system takes in a name, and what parts words. */
const PARTING = /[\p{Cc}\s\\/:*?"<>|.,、。（）()]+/gu;
const LONGEST = 80;

/** A name for a file of a program's figures, without its ending: `tea-house-cost-by-month`. */
export function fileName(program: string, title: string): string {
  const words = `${program} ${title}`
    .toLowerCase()
    .replace(PARTING, '-')
    .replace(/^-+|-+$/g, '');
  return [...words].slice(0, LONGEST).join('') || 'kizuna';
}

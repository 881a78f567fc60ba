/**
 * Files, each of a name of its own: what is said of a file (its mapping, its bad rows, events without an id) is said by name, and
 * files of two folders may have the same one. Their contents stay where they are.
 */
export function toldApart(files: readonly File[]): readonly File[] {
  const taken = new Set(files.map(({ name }) => name));
  const seen = new Set<string>();
  return files.map((file) => {
    if (!seen.has(file.name)) {
      seen.add(file.name);
      return file;
    }
    const name = numbered(file.name, taken);
    taken.add(name);
    return new File([file], name, { type: file.type, lastModified: file.lastModified });
  });
}

/** `sales (2).csv`, or the next number that nobody has. */
function numbered(name: string, taken: ReadonlySet<string>): string {
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  for (let number = 2; ; number += 1) {
    const next = `${stem} (${number})${ending}`;
    if (!taken.has(next)) return next;
  }
}

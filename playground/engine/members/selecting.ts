/** Members by their number in the whole history. */
export type Numbers = Int32Array;

/** The members of whom `holds` is true, in order. */
export function numbersWhere(count: number, holds: (member: number) => boolean): Numbers {
  const found = new Int32Array(count);
  let size = 0;
  for (let member = 0; member < count; member += 1)
    if (holds(member)) {
      found[size] = member;
      size += 1;
    }
  return found.slice(0, size);
}

/** Sorted by their values; those without one stand last, and equal ones in the order in which they were. */
export function sortedBy(numbers: Numbers, values: Float64Array, descending: boolean): Numbers {
  const sign = descending ? -1 : 1;
  const has = numbers.filter((member) => !Number.isNaN(values[member] ?? Number.NaN));
  const lacks = numbers.filter((member) => Number.isNaN(values[member] ?? Number.NaN));
  has.sort((a, b) => sign * ((values[a] ?? 0) - (values[b] ?? 0)) || a - b);
  const all = new Int32Array(numbers.length);
  all.set(has);
  all.set(lacks, has.length);
  return all;
}

/** Where the first thing stands that passes a test which all after it pass too; the length when none does. */
export function firstWith<T>(things: readonly T[], test: (thing: T) => boolean): number {
  let [low, high] = [0, things.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const thing = things[middle];
    if (thing === undefined || test(thing)) high = middle;
    else low = middle + 1;
  }
  return low;
}

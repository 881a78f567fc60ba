/** The same whole numbers below a bound for the same seed (a linear congruential generator with 31 bits of output). */
export function random(seed: number): (below: number) => number {
  let state = BigInt(seed);
  return (below) => {
    state = BigInt.asUintN(64, state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n);
    return Number(state >> 33n) % below;
  };
}

/** Numbers of 64 bits with sign, of every length alike, with the edges among them. */
export function randomInt64(next: (below: number) => number): bigint {
  const bits = (n: number): bigint => {
    let value = 0n;
    for (let done = 0; done < n; done += 31) value = (value << 31n) | BigInt(next(2 ** 31));
    return value & ((1n << BigInt(n)) - 1n);
  };
  const kind = next(8);
  const power = 1n << BigInt(next(64));
  if (kind === 0) return BigInt.asIntN(64, power + BigInt(next(5) - 2));
  if (kind === 1) return BigInt.asIntN(64, -power + BigInt(next(5) - 2));
  const value = bits(1 + next(63));
  return kind % 2 === 0 ? value : -value;
}

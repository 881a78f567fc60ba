/** No double holds more digits for certain. */
const DIGITS = 15;

const POWERS = Array.from({ length: DIGITS + 1 }, (_, exponent) => 10 ** exponent);

/**
 * Reads plain decimal numbers from bytes: a sign, digits, a point and digits, of which those beyond the scale are zeros.
 * What it does not read may still be a number; {@link value} is then meaningless.
 */
export class NumberBytes {
  /** The number read last, counted in 10^-scale. */
  value = 0;

  read(bytes: Uint8Array, from: number, to: number, scale: number): boolean {
    let at = from;
    const sign = bytes[at];
    if (sign === 45 || sign === 43) at += 1;
    let value = 0;
    const first = at;
    for (; at < to; at += 1) {
      const digit = (bytes[at] ?? 0) - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    const whole = at - first;
    if (whole === 0 || whole + scale > DIGITS) return false;
    let missing = scale;
    if (at < to) {
      if (bytes[at] !== 46 || at + 1 === to) return false;
      for (at += 1; at < to; at += 1) {
        const digit = (bytes[at] ?? 0) - 48;
        if (digit < 0 || digit > 9) return false;
        if (missing === 0) {
          if (digit !== 0) return false;
          continue;
        }
        value = value * 10 + digit;
        missing -= 1;
      }
    }
    if (missing > 0) value *= POWERS[missing] ?? 1;
    this.value = sign === 45 ? -value : value;
    return true;
  }
}

/** Whether a byte may stand right behind a number of JSON. */
export function isNumberEnd(byte: number): boolean {
  return (
    byte === 44 || byte === 125 || byte === 93 || byte === 32 || byte === 9 || byte === 10 || byte === 13
  );
}

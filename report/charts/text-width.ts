/** Scripts whose signs are as wide as they are high. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}]|[\u{20000}-\u{3fffd}]/u;
const NARROW = /[ijl.,:;'|!()[\]ftrI ]/;

/** About how wide a text is drawn, in its font size: there is nothing to measure with where the chart is made. */
function widthOfSign(sign: string): number {
  if (WIDE.test(sign)) return 1;
  if (NARROW.test(sign)) return 0.36;
  if (/[mwMW]/.test(sign)) return 0.92;
  if (/[0-9]/.test(sign)) return 0.64;
  if (/[A-Z¥$€£−+→]/.test(sign)) return 0.7;
  return sign === '%' ? 0.9 : 0.6;
}

export function textWidth(text: string, size: number): number {
  return size * [...text].reduce((sum, sign) => sum + widthOfSign(sign), 0);
}

/** Signs kept at the end of a text that is cut, since names in a row often differ there. */
const KEPT_AT_END = 2;

/** The text, or as much of it as fits around an ellipsis. */
export function fitted(text: string, size: number, room: number): string {
  if (textWidth(text, size) <= room) return text;
  const signs = [...text];
  const end = signs.slice(-KEPT_AT_END).join('');
  let width = textWidth(`…${end}`, size);
  const kept = signs.slice(0, -KEPT_AT_END).filter((sign) => {
    width += size * widthOfSign(sign);
    return width <= room;
  });
  return `${kept.join('').trimEnd()}…${end}`;
}

import { msg, type Registry } from '../../schema/index.ts';

/** What the emitter says of a program that it cannot turn into bounded work. Codes are append-only. */
export const emitMessages = {
  'expiry-order': {
    severity: 'error',
    title: { en: 'order of last days', ja: '期限の順序' },
    en: msg`with this date a later lot may end before an earlier one, and lots whose last day moves must end in the order in which they came`,
    ja: msg`この日付では後のロットが先のロットより早く終わることがあります。期限が動くロットは、付与された順に終わらなければなりません`,
    help: {
      en: msg`let each date be \`earned\` plus a fixed length, or the same for all lots: \`max(earned + 12 months, last(purchase) + 12 months)\``,
      ja: msg`それぞれの日付を \`earned\` に決まった長さを足したものか、すべてのロットで同じ日にしてください（\`max(earned + 12 months, last(purchase) + 12 months)\` など）`,
    },
  },
  'quotient-too-wide': {
    severity: 'error',
    title: { en: 'quotient too wide', ja: '大きすぎる商' },
    en: msg`this quotient is made of so many factors that it could take more than 1,900 bits, and quotients are kept exact`,
    ja: msg`商は正確に計算します。この商は因数が多く、1,900 ビットを超えることがあります`,
    help: {
      en: msg`round a part of it first: \`round(…, 0.01)\``,
      ja: msg`途中で丸めてください（\`round(…, 0.01)\` など）`,
    },
  },
} as const satisfies Registry;

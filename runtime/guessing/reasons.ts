import type { Localized } from '../../schema/index.ts';
import { type Choice, type Confidence, NOTHING, type Picked } from './draft.ts';

/** Why a column was guessed, as one clause; columns stand in backticks. */
export const reasons = {
  sameName: (): Localized => ({ en: 'the column has this name', ja: '列名が同じです' }),
  likeName: (): Localized => ({ en: 'the name of the column says so', ja: '列名から推測しました' }),
  nearName: (): Localized => ({
    en: 'the name of the column is only like it',
    ja: '列名が少し似ているだけです',
  }),
  otherValues: (): Localized => ({
    en: 'the name of the column says so, but its values do not look so',
    ja: '列名は合いますが、値の形が違うようです',
  }),
  usedTwice: (): Localized => ({
    en: 'the name of the column says so, but it is in use for something else already',
    ja: '列名は合いますが、ほかの項目にも使っている列です',
  }),
  unitPrice: (): Localized => ({
    en: 'the price of one piece: an amount is wanted',
    ja: '単価の列のようです。必要なのは合計の金額です',
  }),
  sameWords: (): Localized => ({
    en: 'its values are the words of the program',
    ja: '値がプログラムの選択肢と一致します',
  }),
  only: (): Localized => ({
    en: 'the only column left whose values fit; its name does not say so',
    ja: '値の形が合う残りの列はこれだけです（列名からは判断できません）',
  }),
  byValues: (): Localized => ({
    en: 'its values look so; its name does not say it',
    ja: '値の形から推測しました（列名からは判断できません）',
  }),
  nothing: (): Localized => ({ en: 'no column fits', ja: '合う列が見つかりません' }),
  notNeeded: (): Localized => ({
    en: 'no column is called so',
    ja: '該当する列名がありません',
  }),
  chosen: (): Localized => ({ en: 'by yourself', ja: '自分で選びました' }),
  tooManyDecimals: (found: number, allowed: number): Localized => ({
    en: `has ${decimals(found)} where the program has ${allowed === 0 ? 'none' : allowed}: such rows will be bad rows`,
    ja: `小数が ${found} 桁あります（プログラムでは${allowed === 0 ? '小数なし' : ` ${allowed} 桁`}）。その行は不良行になります`,
  }),
  partWords: (left: readonly string[]): Localized => ({
    en: `what the program calls ${quoted(left)} is not known`,
    ja: `${quoted(left)} がプログラムのどの値にあたるか分かりません`,
  }),
  dayOrMonth: (): Localized => ({
    en: 'day and month could change places: look at the preview',
    ja: '日と月の順番を値から判断できません。プレビューで確かめてください',
  }),
  onlyDate: (): Localized => ({ en: 'the only column of dates', ja: '日付の列はこれだけです' }),
  dateAndTime: (): Localized => ({
    en: 'date and time stand in two columns',
    ja: '日付と時刻が別の列にあります',
  }),
  comesAgain: (): Localized => ({
    en: 'its values come again in several rows, as members do',
    ja: '同じ値が複数の行に現れ、会員の番号らしい列です',
  }),
  someEmpty: (empty: number, rows: number): Localized => ({
    en:
      empty === 1
        ? `1 of ${rows} rows names no member: it is left out, since nobody can tell whose it is`
        : `${empty} of ${rows} rows name no member: they are left out, since nobody can tell whose they are`,
    ja: `${rows} 行のうち ${empty} 行には会員がありません。誰の行動か分からないため除きます`,
  }),
  perhapsEmpty: (empty: number, rows: number): Localized => ({
    en: `if this is the member's column, ${empty} of ${rows} rows ${empty === 1 ? 'names' : 'name'} nobody: bad rows, unless you leave them out`,
    ja: `会員の列が正しければ、${rows} 行のうち ${empty} 行に会員がありません。除かない場合は不良行になります`,
  }),
  memberFirst: (): Localized => ({
    en: 'it can be told once the column of the member is chosen',
    ja: '会員の列を選ぶと分かります',
  }),
  noneEmpty: (): Localized => ({
    en: 'every row looked at names a member; one that does not is a bad row',
    ja: '確認した行にはすべて会員があります。ない行は不良行になります',
  }),
  eventWords: (): Localized => ({
    en: 'its values name events of the program',
    ja: '値がプログラムのイベントにあたります',
  }),
  bestEvent: (): Localized => ({
    en: 'the event whose fields the columns fill best',
    ja: '列の内容に最もよく合うイベントです',
  }),
  noEvent: (): Localized => ({ en: 'no event of the program fits', ja: '合うイベントが見つかりません' }),
  fileName: (): Localized => ({ en: 'the name of the file says so', ja: 'ファイル名から推測しました' }),
  wordEvent: (): Localized => ({ en: 'the word says so', ja: '値から推測しました' }),
  unknownWord: (): Localized => ({
    en: 'which event it is cannot be told: its rows are bad rows until you choose',
    ja: 'どのイベントか分かりません。選ぶまで、その行は不良行になります',
  }),
  negatives: (count: number): Localized => ({
    en: `${count} of the rows looked at ${count === 1 ? 'has' : 'have'} a number below zero`,
    ja: `確認した行のうち ${count} 行がマイナスの数です`,
  }),
  prefixed: (text: string, count: number): Localized => ({
    en:
      count === 1
        ? `the one value that begins with \`${text}\` has a number below zero`
        : `${count} of its values begin with \`${text}\`, all with numbers below zero`,
    ja: `値が \`${text}\` で始まる ${count} 行は、すべてマイナスの数です`,
  }),
  noNegatives: (column: string): Localized => ({
    en: `\`${column}\` has no number below zero so far; a row that has one takes something back`,
    ja: `\`${column}\` にマイナスの数はまだありません。あれば、その行を取り消しとして扱います`,
  }),
  noReversal: (): Localized => ({ en: 'nothing tells such rows', ja: '見分ける手がかりがありません' }),
  searched: (): Localized => ({
    en: 'no column names the original: the last one that fits is taken',
    ja: '元の取引を示す列がないため、条件に合う直近の取引とします',
  }),
  oneEach: (): Localized => ({ en: 'each row is an event of its own', ja: '一行が一つのイベントです' }),
  receipts: (): Localized => ({
    en: 'rows of one receipt are one event with several lines',
    ja: '同じ伝票の行を、明細のある一つのイベントにまとめます',
  }),
  unique: (): Localized => ({ en: 'no value comes twice', ja: '同じ値が二度現れません' }),
  lineNumber: (): Localized => ({
    en: 'an event is known by file and line',
    ja: 'イベントはファイル名と行番号で区別します',
  }),
  negated: (): Localized => ({
    en: 'its numbers are below zero in these rows, so the sign is changed',
    ja: 'これらの行ではマイナスなので、符号を反転します',
  }),
  wouldNegate: (): Localized => ({
    en: 'none of its numbers is below zero so far; in rows that take something back the sign is changed',
    ja: 'マイナスの数はまだありません。取り消しの行では符号を反転します',
  }),
  noTotal: (): Localized => ({
    en: 'no column says the same in all rows of a receipt: the file has amounts of lines only',
    ja: '伝票のすべての行で同じ値になる列がありません。明細ごとの金額だけのようです',
  }),
};

function decimals(count: number): string {
  return count === 1 ? 'a decimal' : `${count} decimals`;
}

function quoted(words: readonly string[]): string {
  return words
    .slice(0, 5)
    .map((word) => `\`${word}\``)
    .join(', ');
}

export function picked(choice: Choice, confidence: Confidence, reason: Localized): Picked {
  return { choice, confidence, reason };
}

export function none(reason: Localized): Picked {
  return { choice: NOTHING, confidence: 'none', reason };
}

export function unneeded(reason: Localized): Picked {
  return { choice: NOTHING, confidence: 'unneeded', reason };
}

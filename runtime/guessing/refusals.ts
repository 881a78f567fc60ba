import { msg, type ParametersOf, reporter } from '../../schema/index.ts';
import type { Refused } from './survey.ts';

/** Why a file cannot be read as a history, before anything is known of its columns. */
export const refusalMessages = {
  'file-empty': {
    severity: 'error',
    title: { en: 'empty file', ja: '空のファイル' },
    en: msg`the file is empty`,
    ja: msg`ファイルが空です`,
  },
  'file-binary': {
    severity: 'error',
    title: { en: 'not a table', ja: '表ではないファイル' },
    en: msg`this is ${'what'}, not a table of rows`,
    ja: msg`これは${'what'}で、行と列からなるデータではありません`,
    help: {
      en: msg`export the data as CSV, JSON Lines or Parquet`,
      ja: msg`CSV、JSON Lines、Parquet のいずれかで書き出してください`,
    },
  },
  'file-spreadsheet': {
    severity: 'error',
    title: { en: 'a spreadsheet', ja: '表計算ソフトのファイル' },
    en: msg`this is ${'what'}`,
    ja: msg`これは${'what'}です`,
    help: {
      en: msg`save the sheet as CSV (UTF-8) and drop that file`,
      ja: msg`シートを「CSV UTF-8」形式で保存し、そのファイルを指定してください`,
    },
  },
  'file-packed': {
    severity: 'error',
    title: { en: 'a packed file', ja: '圧縮ファイル' },
    en: msg`this file is packed (${'what'})`,
    ja: msg`このファイルは圧縮されています（${'what'}）`,
    help: { en: msg`unpack it first`, ja: msg`先に展開してください` },
  },
  'file-encoding': {
    severity: 'error',
    title: { en: 'unreadable encoding', ja: '読めない文字コード' },
    en: msg`the file looks like ${'encoding'}, which cannot be read here`,
    ja: msg`このファイルは ${'encoding'} のようですが、ここでは読めません`,
    help: { en: msg`save it as UTF-8`, ja: msg`UTF-8 で保存してください` },
  },
  'file-web-page': {
    severity: 'error',
    title: { en: 'not a table', ja: '表ではないファイル' },
    en: msg`this is ${'what'}, not a table of rows`,
    ja: msg`これは${'what'}で、行と列からなるデータではありません`,
    help: {
      en: msg`a download that needs a login often gives a web page in place of the file: export the data again`,
      ja: msg`ログインが必要なダウンロードでは、ファイルの代わりにウェブページが保存されることがあります。もう一度書き出してください`,
    },
  },
  'file-json-list': {
    severity: 'error',
    title: { en: 'one JSON list', ja: '一つの JSON 配列' },
    en: msg`this is one JSON list; JSON Lines has one object per line`,
    ja: msg`これは一つの JSON 配列です。JSON Lines では一行に一つのオブジェクトを書きます`,
    help: {
      en: msg`write each object on a line of its own, without the brackets and commas around them`,
      ja: msg`外側の括弧とコンマを除き、オブジェクトを一行に一つずつ書いてください`,
    },
  },
  'file-no-rows': {
    severity: 'error',
    title: { en: 'no rows', ja: '行がないファイル' },
    en: msg`the file holds a header (${'header'}) and no rows`,
    ja: msg`見出し（${'header'}）だけで、データの行がありません`,
  },
  'file-one-column': {
    severity: 'error',
    title: { en: 'one column', ja: '一列だけのファイル' },
    en: msg`only one column is found in the file: no comma, semicolon, tab or bar divides its rows, nor do fixed places`,
    ja: msg`列が一つしか見つかりません。コンマ、セミコロン、タブ、縦棒、固定幅のいずれでも区切れません`,
    help: {
      en: msg`a history needs at least who, when and what: export the data with a delimiter between columns`,
      ja: msg`履歴には少なくとも会員と日時の列が必要です。列の間に区切り文字を入れて書き出してください`,
    },
  },
  'file-parquet': {
    severity: 'error',
    title: { en: 'unreadable Parquet file', ja: '読めない Parquet ファイル' },
    en: msg`${'why'}`,
    ja: msg`${'why'}`,
  },
} as const;

const report = reporter(refusalMessages);
const NOWHERE = { start: 0, end: 0 };

export function refuse<C extends keyof typeof refusalMessages>(
  file: string,
  code: C,
  parameters: ParametersOf<typeof refusalMessages, C>,
): Refused {
  const { message, help } = report(code, NOWHERE, parameters);
  return { kind: 'refused', file, code, message, help };
}

import {
  type Choice,
  IGNORED,
  type Survey,
  type SurveyedColumn,
  type TargetRow,
} from '../../runtime/index.ts';
import type { Localized } from '../../schema/index.ts';

/** One entry of the list from which a target takes its value. */
export interface Option {
  readonly key: string;
  readonly label: Localized;
  readonly choice: Choice;
  readonly group: 'columns' | 'other';
}

/** What a target can take, the columns of the file first. */
export function optionsOf(row: TargetRow, survey: Survey): readonly Option[] {
  const { accepts, target } = row;
  const options: Option[] = [];
  const add = (key: string, label: Localized, choice: Choice, group: Option['group'] = 'other') =>
    options.push({ key, label, choice, group });
  if (accepts.none) add('none', NONE[target] ?? NONE.other, { kind: 'none' });
  if (accepts.search) add('search', SEARCH, { kind: 'search' });
  for (const value of accepts.constants === 'text' ? [] : accepts.constants)
    add(`is:${value}`, value === IGNORED ? LEFT_OUT : { en: value, ja: value }, { kind: 'constant', value });
  if (accepts.column)
    for (const column of survey.columns) {
      const { name } = column;
      add(`column:${name}`, { en: name, ja: name }, columnChoice(row, name), 'columns');
    }
  if (target === 'at')
    for (const { choice, key, label } of pairsOf(survey)) add(key, label, choice, 'columns');
  if (accepts.tests)
    for (const { name, look } of survey.columns)
      if (look.kind === 'number')
        add(
          `below:${name}`,
          { en: `${name} is below zero`, ja: `${name} がマイナス` },
          { kind: 'negative', column: name },
          'columns',
        );
  const current = row.picked.choice;
  if (current.kind === 'prefix')
    add(
      keyOf(current),
      {
        en: `${current.column} begins with ${current.text}`,
        ja: `${current.column} が ${current.text} で始まる`,
      },
      current,
      'columns',
    );
  if (accepts.constants === 'text')
    add('fixed', { en: 'always the same value …', ja: '常に同じ値…' }, { kind: 'constant', value: '' });
  return options;
}

/** A column as a target takes it when somebody points at it. */
export function columnChoice({ picked }: TargetRow, column: string): Choice {
  const { choice } = picked;
  return choice.kind === 'column' && choice.negate === true
    ? { kind: 'column', column, negate: true }
    : { kind: 'column', column };
}

/** The entry of the list that a choice is. */
export function keyOf(choice: Choice, fixed = false): string {
  switch (choice.kind) {
    case 'none':
    case 'search':
      return choice.kind;
    case 'column':
      return `column:${choice.column}`;
    case 'columns':
      return `columns:${choice.columns.join('\t')}`;
    case 'constant':
      return fixed ? 'fixed' : `is:${choice.value}`;
    case 'negative':
      return `below:${choice.column}`;
    case 'prefix':
      return `begins:${choice.column}`;
  }
}

/** The column that a choice reads, for its samples. */
export function columnOf(choice: Choice, survey: Survey): SurveyedColumn | undefined {
  const name =
    choice.kind === 'column' || choice.kind === 'negative' || choice.kind === 'prefix'
      ? choice.column
      : choice.kind === 'columns'
        ? choice.columns[0]
        : undefined;
  return survey.columns.find((column) => column.name === name);
}

/** A date beside a time of day. */
function pairsOf(survey: Survey): readonly Pick<Option, 'key' | 'label' | 'choice'>[] {
  return survey.columns.flatMap((date) =>
    survey.columns.flatMap((clock) => {
      if (date.look.kind !== 'moment' || date.look.time || clock.look.kind !== 'clock') return [];
      const format = `${date.look.formats[0] ?? 'yyyy-MM-dd'} ${clock.look.format}`;
      const choice: Choice = { kind: 'columns', columns: [date.name, clock.name], format };
      const label = { en: `${date.name} and ${clock.name}`, ja: `${date.name} と ${clock.name}` };
      return [{ key: keyOf(choice), label, choice }];
    }),
  );
}

const SEARCH = { en: 'the last one that fits', ja: '条件に合う直近のもの' };
const LEFT_OUT = { en: 'left out, and counted', ja: '除いて件数だけ数える' };
const NONE: Readonly<Record<string, Localized>> & { readonly other: Localized } = {
  other: { en: '– nothing –', ja: '― なし ―' },
  id: { en: 'file and line', ja: 'ファイル名と行番号' },
  guests: { en: 'bad rows', ja: '不良行とする' },
  reversal: { en: 'there are no such rows', ja: '該当する行はない' },
};

/** What the values of a column look like, in words. */
export function lookWords({ look, words }: SurveyedColumn): Localized {
  switch (look.kind) {
    case 'empty':
      return { en: 'empty', ja: '空' };
    case 'moment': {
      const format = look.formats[0] ?? 'ISO 8601';
      return look.time
        ? { en: `date and time (${format})`, ja: `日時（${format}）` }
        : { en: `date (${format})`, ja: `日付（${format}）` };
    }
    case 'clock':
      return { en: `time (${look.format})`, ja: `時刻（${look.format}）` };
    case 'number': {
      const sign = look.sign === undefined ? '' : ` ${look.sign}`;
      const minus =
        look.negatives > 0 ? { en: ', some below zero', ja: '、マイナスあり' } : { en: '', ja: '' };
      return look.decimals === 0
        ? { en: `whole numbers${sign}${minus.en}`, ja: `整数${sign}${minus.ja}` }
        : {
            en: `numbers with ${look.decimals} ${look.decimals === 1 ? 'decimal' : 'decimals'}${sign}${minus.en}`,
            ja: `小数 ${look.decimals} 桁の数${sign}${minus.ja}`,
          };
    }
    case 'id':
      return { en: 'codes', ja: 'コード' };
    case 'word':
      return words.length === 1
        ? { en: 'always the same word', ja: 'すべて同じ値' }
        : { en: `${words.length} different words`, ja: `${words.length} 種類の値` };
    case 'text':
      return { en: 'text', ja: '文字列' };
    case 'nested':
      return { en: 'lists or objects: cannot be mapped', ja: 'リストやオブジェクト（マッピングできません）' };
  }
}

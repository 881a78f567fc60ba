import { msg } from '../../schema/index.ts';

/**
 * Why a row of a history is kept out of the replay, what a history makes us warn of, and what is wrong with a mapping
 * document. Codes are append-only.
 */
export const historyMessages = {
  // The text of the row
  'unreadable-text': {
    severity: 'error',
    title: { en: 'unreadable text', ja: '文字化け' },
    en: msg`this row holds bytes that are not ${'encoding'} text`,
    ja: msg`この行には ${'encoding'} として読めないバイトがあります`,
    help: {
      en: msg`say how the file was written, e.g. \`encoding: shift_jis\``,
      ja: msg`ファイルの文字コードを書いてください（例: \`encoding: shift_jis\`）`,
    },
  },
  'unclosed-quote': {
    severity: 'error',
    title: { en: 'unclosed quote', ja: '閉じていない引用符' },
    en: msg`a quoted value begins in this row and never ends`,
    ja: msg`この行で始まる引用符 \`"\` が閉じられていません`,
  },
  'unreadable-row': {
    severity: 'error',
    title: { en: 'unreadable row', ja: '読めない行' },
    en: msg`this row cannot be read: ${'why'}`,
    ja: msg`この行は読めません：${'why'}`,
  },
  'row-too-long': {
    severity: 'error',
    title: { en: 'row too long', ja: '長すぎる行' },
    en: msg`this row is longer than ${'limit'} characters`,
    ja: msg`この行は ${'limit'} 文字を超えています`,
  },
  'ragged-row': {
    severity: 'error',
    title: { en: 'wrong number of columns', ja: '列数の不一致' },
    en: msg`this row has ${'found'} columns, and the file has ${'expected'}`,
    ja: msg`この行は ${'found'} 列ですが、ファイルは ${'expected'} 列です`,
  },
  // What the row is
  'unknown-event': {
    severity: 'error',
    title: { en: 'unknown event', ja: '未定義のイベント' },
    en: msg`the program has no event called \`${'event'}\`${'guess'}`,
    ja: msg`プログラムに \`${'event'}\` というイベントはありません${'guess'}`,
  },
  'missing-type': {
    severity: 'error',
    title: { en: 'no event type', ja: 'イベントの種類なし' },
    en: msg`this row does not say which event it is`,
    ja: msg`この行にはイベントの種類が書かれていません`,
  },
  'no-row-matches': {
    severity: 'error',
    title: { en: 'no entry matches', ja: '当てはまる定義なし' },
    en: msg`no entry under \`rows:\` of the mapping says what this row is`,
    ja: msg`マッピングの \`rows:\` に、この行に当てはまる定義がありません`,
  },
  'missing-member': {
    severity: 'error',
    title: { en: 'no member', ja: '会員なし' },
    en: msg`this row does not say whose it is`,
    ja: msg`この行には会員が書かれていません`,
  },
  'missing-time': {
    severity: 'error',
    title: { en: 'no time', ja: '日時なし' },
    en: msg`this row does not say when it happened`,
    ja: msg`この行には日時が書かれていません`,
  },
  'time-out-of-range': {
    severity: 'error',
    title: { en: 'time out of range', ja: '範囲外の日時' },
    en: msg`\`${'value'}\` in \`${'field'}\` lies outside the years ${'from'} to ${'to'}, in which things can happen`,
    ja: msg`\`${'field'}\` の \`${'value'}\` は、扱える ${'from'} 年から ${'to'} 年の範囲にありません`,
  },
  'missing-group': {
    severity: 'error',
    title: { en: 'no group', ja: 'まとめる値なし' },
    en: msg`this row leaves \`${'columns'}\` empty, so nothing says which rows are one event with it`,
    ja: msg`この行は \`${'columns'}\` が空なので、どの行と一つのイベントになるのか分かりません`,
  },
  'rows-disagree': {
    severity: 'error',
    title: { en: 'rows disagree', ja: '行どうしの食い違い' },
    en: msg`\`${'column'}\` is \`${'found'}\` here and \`${'expected'}\` in line ${'line'}, a row of the same event`,
    ja: msg`\`${'column'}\` がこの行では \`${'found'}\`、同じイベントの ${'line'} 行目では \`${'expected'}\` です`,
  },
  'part-of-bad-event': {
    severity: 'error',
    title: { en: 'part of a bad event', ja: '不良イベントの一部' },
    en: msg`line ${'line'}, a row of the same event, cannot be used, so the event would be incomplete`,
    ja: msg`同じイベントの ${'line'} 行目が使えないため、イベントが不完全になります`,
  },
  // Its values
  'missing-field': {
    severity: 'error',
    title: { en: 'missing value', ja: '値なし' },
    en: msg`\`${'event'}\` needs \`${'field'}\`, which this row leaves empty`,
    ja: msg`\`${'event'}\` には \`${'field'}\` が必要ですが、この行では空です`,
  },
  'unknown-field': {
    severity: 'error',
    title: { en: 'unknown field', ja: '未定義の項目' },
    en: msg`\`${'event'}\` has no field called \`${'field'}\`${'guess'}`,
    ja: msg`\`${'event'}\` に \`${'field'}\` という項目はありません${'guess'}`,
  },
  'derived-field': {
    severity: 'error',
    title: { en: 'derived field', ja: '導出項目' },
    en: msg`\`${'field'}\` of \`${'event'}\` is worked out by the program; a row cannot bring it`,
    ja: msg`\`${'event'}\` の \`${'field'}\` はプログラムが計算する項目なので、行に書くことはできません`,
  },
  'wrong-type': {
    severity: 'error',
    title: { en: 'wrong kind of value', ja: '値の種類の不一致' },
    en: msg`\`${'field'}\` should be ${'expected'}`,
    ja: msg`\`${'field'}\` には${'expected'}を書いてください`,
  },
  'unknown-word': {
    severity: 'error',
    title: { en: 'unknown word', ja: '未定義の語' },
    en: msg`\`${'value'}\` is not a word of \`${'field'}\` (${'words'})${'guess'}`,
    ja: msg`\`${'value'}\` は \`${'field'}\` の語（${'words'}）ではありません${'guess'}`,
  },
  'unreadable-number': {
    severity: 'error',
    title: { en: 'unreadable number', ja: '読めない数' },
    en: msg`\`${'value'}\` in \`${'field'}\` is not a number`,
    ja: msg`\`${'field'}\` の \`${'value'}\` は数として読めません`,
  },
  'misplaced-separator': {
    severity: 'error',
    title: { en: 'misplaced thousands separator', ja: '桁区切りの位置' },
    en: msg`the thousands separators of \`${'value'}\` in \`${'field'}\` do not stand where thousands end`,
    ja: msg`\`${'field'}\` の \`${'value'}\` は桁区切りの位置が正しくありません`,
  },
  'too-many-decimals': {
    severity: 'error',
    title: { en: 'too many decimals', ja: '小数桁の超過' },
    en: msg`\`${'value'}\` has ${'found'} decimals, and \`${'field'}\` has ${'allowed'}: it is not rounded`,
    ja: msg`\`${'value'}\` の小数は ${'found'} 桁ですが、\`${'field'}\` は ${'allowed'} 桁です。丸めずに除外しました`,
  },
  'number-too-large': {
    severity: 'error',
    title: { en: 'number too large', ja: '大きすぎる数' },
    en: msg`\`${'value'}\` in \`${'field'}\` is larger than any amount that can be kept`,
    ja: msg`\`${'field'}\` の \`${'value'}\` は扱える数の範囲を超えています`,
  },
  'out-of-bounds': {
    severity: 'error',
    title: { en: 'out of bounds', ja: '範囲外の値' },
    en: msg`\`${'value'}\` in \`${'field'}\` is ${'side'} \`${'bound'}\`, which the program declares`,
    ja: msg`\`${'field'}\` の \`${'value'}\` は、プログラムで定めた \`${'bound'}\` ${'side'}`,
  },
  'unreadable-date': {
    severity: 'error',
    title: { en: 'unreadable date', ja: '読めない日付' },
    en: msg`\`${'value'}\` in \`${'field'}\` is not a date written as \`${'format'}\``,
    ja: msg`\`${'field'}\` の \`${'value'}\` は \`${'format'}\` の形の日付ではありません`,
  },
  'unreadable-time': {
    severity: 'error',
    title: { en: 'unreadable time', ja: '読めない日時' },
    en: msg`\`${'value'}\` in \`${'field'}\` is not a time written as \`${'format'}\``,
    ja: msg`\`${'field'}\` の \`${'value'}\` は \`${'format'}\` の形の日時ではありません`,
  },
  'unknown-reward': {
    severity: 'error',
    title: { en: 'unknown reward', ja: '未定義の特典' },
    en: msg`the program has no reward called \`${'reward'}\`${'guess'}`,
    ja: msg`プログラムに \`${'reward'}\` という特典はありません${'guess'}`,
  },
  // Its place in the member's history
  'duplicate-id': {
    severity: 'error',
    title: { en: 'duplicate id', ja: 'IDの重複' },
    en: msg`this member already has an event \`${'event'}\` (${'place'})`,
    ja: msg`この会員にはすでにイベント \`${'event'}\` があります（${'place'}）`,
  },
  'duplicate-enrolment': {
    severity: 'error',
    title: { en: 'enrolled twice', ja: '二重の入会' },
    en: msg`member \`${'member'}\` is already enrolled (${'place'})`,
    ja: msg`会員 \`${'member'}\` はすでに入会しています（${'place'}）`,
  },
  'before-enrolment': {
    severity: 'error',
    title: { en: 'before enrolment', ja: '入会前のイベント' },
    en: msg`this happened on ${'day'}, before the member enrolled on ${'enrolled'}`,
    ja: msg`${'day'} のイベントですが、会員の入会は ${'enrolled'} です`,
  },
  'enrolled-fixed': {
    severity: 'error',
    title: { en: 'enrolment cannot change', ja: '入会日は変更不可' },
    en: msg`the day of enrolment cannot be changed by \`profile\``,
    ja: msg`入会日を \`profile\` で変えることはできません`,
  },
  'unknown-member': {
    severity: 'error',
    title: { en: 'unknown member', ja: '未登録の会員' },
    en: msg`member \`${'member'}\` is not in the file of members`,
    ja: msg`会員 \`${'member'}\` は会員ファイルにありません`,
  },
  'member-incomplete': {
    severity: 'error',
    title: { en: 'incomplete member', ja: '会員情報の不足' },
    en: msg`the program needs \`${'attribute'}\` of every member, and nothing says it of member \`${'member'}\``,
    ja: msg`プログラムはすべての会員に \`${'attribute'}\` を求めますが、会員 \`${'member'}\` にはありません`,
  },
  // Reversals
  'reversal-unknown': {
    severity: 'error',
    title: { en: 'unknown original', ja: '取消元なし' },
    en: msg`\`${'event'}\` names \`${'of'}\`, which this member never did`,
    ja: msg`\`${'event'}\` が指す \`${'of'}\` は、この会員の履歴にありません`,
  },
  'reversal-later': {
    severity: 'error',
    title: { en: 'original comes later', ja: '取消元より前' },
    en: msg`\`${'event'}\` names \`${'of'}\`, which comes later (${'place'})`,
    ja: msg`\`${'event'}\` が指す \`${'of'}\` は、これより後のイベントです（${'place'}）`,
  },
  'reversal-of-itself': {
    severity: 'error',
    title: { en: 'reversal of itself', ja: '自分自身の取消' },
    en: msg`\`${'event'}\` names itself as what it reverses`,
    ja: msg`\`${'event'}\` は取消元に自分自身を指しています`,
  },
  'reversal-other-member': {
    severity: 'error',
    title: { en: 'original of another member', ja: '別会員の取消元' },
    en: msg`\`${'event'}\` names \`${'of'}\`, which belongs to another member`,
    ja: msg`\`${'event'}\` が指す \`${'of'}\` は、別の会員のイベントです`,
  },
  'reversal-of-bad-row': {
    severity: 'error',
    title: { en: 'original is a bad row', ja: '取消元が不良行' },
    en: msg`\`${'event'}\` names \`${'of'}\`, which is itself a bad row (${'place'})`,
    ja: msg`\`${'event'}\` が指す \`${'of'}\` 自体が不良行です（${'place'}）`,
  },
  'reversal-other-type': {
    severity: 'error',
    title: { en: 'original of another type', ja: '取消元の種類違い' },
    en: msg`\`${'event'}\` reverses a \`${'expected'}\`, and \`${'of'}\` is a \`${'found'}\``,
    ja: msg`\`${'event'}\` が取り消せるのは \`${'expected'}\` ですが、\`${'of'}\` は \`${'found'}\` です`,
  },
  'reversal-of-reversal': {
    severity: 'error',
    title: { en: 'reversal of a reversal', ja: '取消の取消' },
    en: msg`\`${'of'}\` is a \`${'found'}\`, which reverses something itself and cannot be reversed`,
    ja: msg`\`${'of'}\` は \`${'found'}\`（それ自体が取消）なので、取り消せません`,
  },
  'reversal-exceeds': {
    severity: 'error',
    title: { en: 'more than is left', ja: '残りを超える取消' },
    en: msg`\`${'value'}\` is more than the \`${'left'}\` that is left of \`${'of'}\``,
    ja: msg`\`${'value'}\` は、\`${'of'}\` に残っている \`${'left'}\` を超えています`,
  },
  'reversal-negative': {
    severity: 'error',
    title: { en: 'negative reversal', ja: '負の取消' },
    en: msg`\`${'field'}\` of a reversal is what it takes back, and \`${'value'}\` is below zero`,
    ja: msg`取消の \`${'field'}\` は取り戻す量なので、負の \`${'value'}\` は使えません`,
    help: {
      en: msg`in a mapping: \`negate: yes\``,
      ja: msg`マッピングでは \`negate: yes\` と書いてください`,
    },
  },
  'reversal-done': {
    severity: 'error',
    title: { en: 'already wholly reversed', ja: '取消済み' },
    en: msg`nothing is left of \`${'of'}\`: it is already wholly reversed`,
    ja: msg`\`${'of'}\` はすでに全額取り消されています`,
  },
  'reversal-no-original': {
    severity: 'error',
    title: { en: 'no original found', ja: '取消元が見つからない' },
    en: msg`this member has no earlier \`${'event'}\` that fits this \`${'type'}\``,
    ja: msg`この会員には、この \`${'type'}\` に合う過去の \`${'event'}\` がありません`,
  },
  // Warnings
  'tie-between-files': {
    severity: 'warning',
    title: { en: 'order of files decides', ja: 'ファイル順に依存' },
    en: msg`${'count'} times, events of one member at one instant stand in different files without \`sequence\` (first: ${'place'}): the order of the files decides`,
    ja: msg`同じ会員の同時刻のイベントが別々のファイルにあり \`sequence\` がない箇所が ${'count'} 件あります（最初：${'place'}）。ファイルの順で並べました`,
    help: {
      en: msg`give these events a \`sequence\``,
      ja: msg`該当するイベントに \`sequence\` を付けてください`,
    },
  },
  'parameter-starts-late': {
    severity: 'warning',
    title: { en: 'history before a parameter', ja: '設定値より前の履歴' },
    en: msg`the first event is of ${'first'}, before the first date of \`${'parameter'}\` (${'from'}): its first value is used until then`,
    ja: msg`最初のイベントは ${'first'} で、\`${'parameter'}\` の最初の日付（${'from'}）より前です。それまでは最初の値を使います`,
  },
  // Files with typed columns
  'parquet-unreadable': {
    severity: 'error',
    title: { en: 'unreadable Parquet file', ja: '読めない Parquet ファイル' },
    en: msg`\`${'file'}\` cannot be read as Parquet: ${'why'}`,
    ja: msg`\`${'file'}\` を Parquet として読めません：${'why'}`,
    help: {
      en: msg`write the file again where it comes from, or export it as CSV`,
      ja: msg`元のデータから書き出し直すか、CSV で書き出してください`,
    },
  },
  'parquet-type': {
    severity: 'error',
    title: { en: 'type that no cell holds', ja: '扱えない列の型' },
    en: msg`the column \`${'column'}\` of \`${'file'}\` is of type ${'type'}, which is no number, text, date, list or struct`,
    ja: msg`\`${'file'}\` の列 \`${'column'}\` は ${'type'} 型で、数・文字・日付・リスト・構造体のどれでもありません`,
    help: {
      en: msg`leave the column out of the file, or out of the mapping`,
      ja: msg`その列をファイルかマッピングから除いてください`,
    },
  },
  'parquet-expected': {
    severity: 'error',
    title: { en: 'not a Parquet file', ja: 'Parquet ではないファイル' },
    en: msg`the mapping says \`format: parquet\`, and \`${'file'}\` is text`,
    ja: msg`マッピングは \`format: parquet\` ですが、\`${'file'}\` はテキストです`,
    help: {
      en: msg`write \`format: csv\` or \`format: jsonl\``,
      ja: msg`\`format: csv\` か \`format: jsonl\` を指定してください`,
    },
  },
  // Mapping documents
  'mapping-unknown-event': {
    severity: 'error',
    title: { en: 'unknown event', ja: '未定義のイベント' },
    en: msg`the program has no event called \`${'event'}\`${'guess'}`,
    ja: msg`プログラムに \`${'event'}\` というイベントはありません${'guess'}`,
  },
  'mapping-unknown-field': {
    severity: 'error',
    title: { en: 'unknown field', ja: '未定義の項目' },
    en: msg`\`${'event'}\` has no field called \`${'field'}\`${'guess'}`,
    ja: msg`\`${'event'}\` に \`${'field'}\` という項目はありません${'guess'}`,
  },
  'mapping-derived-field': {
    severity: 'error',
    title: { en: 'derived field', ja: '導出項目' },
    en: msg`\`${'field'}\` of \`${'event'}\` is worked out by the program; a mapping cannot bring it`,
    ja: msg`\`${'event'}\` の \`${'field'}\` はプログラムが計算する項目なので、マッピングには書けません`,
  },
  'mapping-missing-field': {
    severity: 'error',
    title: { en: 'missing field', ja: '項目の不足' },
    en: msg`\`${'event'}\` needs \`${'field'}\`, and the mapping does not say where it is`,
    ja: msg`\`${'event'}\` には \`${'field'}\` が必要ですが、マッピングに列の指定がありません`,
  },
  'mapping-unknown-attribute': {
    severity: 'error',
    title: { en: 'unknown attribute', ja: '未定義の会員属性' },
    en: msg`the program's members have no attribute called \`${'attribute'}\`${'guess'}`,
    ja: msg`プログラムの会員に \`${'attribute'}\` という属性はありません${'guess'}`,
  },
  'mapping-unknown-column': {
    severity: 'error',
    title: { en: 'unknown column', ja: '存在しない列' },
    en: msg`\`${'file'}\` has no column called \`${'column'}\`${'guess'}`,
    ja: msg`\`${'file'}\` に \`${'column'}\` という列はありません${'guess'}`,
  },
  'mapping-duplicate-column': {
    severity: 'error',
    title: { en: 'column named twice', ja: '列名の重複' },
    en: msg`\`${'file'}\` has two columns called \`${'column'}\`, so the mapping cannot tell them apart`,
    ja: msg`\`${'file'}\` に \`${'column'}\` という列が二つあり、区別できません`,
    help: {
      en: msg`leave the header out and name the columns yourself: \`skip: 1\`, \`header: no\`, \`columns: [...]\``,
      ja: msg`見出しを飛ばして列名を自分で付けてください：\`skip: 1\`、\`header: no\`、\`columns: [...]\``,
    },
  },
  'mapping-columns-needed': {
    severity: 'error',
    title: { en: 'columns not named', ja: '列の定義なし' },
    en: msg`the columns need names: \`columns:\` is missing`,
    ja: msg`列の名前が必要です。\`columns:\` がありません`,
  },
  'mapping-columns-unused': {
    severity: 'error',
    title: { en: 'columns named twice', ja: '列名の二重指定' },
    en: msg`the header names the columns already, so \`columns:\` has no meaning here`,
    ja: msg`列名は見出し行にあるので、\`columns:\` に意味がありません`,
    help: {
      en: msg`take it out, or leave the header out: \`skip: 1\` and \`header: no\``,
      ja: msg`\`columns:\` を消すか、見出しを飛ばしてください：\`skip: 1\`、\`header: no\``,
    },
  },
  'mapping-header': {
    severity: 'error',
    title: { en: 'unreadable header', ja: '読めない見出し' },
    en: msg`the header of \`${'file'}\` (line ${'line'}) cannot be read: ${'why'}`,
    ja: msg`\`${'file'}\` の見出し（${'line'} 行目）が読めません：${'why'}`,
  },
  'mapping-bound': {
    severity: 'error',
    title: { en: 'unusable bound', ja: '使えない境界値' },
    en: msg`\`${'value'}\` is not a number, so nothing can be ${'side'} it`,
    ja: msg`\`${'value'}\` は数ではないので、\`${'side'}\` の比較ができません`,
  },
  'mapping-unknown-zone': {
    severity: 'error',
    title: { en: 'unknown time zone', ja: '未知のタイムゾーン' },
    en: msg`there is no time zone called \`${'zone'}\``,
    ja: msg`\`${'zone'}\` というタイムゾーンはありません`,
  },
  'mapping-unknown-encoding': {
    severity: 'error',
    title: { en: 'unknown encoding', ja: '未知の文字コード' },
    en: msg`\`${'encoding'}\` is not an encoding that can be read here`,
    ja: msg`文字コード \`${'encoding'}\` はここでは読めません`,
  },
  'mapping-delimiter': {
    severity: 'error',
    title: { en: 'unusable delimiter', ja: '使えない区切り文字' },
    en: msg`\`${'delimiter'}\` cannot separate columns: one character, neither a quote nor a line end`,
    ja: msg`\`${'delimiter'}\` は区切り文字に使えません。引用符と改行以外の一文字にしてください`,
  },
  'mapping-separators': {
    severity: 'error',
    title: { en: 'unusable separators', ja: '使えない桁区切り' },
    en: msg`\`decimal\` and \`thousands\` must be two different characters, and no digits or signs`,
    ja: msg`\`decimal\` と \`thousands\` には、数字や符号以外の異なる一文字を指定してください`,
  },
  'mapping-format': {
    severity: 'error',
    title: { en: 'unusable date format', ja: '使えない日付形式' },
    en: msg`\`${'format'}\` cannot be read: ${'why'}`,
    ja: msg`\`${'format'}\` は使えません：${'why'}`,
    help: {
      en: msg`use \`yyyy MM dd HH mm ss\` (or \`M d H\`), and quote other letters: \`yyyy-MM-dd'T'HH:mm\``,
      ja: msg`\`yyyy MM dd HH mm ss\`（または \`M d H\`）を使い、ほかの英字は引用符で囲んでください：\`yyyy-MM-dd'T'HH:mm\``,
    },
  },
  'mapping-of-missing': {
    severity: 'error',
    title: { en: 'original not named', ja: '取消元の指定なし' },
    en: msg`\`${'event'}\` reverses a \`${'original'}\`: say which, with \`of:\``,
    ja: msg`\`${'event'}\` は \`${'original'}\` を取り消すイベントです。\`of:\` で取消元を指定してください`,
  },
  'mapping-of-unused': {
    severity: 'error',
    title: { en: 'nothing to reverse', ja: '取消でないイベント' },
    en: msg`\`${'event'}\` reverses nothing, so \`of:\` has no meaning here`,
    ja: msg`\`${'event'}\` は取消ではないので、\`of:\` は使えません`,
  },
  'mapping-find-type': {
    severity: 'error',
    title: { en: 'search for another type', ja: '探す種類の不一致' },
    en: msg`\`${'event'}\` reverses a \`${'original'}\`, so the original cannot be a \`${'found'}\``,
    ja: msg`\`${'event'}\` が取り消すのは \`${'original'}\` なので、\`${'found'}\` は取消元になれません`,
  },
  'mapping-word': {
    severity: 'error',
    title: { en: 'unusable constant', ja: '使えない定数' },
    en: msg`\`${'value'}\` cannot be a value of \`${'field'}\`: ${'why'}`,
    ja: msg`\`${'value'}\` は \`${'field'}\` の値になりません：${'why'}`,
  },
  'mapping-members-file': {
    severity: 'error',
    title: { en: 'file of members not given', ja: '会員ファイルなし' },
    en: msg`the mapping takes attributes from \`${'file'}\`, which was not given`,
    ja: msg`マッピングは \`${'file'}\` から会員属性を読みますが、ファイルが渡されていません`,
  },
} as const;

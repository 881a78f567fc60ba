import { msg, reporter } from '../../schema/index.ts';

/** What can be wrong with a document before its expressions are read. Codes are append-only. */
export const documentMessages = {
  'document-too-large': {
    severity: 'error',
    title: { en: 'document-too-large', ja: '文書が大きすぎます' },
    en: msg`this document has ${'size'} characters; at most ${'limit'} are read`,
    ja: msg`この文書は ${'size'} 文字あります。読めるのは ${'limit'} 文字までです`,
    help: {
      en: msg`events belong in a history file (CSV, JSON Lines, Parquet) with a mapping`,
      ja: msg`イベントは履歴ファイル（CSV、JSON Lines、Parquet）に置き、マッピングで読み込んでください`,
    },
  },
  'too-deep': {
    severity: 'error',
    title: { en: 'too-deep', ja: '入れ子が深すぎます' },
    en: msg`entries are nested more than ${'limit'} deep here`,
    ja: msg`ここで入れ子が ${'limit'} 段を超えています`,
    help: {
      en: msg`look for a bracket that was never closed`,
      ja: msg`閉じていない括弧がないか確かめてください`,
    },
  },
  'empty-document': {
    severity: 'error',
    title: { en: 'empty-document', ja: '空の文書' },
    en: msg`this document is empty`,
    ja: msg`この文書には何も書かれていません`,
    help: {
      en: msg`start with ${'kizuna'} and ${'program'}`,
      ja: msg`${'kizuna'} と ${'program'} から書き始めてください`,
    },
  },
  'several-documents': {
    severity: 'error',
    title: { en: 'several-documents', ja: '一つのファイルに複数の文書' },
    en: msg`a second document starts here; a file holds one`,
    ja: msg`ここから二つ目の文書が始まっています。一つのファイルに書ける文書は一つです`,
    help: {
      en: msg`take this line out, or move what follows to a file of its own`,
      ja: msg`この行を消すか、続きを別のファイルに移してください`,
    },
  },
  'yaml-feature': {
    severity: 'error',
    title: { en: 'yaml-feature', ja: '使えない YAML の記法' },
    en: msg`${'written'} is read by YAML as ${'feature'}, which programs do not use`,
    ja: msg`${'written'} は YAML の${'feature'}と読まれますが、プログラムでは使えません`,
    help: { en: msg`${'advice'}`, ja: msg`${'advice'}` },
  },
  'duplicate-key': {
    severity: 'error',
    title: { en: 'duplicate-key', ja: '名前の重複' },
    en: msg`${'key'} is written twice in the same place`,
    ja: msg`同じ場所に ${'key'} が二度書かれています`,
    help: {
      en: msg`rename one of them, or put their entries together`,
      ja: msg`どちらかの名前を変えるか、一つにまとめてください`,
    },
  },
  'key-not-text': {
    severity: 'error',
    title: { en: 'key-not-text', ja: '名前になれないもの' },
    en: msg`a name is expected here, not a list or a map`,
    ja: msg`ここには名前を書きます。リストやマップは名前になりません`,
  },
  'empty-key': {
    severity: 'error',
    title: { en: 'empty-key', ja: '名前がありません' },
    en: msg`there is no name before this colon`,
    ja: msg`このコロンの前に名前がありません`,
  },
  'null-value': {
    severity: 'error',
    title: { en: 'null-value', ja: '空値は使えません' },
    en: msg`${'written'} means "nothing" in YAML, and there is no such value`,
    ja: msg`${'written'} は YAML で「値なし」を表しますが、そのような値はありません`,
    help: {
      en: msg`leave the whole entry out, or put the word in quotes if it is text`,
      ja: msg`項目ごと省くか、文字として使うなら引用符で囲んでください`,
    },
  },
  'comma-in-braces': {
    severity: 'error',
    title: { en: 'comma-in-braces', ja: '括弧の中のコンマ' },
    en: msg`the comma ends this entry, so ${'cut'} is cut in two`,
    ja: msg`コンマで項目が終わるため、${'cut'} が二つに切れています`,
    help: {
      en: msg`put the entries on lines of their own, or quote: ${'quoted'}`,
      ja: msg`項目を一行ずつに分けるか、引用符で囲んでください: ${'quoted'}`,
    },
  },
  'symbol-at-start': {
    severity: 'error',
    title: { en: 'symbol-at-start', ja: '先頭の記号' },
    en: msg`${'symbol'} at the start of a value has a meaning of its own in YAML`,
    ja: msg`値の先頭の ${'symbol'} は、YAML では別の意味になります`,
    help: { en: msg`quote the value: ${'quoted'}`, ja: msg`値を引用符で囲んでください: ${'quoted'}` },
  },
  'tab-indentation': {
    severity: 'error',
    title: { en: 'tab-indentation', ja: 'タブによる字下げ' },
    en: msg`this line is indented with a tab; YAML wants spaces`,
    ja: msg`この行はタブで字下げされています。YAML では空白を使います`,
    help: { en: msg`replace the tab with two spaces`, ja: msg`タブを空白二つに置き換えてください` },
  },
  'colon-in-value': {
    severity: 'error',
    title: { en: 'colon-in-value', ja: '値の中のコロン' },
    en: msg`a second colon with a space after it starts a new entry inside this one`,
    ja: msg`空白の続く二つ目のコロンは、値の途中から新しい項目を始めてしまいます`,
    help: {
      en: msg`quote the value if the colon belongs to it; two entries need a comma or a line each`,
      ja: msg`コロンも値の一部なら引用符で囲み、別の項目ならコンマか改行で区切ってください`,
    },
  },
  'colon-needs-space': {
    severity: 'error',
    title: { en: 'colon-needs-space', ja: 'コロンの後の空白' },
    en: msg`a space is missing after the colon of ${'key'}`,
    ja: msg`${'key'} のコロンの後に空白がありません`,
    help: { en: msg`write ${'mended'}`, ja: msg`${'mended'} と書いてください` },
  },
  'full-width-character': {
    severity: 'error',
    title: { en: 'full-width characters', ja: '全角文字' },
    en: msg`${'what'} stands where YAML wants the half-width one`,
    ja: msg`${'what'}が使われています。YAML の書式では半角で書きます`,
    help: { en: msg`write ${'meant'}`, ja: msg`${'meant'} と書いてください` },
  },
  'missing-colon': {
    severity: 'error',
    title: { en: 'missing-colon', ja: 'コロンがありません' },
    en: msg`${'written'} stands where a name and a colon are expected`,
    ja: msg`名前とコロンがあるはずのところに ${'written'} とだけ書かれています`,
    help: {
      en: msg`write a name, a colon, a space and a value; or indent this line further if it continues the one above`,
      ja: msg`「名前: 値」の形で書いてください。上の行の続きなら、もっと深く字下げしてください`,
    },
  },
  'unclosed-quote': {
    severity: 'error',
    title: { en: 'unclosed-quote', ja: '閉じていない引用符' },
    en: msg`this quotation mark is never closed`,
    ja: msg`この引用符が閉じられていません`,
    help: { en: msg`add ${'quote'} where the text ends`, ja: msg`文の終わりに ${'quote'} を書いてください` },
  },
  'unclosed-bracket': {
    severity: 'error',
    title: { en: 'unclosed-bracket', ja: '閉じていない括弧' },
    en: msg`this ${'open'} is never closed`,
    ja: msg`この ${'open'} が閉じられていません`,
    help: { en: msg`add ${'close'} where it ends`, ja: msg`終わりに ${'close'} を書いてください` },
  },
  'stray-bracket': {
    severity: 'error',
    title: { en: 'stray-bracket', ja: '余分な括弧' },
    en: msg`this ${'bracket'} closes nothing`,
    ja: msg`この ${'bracket'} に対応する括弧がありません`,
    help: { en: msg`take it out, or quote the value`, ja: msg`消すか、値を引用符で囲んでください` },
  },
  'stray-comma': {
    severity: 'error',
    title: { en: 'stray-comma', ja: '余分なコンマ' },
    en: msg`there is nothing before this comma`,
    ja: msg`このコンマの前に何もありません`,
  },
  'missing-comma': {
    severity: 'error',
    title: { en: 'missing-comma', ja: 'コンマがありません' },
    en: msg`a comma is missing before this entry`,
    ja: msg`この項目の前にコンマがありません`,
  },
  'bad-indentation': {
    severity: 'error',
    title: { en: 'bad-indentation', ja: '字下げの不揃い' },
    en: msg`this line is indented unlike the lines it belongs to`,
    ja: msg`この行の字下げが、同じまとまりの行と揃っていません`,
    help: {
      en: msg`give entries of the same level the same number of spaces`,
      ja: msg`同じ段の項目は、同じ数の空白で字下げしてください`,
    },
  },
  'dash-after-key': {
    severity: 'error',
    title: { en: 'dash-after-key', ja: '名前と同じ行の「-」' },
    en: msg`${'dash'} starts a list, and a list starts on a line of its own`,
    ja: msg`${'dash'} はリストの始まりと読まれます。リストは次の行から書きます`,
    help: {
      en: msg`quote the value if it starts with a minus sign`,
      ja: msg`マイナスで始まる値なら、引用符で囲んでください`,
    },
  },
  'text-after-value': {
    severity: 'error',
    title: { en: 'text-after-value', ja: '値の後の文字' },
    en: msg`the value has ended before ${'written'}`,
    ja: msg`${'written'} の前で値が終わっています`,
    help: {
      en: msg`quote the whole value, or take this out`,
      ja: msg`値全体を引用符で囲むか、この部分を消してください`,
    },
  },
  'bad-escape': {
    severity: 'error',
    title: { en: 'bad-escape', ja: '不明なエスケープ' },
    en: msg`${'written'} means nothing inside double quotes`,
    ja: msg`二重引用符の中の ${'written'} には意味がありません`,
    help: {
      en: msg`write two backslashes for one, or use single quotes`,
      ja: msg`逆斜線そのものは二つ重ねて書くか、一重引用符を使ってください`,
    },
  },
  'unreadable-yaml': {
    severity: 'error',
    title: { en: 'unreadable-yaml', ja: 'YAML として読めません' },
    en: msg`this cannot be read as YAML: ${'written'} does not fit here`,
    ja: msg`YAML として読めません。${'written'} がここに合いません`,
    help: {
      en: msg`look at the indentation, brackets and quotes of this line and the one before`,
      ja: msg`この行と前の行の、字下げ・括弧・引用符を確かめてください`,
    },
  },
  'unknown-key': {
    severity: 'error',
    title: { en: 'unknown-key', ja: '知らない項目' },
    en: msg`there is no entry called ${'key'} ${'place'}`,
    ja: msg`${'place'}に ${'key'} という項目はありません`,
  },
  'missing-key': {
    severity: 'error',
    title: { en: 'missing-key', ja: '足りない項目' },
    en: msg`${'key'} is missing ${'place'}`,
    ja: msg`${'place'}に ${'key'} がありません`,
    help: { en: msg`add it, such as ${'example'}`, ja: msg`${'example'} のように書き足してください` },
  },
  'empty-value': {
    severity: 'error',
    title: { en: 'empty-value', ja: '値がありません' },
    en: msg`${'key'} has no value`,
    ja: msg`${'key'}に値がありません`,
  },
  'expected-map': {
    severity: 'error',
    title: { en: 'expected-map', ja: '項目の並びが必要です' },
    en: msg`${'key'} takes entries (a name, a colon, a value), not ${'found'}`,
    ja: msg`${'key'}には「名前: 値」の項目を書きます。${'found'}は書けません`,
    help: { en: msg`for example ${'example'}`, ja: msg`例: ${'example'}` },
  },
  'expected-list': {
    severity: 'error',
    title: { en: 'expected-list', ja: 'リストが必要です' },
    en: msg`${'key'} takes a list, not ${'found'}`,
    ja: msg`${'key'}にはリストを書きます。${'found'}は書けません`,
    help: { en: msg`for example ${'example'}`, ja: msg`例: ${'example'}` },
  },
  'expected-text': {
    severity: 'error',
    title: { en: 'expected-text', ja: '一つの値が必要です' },
    en: msg`${'key'} takes one value, not ${'found'}`,
    ja: msg`${'key'}には一つの値を書きます。${'found'}は書けません`,
    help: { en: msg`for example ${'example'}`, ja: msg`例: ${'example'}` },
  },
  'expected-other': {
    severity: 'error',
    title: { en: 'expected-other', ja: '形が違います' },
    en: msg`${'key'} takes ${'expected'}, not ${'found'}`,
    ja: msg`${'key'}には${'expected'}を書きます。${'found'}は書けません`,
    help: { en: msg`for example ${'example'}`, ja: msg`例: ${'example'}` },
  },
  'expected-yes-no': {
    severity: 'error',
    title: { en: 'expected-yes-no', ja: 'yes か no が必要です' },
    en: msg`${'written'} is neither ${'yes'} nor ${'no'}`,
    ja: msg`${'written'} は ${'yes'} でも ${'no'} でもありません`,
  },
  'unknown-choice': {
    severity: 'error',
    title: { en: 'unknown-choice', ja: '選べない言葉' },
    en: msg`${'written'} is not one of the words for ${'key'} (${'choices'})`,
    ja: msg`${'key'}に ${'written'} は使えません（${'choices'}）`,
  },
  'unknown-version': {
    severity: 'error',
    title: { en: 'unknown-version', ja: '知らないバージョン' },
    en: msg`this document is written for version ${'written'} of the language; ${'known'} is read here`,
    ja: msg`この文書は言語のバージョン ${'written'} で書かれています。ここで読めるのは ${'known'} です`,
  },
  'quoted-number': {
    severity: 'error',
    title: { en: 'quoted-number', ja: '引用符の付いた数' },
    en: msg`${'written'} is text because of its quotes, and ${'key'} takes a number`,
    ja: msg`${'written'} は引用符のために文字と読まれます。${'key'}には数を書きます`,
    help: { en: msg`take the quotes away`, ja: msg`引用符を取ってください` },
  },
  'expected-form': {
    severity: 'error',
    title: { en: 'expected-form', ja: '書き方が違います' },
    en: msg`${'written'} is not how ${'key'} is written`,
    ja: msg`${'written'} は ${'key'}の書き方に合っていません`,
    help: { en: msg`for example ${'example'}`, ja: msg`例: ${'example'}` },
  },
  'bad-name': {
    severity: 'error',
    title: { en: 'bad-name', ja: '名前に使えない文字' },
    en: msg`${'key'} cannot be a name here`,
    ja: msg`${'key'} はここでは名前に使えません`,
    help: {
      en: msg`names are letters, digits and ${'underscore'}, and start with a letter`,
      ja: msg`名前には文字・数字・${'underscore'} を使い、文字で始めてください`,
    },
  },
  'bad-key': {
    severity: 'error',
    title: { en: 'bad-key', ja: '見出しの書き方が違います' },
    en: msg`${'key'} cannot stand here`,
    ja: msg`ここに ${'key'} とは書けません`,
    help: { en: msg`for example ${'example'}`, ja: msg`例: ${'example'}` },
  },
  'too-few': {
    severity: 'error',
    title: { en: 'too-few', ja: '中身が足りません' },
    en: msg`${'key'} needs at least ${'count'}`,
    ja: msg`${'key'}には少なくとも${'count'}が必要です`,
    help: { en: msg`for example ${'example'}`, ja: msg`例: ${'example'}` },
  },
  'not-together': {
    severity: 'error',
    title: { en: 'not-together', ja: '一緒に書けない項目' },
    en: msg`${'key'} cannot stand beside ${'other'}`,
    ja: msg`${'key'} と ${'other'} は一緒に書けません`,
    help: { en: msg`keep one of them`, ja: msg`どちらか一つにしてください` },
  },
  'optional-here': {
    severity: 'error',
    title: { en: 'optional-here', ja: '省略できない項目' },
    en: msg`${'key'} cannot be optional: only attributes and fields can`,
    ja: msg`${'key'} は省略可能にできません。省略できるのは属性とイベントの項目だけです`,
    help: { en: msg`take the question mark out`, ja: msg`疑問符を消してください` },
  },
  'out-of-bounds': {
    severity: 'error',
    title: { en: 'out-of-bounds', ja: '範囲の外の値' },
    en: msg`${'written'} is out of bounds for ${'key'} (${'low'} to ${'high'})`,
    ja: msg`${'key'}に ${'written'} は使えません（${'low'}〜${'high'}）`,
  },
  'duplicate-item': {
    severity: 'error',
    title: { en: 'duplicate-item', ja: 'リストの重複' },
    en: msg`${'key'} lists the same word twice`,
    ja: msg`${'key'}に同じ言葉が二度書かれています`,
  },
  'test-expects-nothing': {
    severity: 'error',
    title: { en: 'test-expects-nothing', ja: '何も確かめないテスト' },
    en: msg`the test case ${'key'} expects nothing, so it can never fail`,
    ja: msg`テスト ${'key'} は何も確かめていないため、失敗することがありません`,
    help: {
      en: msg`add ${'example'}`,
      ja: msg`${'example'} のように、期待する結果を書いてください`,
    },
  },
} as const;

export const reportDocument = reporter(documentMessages);

/** What the user wrote, as messages show it: in backticks, on one line, cut when long. */
export function shown(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const signs = [...line];
  if (line.includes('`')) return `“${line}”`;
  return `\`${signs.length > 60 ? `${signs.slice(0, 57).join('')}…` : line}\``;
}

import { msg, reporter } from '../../schema/index.ts';

/** What can be wrong with a scenario, beside what can be wrong with the program that it makes. Codes are append-only. */
export const scenarioMessages = {
  'remove-unknown': {
    severity: 'error',
    title: { en: 'nothing to remove', ja: '除く項目がない' },
    en: msg`there is no ${'entry'} ${'place'}, so it cannot be removed`,
    ja: msg`${'place'}に ${'entry'} がないため、除けません`,
  },
  'program-not-here': {
    severity: 'error',
    title: { en: 'no program to change', ja: '変更するプログラムがない' },
    en: msg`there is no program at ${'path'}: ${'why'}`,
    ja: msg`${'path'} にプログラムがありません。${'why'}`,
    help: {
      en: msg`\`program:\` is the way from this file to the program's`,
      ja: msg`\`program:\` には、このファイルから見たプログラムの場所を書いてください`,
    },
  },
  'source-empty': {
    severity: 'error',
    title: { en: 'a source without words', ja: '根拠が空' },
    en: msg`a number without a source is a guess: say where it comes from`,
    ja: msg`根拠のない数値は推測です。どこから得た数値かを書いてください`,
    help: {
      en: msg`\`source: assumption, to be replaced by the pilot\` is an answer too`,
      ja: msg`\`source: 仮置き（試行の結果で置き換える）\` でもかまいません`,
    },
  },
  'value-missing': {
    severity: 'error',
    title: { en: 'how much is missing', ja: '大きさがない' },
    en: msg`how much is assumed is not said`,
    ja: msg`どれだけ変わると仮定するかが書かれていません`,
    help: {
      en: msg`write \`value: 5%\`, \`range: [0%, 10%]\`, or both`,
      ja: msg`\`value: 5%\` か \`range: [0%, 10%]\`、またはその両方を書いてください`,
    },
  },
  'share-form': {
    severity: 'error',
    title: { en: 'not a share', ja: '割合ではない' },
    en: msg`${'written'} is not a share`,
    ja: msg`${'written'} は割合ではありません`,
    help: { en: msg`write \`5%\` or \`0.05\``, ja: msg`\`5%\` または \`0.05\` と書いてください` },
  },
  'share-bounds': {
    severity: 'error',
    title: { en: 'a share that cannot be', ja: 'ありえない割合' },
    en: msg`${'written'} cannot be: here a share is from ${'low'} to ${'high'}`,
    ja: msg`${'written'} はありえません。ここでの割合は ${'low'} から ${'high'} までです`,
  },
  'share-above-one': {
    severity: 'warning',
    title: { en: 'share above 100%', ja: '100% を超える割合' },
    en: msg`${'written'} without a percent sign means ${'percent'} more than today`,
    ja: msg`${'written'} は % がないため、いまより ${'percent'} 増えるという意味です`,
    help: {
      en: msg`write ${'meant'}, or ${'plain'} if so much is meant`,
      ja: msg`${'meant'}、または本当にそれだけ増えるなら ${'plain'} と書いてください`,
    },
  },
  'range-crossed': {
    severity: 'error',
    title: { en: 'a range that runs backwards', ja: '範囲の上下が逆' },
    en: msg`the range ends at ${'high'}, below its start ${'low'}`,
    ja: msg`範囲の終わり ${'high'} が、始まり ${'low'} より小さくなっています`,
    help: { en: msg`write the smaller one first`, ja: msg`小さいほうを先に書いてください` },
  },
  'value-outside': {
    severity: 'error',
    title: { en: 'a value outside its range', ja: '範囲の外の値' },
    en: msg`${'value'} is outside its own range (${'low'} to ${'high'})`,
    ja: msg`${'value'} が、その範囲（${'low'}〜${'high'}）の外にあります`,
  },
  'response-from': {
    severity: 'error',
    title: { en: 'no such day', ja: '存在しない日付' },
    en: msg`there is no day ${'written'}`,
    ja: msg`${'written'} という日付はありません`,
  },
  'response-unknown': {
    severity: 'error',
    title: { en: 'unknown in the program', ja: 'プログラムにない名前' },
    en: msg`there is no ${'what'} called ${'name'} in the changed program`,
    ja: msg`変更後のプログラムに ${'name'} という${'what'}はありません`,
  },
  'response-who': {
    severity: 'error',
    title: { en: 'who responds, said twice', ja: '対象の重複' },
    en: msg`${'key'} cannot stand beside ${'other'}: one of them says who responds`,
    ja: msg`${'key'} と ${'other'} は一緒に書けません。対象の会員はどちらか一つで示します`,
    help: {
      en: msg`both conditions fit into one \`who: … and …\``,
      ja: msg`両方の条件は \`who: … and …\` にまとめられます`,
    },
  },
  'response-part': {
    severity: 'error',
    title: { en: 'part of another assumption', ja: '別の種類の仮定の項目' },
    en: msg`${'key'} means nothing for \`changes: ${'changes'}\``,
    ja: msg`\`changes: ${'changes'}\` に ${'key'} は使えません`,
  },
  'response-near': {
    severity: 'error',
    title: { en: 'no threshold to be near', ja: '近さを測れない' },
    en: msg`${'why'}`,
    ja: msg`${'why'}`,
    help: {
      en: msg`write \`changes: frequency\` with \`who:\` and the condition`,
      ja: msg`\`changes: frequency\` にして、条件を \`who:\` に書いてください`,
    },
  },
  'response-event': {
    severity: 'error',
    title: { en: 'nothing to change', ja: '変えるイベントがない' },
    en: msg`${'why'}`,
    ja: msg`${'why'}`,
  },
} as const;

export const reportScenario = reporter(scenarioMessages);

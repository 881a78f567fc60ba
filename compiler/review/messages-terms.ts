import { msg, type Registry } from '../../schema/index.ts';

/** What the terms can be made to do, and what the figures of a replay say. */
export const termsMessages = {
  'free-repeatable': {
    severity: 'warning',
    title: { en: 'free action that can be repeated', ja: '繰り返せる無償付与' },
    en: msg`\`${'name'}\` gives points for something free, and its condition does not keep anyone from doing it again and again`,
    ja: msg`\`${'name'}\` は費用のかからない行動に付与し、条件も繰り返しを防ぎません`,
    help: { en: msg`add \`limit: 1 per day\``, ja: msg`\`limit: 1 per day\` のような上限を加えてください` },
  },
  'limit-never-bites': {
    severity: 'warning',
    title: { en: 'limit that never bites', ja: '効かない上限' },
    en: msg`\`${'limit'}\` is never reached: it can happen at most ${'most'} times`,
    ja: msg`起こりうるのは最大 ${'most'} 回なので、上限 \`${'limit'}\` に達することはありません`,
    help: { en: msg`take it away, or lower it`, ja: msg`取り除くか、小さくしてください` },
  },
  'reward-unreachable': {
    severity: 'warning',
    title: { en: 'reward that nobody can reach', ja: '誰も交換できない特典' },
    en: msg`\`${'name'}\` takes ${'price'} \`${'points'}\`, and a member can have at most ${'most'} before they expire`,
    ja: msg`\`${'name'}\` には \`${'points'}\` が ${'price'} 必要ですが、失効前にためられるのは最大 ${'most'} です`,
    help: {
      en: msg`lower the price, raise the limits, or let the points live longer`,
      ja: msg`必要ポイントを下げるか、上限を上げるか、有効期限を延ばしてください`,
    },
  },
  'money-pump': {
    severity: 'warning',
    title: { en: 'exchange that makes points', ja: '増える交換' },
    en: msg`exchanging \`${'points'}\` along these ways turns 1 into ${'factor'}, as often as one likes`,
    ja: msg`ここから交換を一周すると、\`${'points'}\` 1 が ${'factor'} に増え、何度でも繰り返せます`,
    help: {
      en: msg`give less than is taken, or add a limit`,
      ja: msg`受け取る量を渡す量より少なくするか、上限を加えてください`,
    },
  },
  'return-rate-high': {
    severity: 'hint',
    title: { en: 'high return', ja: '高い還元率' },
    en: msg`at best \`${'event'}\` gives back ${'rate'} of what is paid, all of its rules together`,
    ja: msg`すべてのルールが重なると、\`${'event'}\` の還元率は最大 ${'rate'} になります`,
    help: {
      en: msg`make sure that the margin carries it, or add a limit`,
      ja: msg`粗利でまかなえるか確かめるか、上限を加えてください`,
    },
  },
  'pays-more-than-spent': {
    severity: 'warning',
    title: { en: 'gives back all that is paid', ja: '支払い以上の還元' },
    en: msg`at best \`${'event'}\` gives back ${'rate'} of what is paid: members can live on it`,
    ja: msg`すべてのルールが重なると \`${'event'}\` の還元率は最大 ${'rate'} で、支払い以上に戻ります`,
    help: {
      en: msg`check the step, the worth of the reward, or add a limit`,
      ja: msg`付与の単位と特典の価値を確かめるか、上限を加えてください`,
    },
  },
  'refund-missing': {
    severity: 'hint',
    title: { en: 'no returns', ja: '返品を扱わない' },
    en: msg`\`${'event'}\` gives points, and no event takes it back: after a return the points stay`,
    ja: msg`\`${'event'}\` で付与しますが、取り消すイベントがないため、返品後もポイントが残ります`,
    help: {
      en: msg`declare one: \`refund: { reverses: ${'event'} }\``,
      ja: msg`\`refund: { reverses: ${'event'} }\` のようなイベントを宣言してください`,
    },
  },
  'refund-forgiven': {
    severity: 'warning',
    title: { en: 'points that survive a return', ja: '返品しても残る利得' },
    en: msg`whoever buys, uses the \`${'points'}\` of \`${'rule'}\` at once and returns the goods keeps what they bought`,
    ja: msg`購入してすぐ \`${'rule'}\` の \`${'points'}\` を使い、返品すれば、使った分は会員の得になります`,
    help: {
      en: msg`write \`shortfall: owe\`, or \`available:\` after the time for returns`,
      ja: msg`\`shortfall: owe\` にするか、\`available:\` を返品期間の後にしてください`,
    },
  },
  'cost-missing': {
    severity: 'warning',
    title: { en: 'cost not stated', ja: '費用が書かれていない' },
    en: msg`nothing says what \`${'name'}\` costs, so cost, liability and value mix leave it out`,
    ja: msg`\`${'name'}\` の費用が分からないため、費用・ポイント負債・価値の配分に入りません`,
    help: {
      en: msg`state \`expense:\` here or at the points`,
      ja: msg`ここかポイントに \`expense:\` を書いてください`,
    },
  },
  'kpi-target-missed': {
    severity: 'warning',
    title: { en: 'target missed', ja: '目標未達' },
    en: msg`\`${'name'}\` is ${'value'} at the end of the history, target ${'target'}`,
    ja: msg`履歴の最終日の \`${'name'}\` は ${'value'} で、目標（${'target'}）を満たしていません`,
    help: {
      en: msg`\`kizuna simulate\` shows it month by month`,
      ja: msg`月ごとの推移は \`kizuna simulate\` で見られます`,
    },
  },
  'kpi-unmeasurable': {
    severity: 'warning',
    title: { en: 'KPI without a value', ja: '測れない KPI' },
    en: msg`\`${'name'}\` has no value at the end of the history, because nobody is counted in its denominator`,
    ja: msg`分母に数えられる会員がいないため、履歴の最終日に \`${'name'}\` の値がありません`,
    help: {
      en: msg`collect what it reads, or measure something that the history has`,
      ja: msg`必要なデータを集めるか、履歴にあるもので測ってください`,
    },
  },
  'spend-off-mix': {
    severity: 'warning',
    title: { en: 'spend off the mix', ja: '配分とのずれ' },
    en: msg`the money went to ${'shares'}, and was meant for ${'targets'}`,
    ja: msg`費用の配分は${'shares'}で、予定（${'targets'}）から10ポイント以上離れています`,
    help: {
      en: msg`shift value towards what was meant, or change the mix`,
      ja: msg`予定に合うように価値を移すか、配分を変えてください`,
    },
  },
  'rule-never-fired': {
    severity: 'warning',
    title: { en: 'rule that never fired', ja: '一度も動かないルール' },
    en: msg`\`${'name'}\` never fired in this history`,
    ja: msg`\`${'name'}\` はこの履歴で一度も動きませんでした`,
    help: {
      en: msg`\`kizuna explain\` tells for a member which part of its condition was false`,
      ja: msg`\`kizuna explain\` で、会員ごとに条件のどこが偽だったかを確かめられます`,
    },
  },
  'segment-empty': {
    severity: 'warning',
    title: { en: 'segment without members', ja: '会員のいないセグメント' },
    en: msg`no member is in \`${'name'}\` at the end of any month of the history`,
    ja: msg`履歴のどの月末にも \`${'name'}\` に入る会員がいません`,
    help: {
      en: msg`check its condition, or whether the history is too short for it`,
      ja: msg`条件と、履歴の期間を確かめてください`,
    },
  },
  'level-empty': {
    severity: 'hint',
    title: { en: 'level that nobody reached', ja: '誰も到達しないランク' },
    en: msg`nobody reached \`${'name'}\` in this history`,
    ja: msg`この履歴で \`${'name'}\` に到達した会員はいません`,
    help: {
      en: msg`compare its threshold with what the best members do`,
      ja: msg`到達条件を上位会員の実績と比べてください`,
    },
  },
  'reward-never-redeemed': {
    severity: 'hint',
    title: { en: 'reward that nobody took', ja: '交換されない特典' },
    en: msg`nobody redeemed \`${'name'}\` in this history`,
    ja: msg`この履歴で \`${'name'}\` は一度も交換されませんでした`,
    help: {
      en: msg`check its price and condition, and whether members know of it`,
      ja: msg`必要ポイントと条件、会員への周知を確かめてください`,
    },
  },
  'reward-out-of-reach': {
    severity: 'warning',
    title: { en: 'reward out of reach', ja: '手の届かない特典' },
    en: msg`\`${'name'}\` takes ${'price'} \`${'points'}\`, and the average member earns ${'own'} in the ${'months'} months before they expire`,
    ja: msg`\`${'name'}\` には \`${'points'}\` が ${'price'} 必要ですが、失効までの ${'months'} か月に平均的な会員が得るのは ${'own'} です`,
    help: {
      en: msg`add a first reward that most can reach, or let the points live longer`,
      ja: msg`多くの会員が届く特典を加えるか、有効期限を延ばしてください`,
    },
  },
} as const satisfies Registry;

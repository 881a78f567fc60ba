import { msg, type Registry } from '../../schema/index.ts';

/** The check list of program design: purpose, loyalties, members, feedback. */
export const designMessages = {
  'purpose-missing': {
    severity: 'warning',
    title: { en: 'no purpose', ja: '目的がない' },
    en: msg`the program does not say what it is to achieve`,
    ja: msg`このプログラムが何を達成するのか、目的が書かれていません`,
    help: {
      en: msg`add \`purpose:\` with one sentence that a KPI can prove right or wrong`,
      ja: msg`KPI で達成を確かめられる一文を \`purpose:\` に書いてください`,
    },
  },
  'purpose-unmeasured': {
    severity: 'hint',
    title: { en: 'figure of the purpose not measured', ja: '目的の数値を測っていない' },
    en: msg`the purpose names a figure (${'figure'}), and no KPI measures it`,
    ja: msg`目的に数値（${'figure'}）がありますが、それを測る KPI がありません`,
    help: {
      en: msg`add a KPI whose measure or target has this figure`,
      ja: msg`この数値を計算式か目標に含む KPI を加えてください`,
    },
  },
  'kpi-missing': {
    severity: 'warning',
    title: { en: 'no KPI', ja: 'KPI がない' },
    en: msg`no KPI tells whether the purpose is reached`,
    ja: msg`目的を達成できたかどうかを示す KPI がありません`,
    help: {
      en: msg`add \`kpis:\`, such as the repeat rate, with a target`,
      ja: msg`リピート率などの KPI を、目標とともに \`kpis:\` に加えてください`,
    },
  },
  'targets-missing': {
    severity: 'warning',
    title: { en: 'no targets', ja: '目標がない' },
    en: msg`none of the KPIs has a target`,
    ja: msg`目標を持つ KPI が一つもありません`,
    help: {
      en: msg`add \`target: at least …\` or \`target: at most …\``,
      ja: msg`\`target: at least …\` または \`target: at most …\` を加えてください`,
    },
  },
  'target-missing': {
    severity: 'hint',
    title: { en: 'KPI without a target', ja: '目標のない KPI' },
    en: msg`\`${'name'}\` has no target, so it cannot be met or missed`,
    ja: msg`\`${'name'}\` には目標がないため、達成・未達を判断できません`,
    help: {
      en: msg`add \`target: at least …\` or \`target: at most …\``,
      ja: msg`\`target: at least …\` または \`target: at most …\` を加えてください`,
    },
  },
  'revisit-missing': {
    severity: 'warning',
    title: { en: 'no improvement cycle', ja: '見直しの周期がない' },
    en: msg`the program does not say how often it is looked at again`,
    ja: msg`プログラムをどのくらいの間隔で見直すのか書かれていません`,
    help: {
      en: msg`add \`revisit: every 6 months\``,
      ja: msg`\`revisit: every 6 months\` のように書いてください`,
    },
  },
  'revisit-rare': {
    severity: 'warning',
    title: { en: 'seldom looked at again', ja: '見直しが少ない' },
    en: msg`the program is looked at again less than once a year`,
    ja: msg`見直しが年に1回もありません`,
    help: {
      en: msg`look at the KPIs at least once a year: \`revisit: every 6 months\``,
      ja: msg`少なくとも年に1回は KPI を見直してください（\`revisit: every 6 months\`）`,
    },
  },
  'mix-missing': {
    severity: 'warning',
    title: { en: 'balance of loyalties not stated', ja: 'ロイヤルティの配分がない' },
    en: msg`the program does not say how its money is meant to be shared among the three loyalties`,
    ja: msg`3つのロイヤルティに費用をどう配分するのか書かれていません`,
    help: {
      en: msg`add \`mix: { economic: 50%, behavioral: 30%, psychological: 20% }\` under \`loyalty:\``,
      ja: msg`\`loyalty:\` に \`mix: { economic: 50%, behavioral: 30%, psychological: 20% }\` のように加えてください`,
    },
  },
  'all-monetary': {
    severity: 'warning',
    title: { en: 'all value is monetary', ja: '金銭的価値だけ' },
    en: msg`every rule, reward and benefit builds economic loyalty: members have no reason to stay when somebody is cheaper`,
    ja: msg`ルール・特典・ベネフィットのすべてが経済ロイヤルティ向けです。他社のほうが得になれば、会員が残る理由がなくなります`,
    help: {
      en: msg`add something for what members do (behavioral) and for what they feel (psychological)`,
      ja: msg`行動（behavioral）と愛着（psychological）に報いるものを加えてください`,
    },
  },
  'mix-unserved': {
    severity: 'warning',
    title: { en: 'loyalty that nothing builds', ja: '育てるもののないロイヤルティ' },
    en: msg`${'share'} of the money is meant for ${'loyalty'} loyalty, and nothing builds it`,
    ja: msg`費用の ${'share'} を${'loyalty'}ロイヤルティに充てる予定ですが、それを育てるものがありません`,
    help: {
      en: msg`add a rule, reward or benefit with \`builds: ${'code'}\`, or change the mix`,
      ja: msg`\`builds: ${'code'}\` のルール・特典・ベネフィットを加えるか、配分を変えてください`,
    },
  },
  'mix-without-cost': {
    severity: 'warning',
    title: { en: 'loyalty that costs nothing', ja: '費用のかからないロイヤルティ' },
    en: msg`${'share'} of the money is meant for ${'loyalty'} loyalty, and what builds it never costs anything here`,
    ja: msg`費用の ${'share'} を${'loyalty'}ロイヤルティに充てる予定ですが、それを育てるものの費用は常に 0 です`,
    help: {
      en: msg`state its \`expense:\` (a benefit: with \`per:\`), or change the mix; points cost where a reward states no \`expense:\` of its own`,
      ja: msg`\`expense:\`（ベネフィットなら \`per:\` も）を書くか、配分を変えてください。ポイントの費用は、\`expense:\` を書いていない特典に使われたときに数えます`,
    },
  },
  'mix-forgets': {
    severity: 'hint',
    title: { en: 'loyalty outside the mix', ja: '配分にないロイヤルティ' },
    en: msg`something builds ${'loyalty'} loyalty, and the mix gives it nothing`,
    ja: msg`${'loyalty'}ロイヤルティを育てるものがありますが、配分では 0 です`,
    help: { en: msg`give it a share of the mix`, ja: msg`\`mix\` で割合を決めてください` },
  },
  'loyalty-unscored': {
    severity: 'warning',
    title: { en: 'loyalty not measured', ja: '測っていないロイヤルティ' },
    en: msg`money is meant for ${'loyalty'} loyalty, and no score measures it`,
    ja: msg`${'loyalty'}ロイヤルティに費用を充てる予定ですが、それを測る点数がありません`,
    help: {
      en: msg`add \`${'code'}: …\` under \`loyalty:\``,
      ja: msg`\`loyalty:\` に \`${'code'}: …\` を加えてください`,
    },
  },
  'new-members-unserved': {
    severity: 'warning',
    title: { en: 'nothing for new members', ja: '新規会員向けの施策がない' },
    en: msg`nothing is made for new members`,
    ja: msg`新規会員に向けた施策がありません`,
    help: {
      en: msg`add a rule \`on: enroll\`, one with \`limit: 1 per member\`, or one \`aimed_at:\` a segment of new members`,
      ja: msg`\`on: enroll\`、\`limit: 1 per member\`、または新規会員のセグメントへの \`aimed_at:\` を持つルールを加えてください`,
    },
  },
  'loyal-members-unserved': {
    severity: 'warning',
    title: { en: 'nothing for loyal members', ja: 'ロイヤルカスタマー向けの特典がない' },
    en: msg`nothing is made for loyal members`,
    ja: msg`ロイヤルカスタマーに向けた特典がありません`,
    help: {
      en: msg`let a status, a threshold or an \`anniversary\` bring something, or aim a rule at a segment of loyal members`,
      ja: msg`会員ランク・到達条件・入会記念日に特典を付けるか、ロイヤルカスタマーのセグメントに向けたルールを加えてください`,
    },
  },
  'dormant-members-unserved': {
    severity: 'warning',
    title: { en: 'nothing for dormant members', ja: '休眠会員向けの施策がない' },
    en: msg`nothing is made to bring dormant members back`,
    ja: msg`休眠会員に戻ってきてもらうための施策がありません`,
    help: {
      en: msg`add a rule for who comes back: \`when: (days since last(purchase before this) otherwise 0) > 180\``,
      ja: msg`戻ってきた会員向けのルールを加えてください（\`when: (days since last(purchase before this) otherwise 0) > 180\`）`,
    },
  },
  'loyal-undefined': {
    severity: 'warning',
    title: { en: 'no definition of a loyal customer', ja: 'ロイヤルカスタマーの定義がない' },
    en: msg`nothing says who is a loyal customer`,
    ja: msg`どのような会員をロイヤルカスタマーとするのか、定義がありません`,
    help: {
      en: msg`add a segment \`loyal:\` by amount or count within a year, or by years; or levels under \`tiers:\``,
      ja: msg`1年間の金額・回数、または継続年数による \`loyal:\` セグメントか、\`tiers:\` の段階を加えてください`,
    },
  },
  'loyal-by-contacts-alone': {
    severity: 'warning',
    title: { en: 'loyal by contacts alone', ja: '接点だけによる定義' },
    en: msg`\`${'name'}\` calls members loyal by contacts alone, whether they buy or not`,
    ja: msg`\`${'name'}\` は接点の数だけでロイヤルカスタマーを決めており、購買を見ていません`,
    help: {
      en: msg`let contacts supplement an amount, a count of purchases or a length of time`,
      ja: msg`接点は、購買金額・購買回数・継続期間を補う指標として使ってください`,
    },
  },
  'feedback-missing': {
    severity: 'warning',
    title: { en: 'members are not asked', ja: '顧客の声を集めていない' },
    en: msg`nothing collects what members think`,
    ja: msg`会員の声を集める仕組みがありません`,
    help: {
      en: msg`add an event \`survey: { recommend: integer }\` and a KPI \`nps(survey.recommend …)\``,
      ja: msg`イベント \`survey: { recommend: integer }\` と KPI \`nps(survey.recommend …)\` を加えてください`,
    },
  },
  'feedback-unread': {
    severity: 'hint',
    title: { en: 'answers that nothing reads', ja: '使われない回答' },
    en: msg`\`${'name'}\` is collected, and nothing in the program reads it`,
    ja: msg`\`${'name'}\` を集めていますが、プログラムのどこでも使われていません`,
    help: {
      en: msg`let a KPI (\`nps\`, \`csat\`) or a loyalty score read it`,
      ja: msg`KPI（\`nps\`、\`csat\`）またはロイヤルティの点数で使ってください`,
    },
  },
} as const satisfies Registry;

import { msg, type Registry, reporter } from '../../schema/index.ts';

/** What is said about comments that allow a finding. Codes are append-only; each has a page under `docs/diagnostics/`. */
export const silenceMessages = {
  'silence-form': {
    severity: 'warning',
    title: { en: 'unreadable comment to Kizuna', ja: '読めない指示コメント' },
    en: msg`this comment is meant for Kizuna, and cannot be read`,
    ja: msg`Kizuna への指示のようですが、読み取れません`,
    help: {
      en: msg`write \`# kizuna: allow CODE (reason)\``,
      ja: msg`\`# kizuna: allow コード (理由)\` の形で書いてください`,
    },
  },
  'silence-reason': {
    severity: 'warning',
    title: { en: 'allowed without a reason', ja: '許可の理由がない' },
    en: msg`\`${'code'}\` is allowed here, and nothing says why`,
    ja: msg`\`${'code'}\` を許可していますが、理由が書かれていません`,
    help: {
      en: msg`add the reason in brackets: \`# kizuna: allow ${'code'} (reason)\``,
      ja: msg`括弧の中に理由を書いてください（\`# kizuna: allow ${'code'} (理由)\`）`,
    },
  },
  'silence-unused': {
    severity: 'warning',
    title: { en: 'nothing to allow', ja: '不要な許可' },
    en: msg`\`${'code'}\` is allowed here, and is not found on that line`,
    ja: msg`\`${'code'}\` を許可していますが、その行に該当する指摘はありません`,
    help: {
      en: msg`take the comment away, or move it to the line of the finding`,
      ja: msg`コメントを消すか、指摘のある行に移してください`,
    },
  },
  'silence-unknown': {
    severity: 'warning',
    title: { en: 'allowing an unknown code', ja: '未知のコードの許可' },
    en: msg`there is no finding with the code \`${'code'}\``,
    ja: msg`\`${'code'}\` というコードの指摘はありません`,
    help: {
      en: msg`copy the code from the finding: it stands in its square brackets`,
      ja: msg`指摘の角括弧の中にあるコードを写してください`,
    },
  },
  'silence-error': {
    severity: 'warning',
    title: { en: 'allowing an error', ja: 'エラーの許可' },
    en: msg`\`${'code'}\` is an error: it has to be mended and cannot be allowed`,
    ja: msg`\`${'code'}\` はエラーです。許可はできないので、直す必要があります`,
    help: { en: msg`take the comment away`, ja: msg`コメントを消してください` },
  },
} as const satisfies Registry;

export const reportSilence = reporter(silenceMessages);

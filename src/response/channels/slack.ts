import type { Severity } from '../../model/index.ts';
import { type ChannelKind, noSettings } from '../channel.ts';
import { postAddress, postJson } from '../post.ts';

const colors: Record<Severity, string> = {
  critical: '#a3123a',
  high: '#d1421f',
  medium: '#b97a00',
  low: '#2f6fb5',
  info: '#6b7280',
};

/** Slack's incoming webhooks (docs.slack.dev, "Sending messages using incoming webhooks"); Mattermost takes the same. */
export const slack: ChannelKind<Record<string, never>> = {
  settings: noSettings,
  secret: 'needed',
  checkSecret: (secret) => {
    postAddress(secret);
  },
  async send({ titles, summaries, facts, link, severity }, { secret }, signal) {
    const title = titles.map(escaped).join('\n');
    const blocks = [
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          text: `*${link === undefined ? title : `<${link}|${title.replaceAll('\n', ' · ')}>`}*`,
        },
      },
      { type: 'section', text: { type: 'mrkdwn', text: summaries.map(escaped).join('\n\n').slice(0, 2900) } },
      ...(facts.length === 0
        ? []
        : [
            {
              type: 'section',
              fields: facts.map(({ name, value }) => ({
                type: 'mrkdwn',
                text: `*${escaped(name)}*\n${escaped(value).slice(0, 1900)}`,
              })),
            },
          ]),
    ];
    const body = { text: titles.join(' · '), attachments: [{ color: colors[severity], blocks }] };
    await postJson(postAddress(secret), JSON.stringify(body), { signal });
  },
};

/** The three characters that mean something in Slack's text. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

import type { ChannelType } from '../../platform/store/index.ts';
import type { ChannelKind } from '../channel.ts';
import { email } from './email.ts';
import { pagerduty } from './pagerduty.ts';
import { slack } from './slack.ts';
import { syslog } from './syslog.ts';
import { teams } from './teams.ts';
import { webhook } from './webhook.ts';

/** Every kind of channel. */
export const channelKinds: { [Type in ChannelType]: ChannelKind<unknown> } = {
  slack,
  teams,
  email,
  webhook,
  pagerduty,
  syslog,
} as { [Type in ChannelType]: ChannelKind<unknown> };

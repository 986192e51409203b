export { ChannelFailure } from './channel.ts';
export { channelKinds } from './channels/index.ts';
export { channelContext, deliverDue, failureText, type Sender, sendTo } from './deliver.ts';
export { HISTORY_HOURS } from './history.ts';
export { newOutbox } from './outbox.ts';
export { isTimeZone } from './quiet.ts';
export type { Notice, QueueNotices } from './types.ts';

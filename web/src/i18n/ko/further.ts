import type { Further } from '../en/further.ts';
import type { Mirror } from '../mirror.ts';
import { channels, feeds, field } from './channels.ts';
import { events } from './events.ts';
import { incidents } from './incidents.ts';

export const further: Mirror<Further> = { incidents, events, channels, feeds, field };

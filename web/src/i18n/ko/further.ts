import type { Further } from '../en/further.ts';
import type { Mirror } from '../mirror.ts';
import { channels, feeds, field } from './channels.ts';
import { incidents } from './incidents.ts';

export const further: Mirror<Further> = { incidents, channels, feeds, field };

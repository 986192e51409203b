import type { Dictionary } from '../en/index.ts';
import type { Mirror } from '../mirror.ts';
import { account } from './account.ts';
import { compliance } from './compliance.ts';
import { connections } from './connections.ts';
import { controls } from './controls.ts';
import { findings } from './findings.ts';
import { frame } from './frame.ts';
import { inventory } from './inventory.ts';
import { overview } from './overview.ts';
import { settings } from './settings.ts';
import { words } from './words.ts';

export const ko: Mirror<Dictionary> = {
  ...words,
  frame,
  account,
  overview,
  findings,
  inventory,
  compliance,
  controls,
  connections,
  settings,
};

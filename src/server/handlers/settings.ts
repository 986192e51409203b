import type { Routes } from '../api/index.ts';
import { actorName, type HandlersOf } from '../context.ts';
import { readSettings, writeSettings } from '../settings.ts';

/** Settings of the organisation. */
export const settingsHandlers: HandlersOf<Pick<Routes, 'getSettings' | 'setSettings'>> = {
  getSettings: (_input, context) => readSettings(context),

  async setSettings({ body }, context) {
    await writeSettings(context, body, context.now, actorName(context) ?? '');
    context.note({ detail: { changed: Object.keys(body).join(' ') } });
    // Detections go by its hours.
    if (body.timeZone !== undefined) await context.events.reload();
    return readSettings(context);
  },
};

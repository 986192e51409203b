import { channels, feeds, field } from './channels.ts';
import { attack, detections, lists, watches } from './detections.ts';
import { events } from './events.ts';
import { advisories, hosts, images, packages, registries, trust, vulnerabilities } from './images.ts';
import { incidents } from './incidents.ts';

/** Texts of pages that nobody sees first: fetched with those pages. */
export const further = {
  incidents,
  events,
  detections,
  attack,
  watches,
  lists,
  channels,
  feeds,
  field,
  images,
  vulnerabilities,
  packages,
  hosts,
  registries,
  trust,
  advisories,
} as const;

export type Further = typeof further;

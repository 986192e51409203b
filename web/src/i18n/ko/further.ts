import type { Further } from '../en/further.ts';
import type { Mirror } from '../mirror.ts';
import { channels, feeds, field } from './channels.ts';
import { attack, detections, lists, watches } from './detections.ts';
import { events } from './events.ts';
import { advisories, hosts, images, packages, registries, trust, vulnerabilities } from './images.ts';
import { incidents } from './incidents.ts';

export const further: Mirror<Further> = {
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
};

import type { Handlers } from '../context.ts';
import { advisoryHandlers } from './advisories.ts';
import { assetHandlers } from './assets.ts';
import { channelHandlers } from './channels.ts';
import { complianceHandlers } from './compliance.ts';
import { connectionHandlers } from './connections.ts';
import { controlHandlers } from './controls.ts';
import { detectionHandlers } from './detections.ts';
import { eventHandlers } from './events.ts';
import { findingHandlers } from './findings.ts';
import { harborHandlers } from './harbor.ts';
import { imageHandlers } from './images.ts';
import { incidentHandlers } from './incidents.ts';
import { operationHandlers } from './operation.ts';
import { overviewHandlers } from './overview.ts';
import { peopleHandlers } from './people.ts';
import { registryHandlers } from './registries.ts';
import { scanHandlers } from './scans.ts';
import { sessionHandlers } from './session.ts';
import { settingsHandlers } from './settings.ts';
import { vulnerabilityHandlers } from './vulnerabilities.ts';

/** What answers each operation of the API. */
export const handlers: Handlers = {
  ...sessionHandlers,
  ...peopleHandlers,
  ...overviewHandlers,
  ...findingHandlers,
  ...assetHandlers,
  ...imageHandlers,
  ...vulnerabilityHandlers,
  ...advisoryHandlers,
  ...registryHandlers,
  ...harborHandlers,
  ...controlHandlers,
  ...complianceHandlers,
  ...connectionHandlers,
  ...incidentHandlers,
  ...eventHandlers,
  ...detectionHandlers,
  ...scanHandlers,
  ...channelHandlers,
  ...settingsHandlers,
  ...operationHandlers,
};

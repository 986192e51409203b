import { assetRoutes } from './assets.ts';
import { channelRoutes } from './channels.ts';
import { complianceRoutes } from './compliance.ts';
import { connectionRoutes } from './connections.ts';
import { controlRoutes } from './controls.ts';
import { detectionRoutes } from './detections.ts';
import { eventRoutes } from './events.ts';
import { findingRoutes } from './findings.ts';
import { imageRoutes } from './images.ts';
import { incidentRoutes } from './incidents.ts';
import { operationRoutes } from './operation.ts';
import { overviewRoutes } from './overview.ts';
import { registryRoutes } from './registries.ts';
import { sessionRoutes } from './session.ts';
import { vulnerabilityRoutes } from './vulnerabilities.ts';

export { type Access, isMedia, type Route } from './route.ts';

/** Prefix of every route but those at the root. */
export const API = '/api/v1';

/** The whole API, by operation id. */
export const routes = {
  ...sessionRoutes,
  ...overviewRoutes,
  ...findingRoutes,
  ...assetRoutes,
  ...imageRoutes,
  ...vulnerabilityRoutes,
  ...registryRoutes,
  ...controlRoutes,
  ...complianceRoutes,
  ...connectionRoutes,
  ...incidentRoutes,
  ...eventRoutes,
  ...detectionRoutes,
  ...channelRoutes,
  ...operationRoutes,
} as const;

export type Routes = typeof routes;
export type OperationId = keyof Routes;

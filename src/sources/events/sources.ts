import type { JsonObject } from '../../model/index.ts';
import { azureActivity } from './azure-activity.ts';
import { cloudtrail } from './cloudtrail.ts';
import { dns } from './dns.ts';
import { entraAudit } from './entra-audit.ts';
import { entraSignin } from './entra-signin.ts';
import { gcpAudit } from './gcp-audit.ts';
import { gcpFlow } from './gcp-flow.ts';
import { github } from './github.ts';
import { gsuite } from './gsuite.ts';
import { guardduty } from './guardduty.ts';
import { inspector } from './inspector.ts';
import { k8sAudit } from './k8s-audit.ts';
import { m365 } from './m365.ts';
import { nsgFlow } from './nsg-flow.ts';
import { okta } from './okta.ts';
import { s3Access } from './s3-access.ts';
import { securityHub } from './security-hub.ts';
import type { EventSource } from './types.ts';
import { vpcFlow } from './vpc-flow.ts';

/** Every kind of log that is understood, the most frequent first: that is the order in which a record is asked about. */
export const eventSources: readonly EventSource[] = [
  cloudtrail,
  vpcFlow,
  k8sAudit,
  dns,
  gcpAudit,
  nsgFlow,
  gcpFlow,
  entraSignin,
  entraAudit,
  azureActivity,
  m365,
  s3Access,
  okta,
  github,
  gsuite,
  guardduty,
  securityHub,
  inspector,
];

const byId = new Map(eventSources.map((source) => [source.id, source]));

/** The source with an id, or undefined. */
export function sourceById(id: string): EventSource | undefined {
  return byId.get(id);
}

/** The source that a record looks like, or undefined. */
export function recognise(record: JsonObject): EventSource | undefined {
  return eventSources.find((source) => source.recognises(record));
}

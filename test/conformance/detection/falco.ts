import path from 'node:path';
import type { JsonObject, LogEvent } from '../../../src/model/index.ts';
import { recognise } from '../../../src/sources/events/index.ts';
import { readNdjson } from '../ndjson.ts';
import { isSevere, type Library } from './library.ts';

/** Alert names of the Kubernetes audit cases → the detection of ours that says the same. */
const detectionOf: Readonly<Record<string, string>> = {
  'Anonymous Request Allowed': 'k8s-anonymous-request',
  'Attach to cluster-admin Role': 'k8s-privileged-role-bound',
  'Attach/Exec Pod': 'k8s-exec-into-pod',
  'ClusterRole With Wildcard Created': 'k8s-wildcard-role',
  'Create NodePort Service': 'k8s-service-on-node-ports',
  'Create Privileged Pod': 'k8s-privileged-pod',
  'Create Sensitive Mount Pod': 'k8s-sensitive-host-path',
  'Create/Modify Configmap With Private Credentials': 'k8s-config-map-with-credentials',
  'K8s ConfigMap Created': 'k8s-config-map-changed',
  'K8s ConfigMap Deleted': 'k8s-config-map-changed',
  'K8s Deployment Created': 'k8s-workload-created',
  'K8s Role/Clusterrole Deleted': 'k8s-role-deleted',
  'K8s Service Created': 'k8s-service-created',
  'K8s Serviceaccount Created': 'k8s-service-account-created',
  'Pod Created in Kube Namespace': 'k8s-foreign-image-in-system-namespace',
  'Service Account Created in Kube Namespace': 'k8s-service-account-in-system-namespace',
  'System ClusterRole Modified/Deleted': 'k8s-system-role-changed',
};

/** Their lists of what is allowed → ours. */
const listOf: Readonly<Record<string, string>> = {
  falco_sensitive_mount_images: 'k8s_host_path_images',
  falco_privileged_images: 'k8s_privileged_images',
  falco_hostnetwork_images: 'k8s_host_network_images',
};

interface Case {
  id: string;
  trace: string;
  detect: boolean;
  rules: Record<string, number>;
  ruleFiles: string[];
}

export interface FalcoScore {
  cases: number;
  equal: number;
  /** Cases answered otherwise, in words. */
  wrong: string[];
}

/** Scores the traces of small actions in a cluster; see the README of the set. */
export async function scoreFalco(dir: string, library: Library): Promise<FalcoScore> {
  const traces = new Map<string, JsonObject[]>();
  for await (const { trace, events } of readNdjson<{ trace: string; events: JsonObject[] }>(
    path.join(dir, 'traces.ndjson'),
  )) {
    traces.set(trace, events);
  }
  const settings = new Map<string, { list?: string; items?: string[] }[]>();
  for await (const { file, items } of readNdjson<{ file: string; items: { list?: string; items?: string[] }[] }>(
    path.join(dir, 'lists.ndjson'),
  )) {
    settings.set(file, items);
  }
  const score: FalcoScore = { cases: 0, equal: 0, wrong: [] };
  for await (const one of readNdjson<Case>(path.join(dir, 'cases.ndjson'))) {
    const lists = new Map<string, string[]>();
    for (const { list = '', items = [] } of one.ruleFiles.flatMap((file) => settings.get(file) ?? [])) {
      const ours = listOf[list];
      if (ours !== undefined) lists.set(ours, [...(lists.get(ours) ?? []), ...items.flatMap(imagePatterns)]);
    }
    const fired = firings(traces.get(one.trace) ?? [], library, lists);
    const wrong = one.detect ? missing(one, fired) : tooLoud(fired, library);
    score.cases += 1;
    if (wrong === undefined) score.equal += 1;
    else score.wrong.push(`${one.id}: ${wrong}`);
  }
  return score;
}

/** An image without tag or digest means each of its versions, in the patterns of our lists. */
function imagePatterns(image: string): string[] {
  return /[:@]/.test(image) ? [image] : [image, `${image}:*`, `${image}@*`];
}

/** How many events of the trace each detection fired on. */
function firings(
  trace: readonly JsonObject[],
  library: Library,
  lists: ReadonlyMap<string, readonly string[]>,
): Map<string, number> {
  const detector = library.detector(lists);
  const fired = new Map<string, number>();
  for (const record of trace) {
    const source = recognise(record);
    const head = source?.read(record);
    if (source === undefined || head === undefined) continue;
    const event: LogEvent = { source: source.id, record, ...head };
    for (const detection of new Set(detector.push(event).map((firing) => firing.detection))) {
      fired.set(detection, (fired.get(detection) ?? 0) + 1);
    }
  }
  return fired;
}

function missing({ rules }: Case, fired: ReadonlyMap<string, number>): string | undefined {
  for (const [rule, times] of Object.entries(rules)) {
    const ours = detectionOf[rule];
    const count = ours === undefined ? 0 : (fired.get(ours) ?? 0);
    if (count !== times) return `"${rule}" ${times} times, ${ours ?? 'not mapped'} ${count} times`;
  }
  return undefined;
}

function tooLoud(fired: ReadonlyMap<string, number>, library: Library): string | undefined {
  const loud = [...fired.keys()].filter((id) => {
    const detection = library.detections.get(id);
    return detection !== undefined && isSevere(detection);
  });
  return loud.length === 0 ? undefined : `nothing of medium or more, ${loud.join(', ')} fired`;
}

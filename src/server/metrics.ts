import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What `/metrics` answers, and where the parts of the server count. */
export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
  scans: Counter<'state'>;
  running: Gauge;
  events: EventMetrics;
  software: SoftwareMetrics;
  observe(app: FastifyInstance): void;
}

/** What comes in, what is lost, and what comes of it. */
export interface EventMetrics {
  taken: Counter<'source'>;
  duplicates: Counter<'source'>;
  lost: Counter<'reason'>;
  alerts: Counter<'severity'>;
  waiting: Gauge;
  keys: Gauge;
}

/** What images and hosts are made of, as the store has it. */
export interface SoftwareMetrics {
  boms: Gauge<'kind'>;
  packages: Gauge;
  vulnerabilities: Gauge;
  /** Of the last comparison of everything with the advisories. */
  judgedSeconds: Gauge;
  advisoriesAge: Gauge;
}

/** A registry of its own, so that two servers in one process count apart. */
export function newMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'hwaseong_' });
  const requests = new Histogram({
    name: 'hwaseong_http_request_seconds',
    help: 'Time to answer a request, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.15, 0.5, 2, 10],
    registers: [registry],
  });
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    scans: new Counter({
      name: 'hwaseong_scans_total',
      help: 'Scans that ended, by how',
      labelNames: ['state'],
      registers: [registry],
    }),
    running: new Gauge({
      name: 'hwaseong_scans_running',
      help: 'Scans that run in this process',
      registers: [registry],
    }),
    events: eventMetrics(registry),
    software: softwareMetrics(registry),
    observe(app) {
      app.addHook('onResponse', async (request, reply) => {
        const route = request.routeOptions.url ?? 'other';
        requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
      });
    },
  };
}

function softwareMetrics(registry: Registry): SoftwareMetrics {
  const registers = [registry];
  return {
    boms: new Gauge({
      name: 'hwaseong_boms',
      help: 'Bills of materials kept, by the kind of asset: oci.image, host.linux',
      labelNames: ['kind'],
      registers,
    }),
    packages: new Gauge({
      name: 'hwaseong_packages',
      help: 'Different packages that images and hosts have',
      registers,
    }),
    vulnerabilities: new Gauge({
      name: 'hwaseong_vulnerabilities',
      help: 'Different vulnerabilities that stand open in images and hosts',
      registers,
    }),
    judgedSeconds: new Gauge({
      name: 'hwaseong_rejudge_seconds',
      help: 'How long the last comparison of everything with the advisories took',
      registers,
    }),
    advisoriesAge: new Gauge({
      name: 'hwaseong_advisories_age_seconds',
      help: 'Age of the advisories that everything was compared with last',
      registers,
    }),
  };
}

function eventMetrics(registry: Registry): EventMetrics {
  const registers = [registry];
  return {
    taken: new Counter({
      name: 'hwaseong_events_taken_total',
      help: 'Events that came in and were new, by their source',
      labelNames: ['source'],
      registers,
    }),
    duplicates: new Counter({
      name: 'hwaseong_events_duplicate_total',
      help: 'Events that came in and were there already, by their source',
      labelNames: ['source'],
      registers,
    }),
    lost: new Counter({
      name: 'hwaseong_events_lost_total',
      help: 'Records that were lost, by the reason',
      labelNames: ['reason'],
      registers,
    }),
    alerts: new Counter({
      name: 'hwaseong_alerts_total',
      help: 'Alerts raised, by severity',
      labelNames: ['severity'],
      registers,
    }),
    waiting: new Gauge({ name: 'hwaseong_events_waiting', help: 'Records that wait to be judged', registers }),
    keys: new Gauge({ name: 'hwaseong_detector_keys', help: 'Keys that the detector remembers', registers }),
  };
}

import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What `/metrics` answers, and where the parts of the server count. */
export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
  scans: Counter<'state'>;
  running: Gauge;
  observe(app: FastifyInstance): void;
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
    observe(app) {
      app.addHook('onResponse', async (request, reply) => {
        const route = request.routeOptions.url ?? 'other';
        requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
      });
    },
  };
}

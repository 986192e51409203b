import { existsSync } from 'node:fs';
import path from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { API } from '../api/index.ts';
import { refuse } from './refusal.ts';

/** Addresses of files; pages further down may have dots in their names (`/compliance/cis-aws-5.0`). */
const file = /^\/assets\/|^\/[^/]+\.\w+$/;

/**
 * Serves the built console from `dir`. Files under `assets/` carry a hash in their names and are kept by browsers
 * for good; every other address is one of the console's own pages and gives `index.html`.
 */
export async function serveConsole(app: FastifyInstance, dir: string): Promise<void> {
  const built = existsSync(path.join(dir, 'index.html'));
  if (built) {
    await app.register(staticFiles, {
      root: dir,
      index: false,
      wildcard: false,
      cacheControl: false,
      preCompressed: true,
      setHeaders: (response, file) => {
        const immutable = path.relative(dir, file).startsWith(`assets${path.sep}`);
        response.header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const address = request.url.split('?')[0] ?? '';
    const page = request.method === 'GET' && !address.startsWith(API) && !file.test(address);
    if (!page) throw refuse('not-found');
    if (built) return reply.sendFile('index.html');
    return reply
      .type('text/plain; charset=utf-8')
      .send(
        'The console is not built yet: run "npm run build:web".\n콘솔이 아직 빌드되지 않았습니다. "npm run build:web"을 실행하세요.\n',
      );
  });
}

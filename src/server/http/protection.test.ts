import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/server/harness.ts';

let server: TestServer;
let dist: string;
beforeAll(async () => {
  dist = await mkdtemp(path.join(tmpdir(), 'console-'));
  await mkdir(path.join(dist, 'assets'));
  await writeFile(path.join(dist, 'index.html'), '<!doctype html><title>console</title>');
  await writeFile(path.join(dist, 'assets', 'app-1a2b3c.js'), 'export {};');
  server = await startTestServer({ consoleDir: dist });
});
afterAll(async () => {
  await server.stop();
  await rm(dist, { recursive: true });
});

/** `fetch` sets the Host header itself; here any may be sent. */
function withHost(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${server.url}/healthz`, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('every answer', () => {
  it('forbids inline scripts, framing and guessing of types, on pages, data and errors alike', async () => {
    for (const place of ['/', '/healthz', '/api/v1/session', '/api/v1/nothing', '/assets/app-1a2b3c.js']) {
      const { headers } = await server.visitor().get(place);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("style-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('strict-transport-security')).toBeNull();
    }
  });

  it('names its request, under which the log tells more', async () => {
    const { headers } = await server.visitor().get('/healthz');
    expect(headers.get('x-request-id')).toMatch(/^req-/);
  });

  it('asks browsers for HTTPS from then on, and marks cookies as secure, where TLS is spoken', async () => {
    const proxied = await startTestServer({ behindProxy: true });
    try {
      const { headers } = await proxied.visitor().get('/healthz', { 'x-forwarded-proto': 'https' });
      expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/);
      const token = proxied.link?.split('token=')[1];
      const signedIn = await proxied.visitor().send('POST', '/api/v1/session/link', { token });
      expect(signedIn.headers.getSetCookie()[0]).toContain('Secure');
    } finally {
      await proxied.stop();
    }
  });
});

describe('a server on loopback', () => {
  it('answers to names of this machine only, so that no foreign name can be pointed at it', async () => {
    for (const host of ['127.0.0.1:8686', 'localhost', '[::1]:8686']) expect(await withHost(host)).toBe(200);
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1']) {
      expect(await withHost(host)).toBe(421);
    }
  });

  it('is not opened to the network without TLS or a proxy that speaks it', async () => {
    for (const host of ['0.0.0.0', '::', '192.0.2.1']) {
      await expect(startTestServer({ host })).rejects.toMatchObject({ code: 'bind-refused' });
    }
    const proxied = await startTestServer({ host: '0.0.0.0', behindProxy: true });
    await proxied.stop();
  });

  it('says so where its port is taken', async () => {
    const port = Number(new URL(server.url).port);
    await expect(startTestServer({ port })).rejects.toMatchObject({
      code: 'port-taken',
      text: { en: expect.stringContaining(`Port ${port}`), ko: expect.stringContaining('--port') },
    });
  });
});

describe('the console', () => {
  it('is kept for good by browsers where names carry a hash, asked for anew otherwise', async () => {
    const script = await server.visitor().get('/assets/app-1a2b3c.js');
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const page = await server.visitor().get('/');
    expect(page.text).toContain('<title>console</title>');
    expect(page.headers.get('cache-control')).toBe('no-cache');
  });

  it('answers at each of its own addresses; what is missing is missing', async () => {
    expect((await server.visitor().get('/findings/abc?tab=proof')).text).toContain('<title>console</title>');
    expect((await server.visitor().get('/assets/gone-999.js')).status).toBe(404);
    expect((await server.visitor().get('/api/v1/nothing')).json.error.code).toBe('not-found');
    expect((await server.visitor().send('POST', '/findings')).status).toBe(404);
    expect((await server.visitor().get('/..%2f..%2fetc%2fpasswd')).text).not.toContain('root:');
  });
});

describe('bad requests', () => {
  it('are answered in two languages, naming the field', async () => {
    const answer = await server.visitor().send('POST', '/api/v1/session', { username: '', password: 'x' });
    expect(answer.status).toBe(400);
    expect(answer.json.error).toMatchObject({ code: 'malformed', message: { ko: expect.stringContaining('형식') } });
    expect(answer.json.error.fields[0].path).toBe('username');
  });

  it('of the wrong form, size or kind are refused, not tried', async () => {
    const send = (body: string, type = 'application/json') =>
      server.visitor().send('POST', '/api/v1/session', body, { 'content-type': type });
    expect((await send('{"username":')).json.error.code).toBe('malformed');
    expect((await send('username=admin', 'application/x-www-form-urlencoded')).status).toBe(415);
    expect((await send(JSON.stringify({ username: 'a', password: 'x'.repeat(2_000_000) }))).json.error.code).toBe(
      'too-large',
    );
    expect((await send('{"__proto__":{"role":"admin"},"username":"a","password":"x"}')).status).toBe(400);
  });

  it('never reach the database with text it cannot hold', async () => {
    const admin = await server.admin();
    const answer = await admin.send('PUT', '/api/v1/settings', { organization: 'a\u0000b' });
    expect([200, 400]).toContain(answer.status);
    expect((await admin.get('/api/v1/findings?q=%00')).status).toBeLessThan(500);
    expect((await admin.get('/api/v1/assets/detail?id=%00')).status).toBeLessThan(500);
  });
});

describe('programs that watch the server', () => {
  it('learn whether it lives and is ready', async () => {
    expect((await server.visitor().get('/healthz')).json).toEqual({ status: 'ok', reason: null });
    expect((await server.visitor().get('/readyz')).json).toEqual({ status: 'ok', reason: null });
  });

  it('read metrics with a token', async () => {
    expect((await server.visitor().get('/metrics')).status).toBe(401);
    const metrics = await (await server.admin()).get('/metrics');
    expect(metrics.text).toMatch(
      /hwaseong_http_request_seconds_count\{method="GET",route="\/healthz",status="200"\} \d+/,
    );
    expect(metrics.text).toContain('hwaseong_scans_running 0');
  });
});

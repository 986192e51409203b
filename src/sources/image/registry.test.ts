import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { layerCache } from '../files/index.ts';
import { textReader } from '../files/text.fixture.ts';
import { digestOf, layoutOf, listIn, putImage, putIndex } from './image.fixture.ts';
import { openImage } from './open.ts';
import { readImage } from './read.ts';
import {
  account,
  certificate,
  listening,
  type Running,
  startFront,
  startRegistry,
  startTokens,
  withHtpasswd,
} from './registry.fixture.ts';
import { openRegistry } from './registry.ts';
import { lacks } from './tools.fixture.ts';
import type { ImageOptions } from './types.ts';

const lacking = lacks('docker-registry', 'skopeo', 'openssl');
const suite = describe.skipIf(lacking);

let folder: string;
const at = (...names: string[]) => join(folder, ...names);
const running: { stop(): Promise<void> }[] = [];
const started = async <T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
  const one = await starting;
  running.push(one);
  return one;
};

const twoLayers = {
  layers: [[{ name: 'etc/a', content: '1' }], [{ name: 'etc/.wh.a' }, { name: 'etc/b', content: '2' }]],
};
const read = ['etc/a=1 hidden', 'etc/b=2'];
/** Without whatever the machine that the test runs on has. */
const bare = { env: { PATH: process.env.PATH, HOME: '/nowhere' } };
const given = (registry: Running): ImageOptions => ({ ...bare, credentials: { [registry.host]: account } });

async function shown(target: string, options: ImageOptions = bare): Promise<string[]> {
  const image = await openImage(target, options);
  try {
    const { readings } = await readImage(image, [textReader()]);
    return readings.map(({ path, value, hidden }) => `${path}=${value}${hidden ? ' hidden' : ''}`);
  } finally {
    await image.close();
  }
}

/** Waits without holding up the servers that this process is. */
function skopeo(...words: string[]) {
  return promisify(execFile)('skopeo', ['--insecure-policy', 'copy', '--dest-tls-verify=false', ...words], {
    timeout: 30_000,
  });
}

function push(to: string, ...words: string[]) {
  return skopeo(...words, `oci:${at('layout')}:latest`, `docker://${to}`);
}

async function listOf(names: AsyncIterable<string>): Promise<string[]> {
  const list: string[] = [];
  for await (const name of names) list.push(name);
  return list;
}

let open: Running;
beforeAll(async () => {
  if (lacking) return;
  folder = mkdtempSync(join(tmpdir(), 'registry-'));
  layoutOf(at('layout'), twoLayers);
  open = await started(startRegistry(at('open')));
  await push(`${open.host}/team/app:1`);
});
afterAll(async () => {
  for (const one of running) await one.stop();
  if (!lacking) rmSync(folder, { recursive: true });
});

suite('an image in a registry', () => {
  test.each([
    ['in the format of the OCI', ['--format=oci']],
    ['in the format of Docker', ['--format=v2s2']],
    ['with layers packed by zstd', ['--format=oci', '--dest-compress-format=zstd']],
  ])('is read %s', async (name, words) => {
    const target = `${open.host}/team/${digestOf(Buffer.from(name)).slice(7, 20)}:1.2`;
    await push(target, ...words);
    expect(await shown(target)).toEqual(read);
  });

  test('is known by name, tag and digest', async () => {
    const image = await openImage(`${open.host}/team/app:1`, bare);
    expect(image).toMatchObject({
      name: `${open.host}/team/app:1`,
      registry: open.host,
      repository: 'team/app',
      tags: ['1'],
      digest: expect.stringMatching(/^sha256:/),
      config: { config: { Labels: { made: 'here' } } },
    });
    expect(await shown(`docker://${open.host}/team/app@${image.digest}`)).toEqual(read);
  });

  test('is not there', async () => {
    await expect(openImage(`${open.host}/team/app:none`, bare)).rejects.toMatchObject({ code: 'image-not-found' });
    await expect(openImage(`${open.host}/none`, bare)).rejects.toMatchObject({ code: 'image-not-found' });
    await expect(openImage('127.0.0.1:1/none', bare)).rejects.toMatchObject({ code: 'image-unreachable' });
  });

  test('tells how much of it came, and is kept', async () => {
    const cache = layerCache({ folder: at('cache') });
    const image = await openImage(`${open.host}/team/app:1`, bare);
    const told: [number, number][] = [];
    const size = image.layers.reduce((sum, layer) => sum + layer.size, 0);
    const fresh = await readImage(image, [textReader()], { cache, progress: (...bytes) => told.push(bytes) });
    expect(told.at(-1)).toEqual([size, size]);
    expect(fresh.layers.map(({ cached }) => cached)).toEqual([false, false]);
    const again = await readImage(image, [textReader()], { cache });
    expect(again.layers.map(({ cached }) => cached)).toEqual([true, true]);
    expect(again.readings).toEqual(fresh.readings);
  });

  test('is not read on when that is called off', async () => {
    const image = await openImage(`${open.host}/team/app:1`, bare);
    await expect(readImage(image, [], { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });
});

suite('a registry', () => {
  test('lists its repositories and tags', async () => {
    const registry = openRegistry(open.host, bare);
    expect(await listOf(registry.listRepositories())).toContain('team/app');
    expect(await listOf(registry.repository('team/app').listTags())).toEqual(['1']);
    registry.close();
  });

  test('takes an artifact, and tells it as what refers to an image, by the tag where it knows no API', async () => {
    const registry = openRegistry(open.host, bare);
    const repository = registry.repository('team/app');
    const subject = (await repository.fetchManifest('1')).digest;
    const blob = await repository.pushBlob(Buffer.from('signed'), 'application/example');
    const config = await repository.pushBlob(Buffer.from('{}'), 'application/vnd.oci.empty.v1+json');
    expect(await repository.pushBlob(Buffer.from('signed'), 'application/example')).toEqual(blob);
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const manifest = {
      schemaVersion: 2,
      mediaType,
      artifactType: 'application/example',
      config,
      layers: [blob],
      subject: { mediaType, digest: subject, size: 1 },
    };
    const pushed = await repository.pushManifest(Buffer.from(JSON.stringify(manifest)), mediaType);
    expect(await repository.listReferrers(subject)).toEqual([]);
    const listed = { ...pushed, artifactType: 'application/example' };
    const indexType = 'application/vnd.oci.image.index.v1+json';
    const index = { schemaVersion: 2, mediaType: indexType, manifests: [listed] };
    await repository.pushManifest(Buffer.from(JSON.stringify(index)), indexType, subject.replace(':', '-'));
    expect(await repository.listReferrers(subject, 'application/example')).toEqual([listed]);
    expect(await repository.listReferrers(subject, 'application/other')).toEqual([]);
    expect((await repository.fetchBlob(blob.digest, 100)).toString()).toBe('signed');
    await expect(repository.fetchBlob(blob.digest, 3)).rejects.toMatchObject({ code: 'image-too-large' });
    registry.close();
  });

  test('is asked for referrers by its API, and what it filters is filtered', async () => {
    const digest = `sha256:${'1'.repeat(64)}`;
    const manifests = ['application/a', 'application/b'].map((artifactType) => ({
      mediaType: 'x',
      digest,
      size: 1,
      artifactType,
    }));
    const front = await started(
      startFront(open, (question, answer) => {
        if (!question.url?.includes('/referrers/')) return false;
        const isSecond = question.url.includes('page=2');
        const link = { link: `<${question.url}&page=2>; rel="next"` };
        answer.writeHead(200, isSecond ? {} : link).end(JSON.stringify({ manifests: [manifests[isSecond ? 1 : 0]] }));
        return true;
      }),
    );
    const repository = openRegistry(front.host, bare).repository('team/app');
    expect(await repository.listReferrers(digest, 'application/b')).toEqual([manifests[1]]);
  });

  test('of several platforms gives the one that is asked for', async () => {
    const images = ['amd64', 'arm64'].map((architecture) =>
      putImage(at('many'), { layers: [[{ name: 'a', content: architecture }]], architecture }),
    );
    listIn(at('many'), [
      { ...putIndex(at('many'), images), annotations: { 'org.opencontainers.image.ref.name': 'latest' } },
    ]);
    await skopeo('--all', `oci:${at('many')}:latest`, `docker://${open.host}/many:1`);
    expect(await shown(`${open.host}/many:1`, { ...bare, platform: 'linux/arm64' })).toEqual(['a=arm64']);
    await expect(openImage(`${open.host}/many:1`, { ...bare, platform: 'linux/s390x' })).rejects.toThrow(
      'linux/amd64, linux/arm64',
    );
    await expect(openImage(`${open.host}/team/app:1`, { ...bare, platform: 'linux/arm64' })).rejects.toThrow(
      'linux/amd64',
    );
  });
});

suite('a registry that lets in accounts', () => {
  let closed: Running;
  let target: string;
  beforeAll(async () => {
    closed = await started(startRegistry(at('closed'), { auth: withHtpasswd(at('closed')) }));
    target = `${closed.host}/team/app:1`;
    await push(target, `--dest-creds=${account.username}:${account.password}`);
  });

  test('is entered by what was given for it', async () => {
    expect(await shown(target, given(closed))).toEqual(read);
  });

  test('lets nobody else in, and what was tried is told without its secret', async () => {
    await expect(openImage(target, bare)).rejects.toMatchObject({
      code: 'image-denied',
      message: expect.stringContaining('no credentials'),
    });
    const wrong = { ...bare, credentials: { [closed.host]: { username: 'reader', password: 'wrong-one' } } };
    const error = await openImage(target, wrong).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'image-denied', message: expect.stringContaining('"reader"') });
    expect(String((error as Error).message)).not.toContain('wrong-one');
  });

  test.each([
    ['auths', (host: string, auth: string) => ({ auths: { [host]: { auth } } })],
    ['auths by URL', (host: string, auth: string) => ({ auths: { [`https://${host}/v2/`]: { auth } } })],
    [
      'auths of a part of it',
      (host: string, auth: string) => ({ auths: { [host]: { auth: 'eDp5' }, [`${host}/team`]: { auth } } }),
    ],
    ['a helper for it', (host: string) => ({ credHelpers: { [host]: 'test' }, auths: {} })],
    ['a helper for all', () => ({ credsStore: 'test' })],
  ])("is entered by Docker's configuration: %s", async (name, config) => {
    const own = at('docker', digestOf(Buffer.from(name)).slice(7, 15));
    mkdirSync(own, { recursive: true });
    const auth = Buffer.from(`${account.username}:${account.password}`).toString('base64');
    writeFileSync(join(own, 'config.json'), JSON.stringify(config(closed.host, auth)));
    const helper = join(own, 'docker-credential-test');
    const said = JSON.stringify({ ServerURL: closed.host, Username: account.username, Secret: account.password });
    writeFileSync(helper, `#!/bin/sh\nread server\n[ "$1 $server" = "get ${closed.host}" ] && echo '${said}'\n`);
    chmodSync(helper, 0o755);
    const env = { PATH: `${own}:${process.env.PATH}`, DOCKER_CONFIG: own };
    expect(await shown(target, { env })).toEqual(read);
    await expect(openImage(target, { env, localCredentials: false })).rejects.toMatchObject({ code: 'image-denied' });
  });

  test('is not entered by a helper that is not there', async () => {
    mkdirSync(at('lost'), { recursive: true });
    writeFileSync(at('lost/config.json'), JSON.stringify({ credsStore: 'lost' }));
    await expect(openImage(target, { ...bare, dockerConfig: at('lost') })).rejects.toThrow('docker-credential-lost');
  });

  test('does not show its credentials to where it redirects to', async () => {
    const seen: (string | undefined)[] = [];
    const storage = await started(
      startFront(closed, (question) => {
        seen.push(question.headers.authorization);
        question.headers.authorization = `Basic ${Buffer.from(`${account.username}:${account.password}`).toString('base64')}`;
        return false;
      }),
    );
    const front = await started(
      startFront(closed, (question, answer) => {
        if (!question.url?.includes('/blobs/') || !question.headers.authorization) return false;
        answer.writeHead(307, { location: `http://${storage.host}${question.url}` }).end();
        return true;
      }),
    );
    expect(await shown(`${front.host}/team/app:1`, given(front))).toEqual(read);
    expect(seen).toEqual([undefined, undefined, undefined]);
  });
});

suite('a registry that wants tokens', () => {
  let tokens: Awaited<ReturnType<typeof startTokens>>;
  let closed: Running;
  beforeAll(async () => {
    tokens = await started(startTokens(at('tokens')));
    closed = await started(startRegistry(at('closed-by-tokens'), { auth: tokens.auth }));
    for (const name of ['team/app', 'public/app'])
      await push(`${closed.host}/${name}:1`, `--dest-creds=${account.username}:${account.password}`);
  });

  test('gives one for a password, once for all requests', async () => {
    tokens.asked.length = 0;
    expect(await shown(`${closed.host}/team/app:1`, given(closed))).toEqual(read);
    expect(tokens.asked).toEqual(['GET repository:team/app:pull']);
  });

  test('gives one for an identity token', async () => {
    const credentials = { [closed.host]: { username: '', password: '', identityToken: 'identity' } };
    tokens.asked.length = 0;
    expect(await shown(`${closed.host}/team/app:1`, { ...bare, credentials })).toEqual(read);
    expect(tokens.asked).toEqual(['POST repository:team/app:pull']);
  });

  test('gives one to anybody for what is public, and for nothing else', async () => {
    expect(await shown(`${closed.host}/public/app:1`)).toEqual(read);
    await expect(openImage(`${closed.host}/team/app:1`, bare)).rejects.toMatchObject({ code: 'image-denied' });
  });

  test('gives another one to write', async () => {
    const repository = openRegistry(closed.host, given(closed)).repository('team/other');
    await repository.pushBlob(Buffer.from('x'), 'application/example');
    // The registry names what is needed in no order of its own.
    expect(tokens.asked.at(-1)).toMatch(/^GET repository:team\/other:(?:pull,push|push,pull)$/);
  });
});

suite('a registry with a certificate of its own', () => {
  test('is spoken to where its authority is given, and else refused', async () => {
    const own = certificate(at('certificate'));
    const secure = await started(startRegistry(at('secure'), { tls: { certificate: own.certificate, key: own.key } }));
    await push(`${secure.host}/app:1`);
    expect(await shown(`${secure.host}/app:1`, { ...bare, authorities: [own.authority] })).toEqual(read);
    await expect(openImage(`${secure.host}/app:1`, bare)).rejects.toMatchObject({ code: 'image-tls' });
  });

  test('that is not named is not spoken to without one', async () => {
    const name = `plain.invalid:${open.host.split(':')[1]}`;
    await expect(openImage(`${name}/team/app:1`, bare)).rejects.toMatchObject({ code: 'image-unreachable' });
  });
});

suite('a registry that is reached by a proxy', () => {
  test('is, and is not let lead to this machine', async () => {
    const name = 'registry.example';
    const asked: string[] = [];
    const proxy = await started(
      startFront(open, (question, answer) => {
        const url = new URL(question.url ?? '');
        asked.push(url.host);
        question.url = url.pathname;
        if (!url.pathname.includes('/lured/')) return false;
        answer.writeHead(307, { location: `http://${open.host}/v2/team/app/manifests/1` }).end();
        return true;
      }),
    );
    const env = { ...bare.env, HTTP_PROXY: `http://${proxy.host}` };
    expect(await shown(`${name}/team/app:1`, { env, plainHttp: [name] })).toEqual(read);
    expect(new Set(asked)).toEqual(new Set([name]));
    await expect(openImage(`${name}/lured/app:1`, { env, plainHttp: [name] })).rejects.toThrow('none of its own');
  });
});

suite('a registry that falters', () => {
  test('is asked again where it is busy, broken or breaks off', async () => {
    let questions = 0;
    const front = await started(
      startFront(open, (question, answer) => {
        questions += 1;
        if (questions % 2 === 0) return false;
        if (question.url?.includes('/blobs/')) answer.socket?.destroy();
        else answer.writeHead(questions % 4 === 1 ? 429 : 503, { 'retry-after': '0' }).end();
        return true;
      }),
    );
    expect(await shown(`${front.host}/team/app:1`)).toEqual(read);
  });

  test('goes on with a blob where it broke off', async () => {
    const image = await openImage(`${open.host}/team/app:1`, bare);
    const layer = image.layers[0];
    const whole = await image.store?.fetchBlob(layer?.digest ?? '', 10_000);
    const ranges: (string | undefined)[] = [];
    const front = await started(
      startFront(open, (question, answer) => {
        if (!question.url?.includes(layer?.digest ?? '')) return false;
        ranges.push(question.headers.range);
        if (question.headers.range !== undefined) return false;
        answer.writeHead(200, { 'content-length': String(whole?.length) });
        answer.write(whole?.subarray(0, 50), () => setImmediate(() => answer.destroy()));
        return true;
      }),
    );
    expect(await shown(`${front.host}/team/app:1`)).toEqual(read);
    expect(ranges).toEqual([undefined, 'bytes=50-']);
  });

  test('is told where it takes no more', async () => {
    const front = await started(
      listening((_question, answer) => answer.writeHead(429, { 'retry-after': '3600' }).end()),
    );
    await expect(openImage(`${front.host}/app`, bare)).rejects.toMatchObject({ code: 'image-rate-limited' });
  });

  test('that gives other bytes than it should is refused', async () => {
    const front = await started(
      startFront(open, (question, answer) => {
        if (!question.url?.includes('/blobs/')) return false;
        answer.end('{"something":"else"}');
        return true;
      }),
    );
    await expect(openImage(`${front.host}/team/app:1`, bare)).rejects.toMatchObject({ code: 'image-digest' });
  });

  test('that is none is told', async () => {
    const front = await started(listening((_question, answer) => answer.end('<html>')));
    await expect(openImage(`${front.host}/app`, bare)).rejects.toMatchObject({ code: 'image-malformed' });
  });

  test('is passed by for its mirrors, and asked where they lack something', async () => {
    const mirrors = { 'mirrored.example': ['127.0.0.1:1', `${open.host}/team`] };
    expect(await shown('mirrored.example/app:1', { ...bare, mirrors })).toEqual(read);
    const empty = await started(startRegistry(at('empty')));
    expect(await shown(`${open.host}/team/app:1`, { ...bare, mirrors: { [open.host]: [empty.host] } })).toEqual(read);
  });
});

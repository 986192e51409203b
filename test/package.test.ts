import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { newClient, PASSWORD } from './server/harness.ts';

const execute = promisify(execFile);
const root = path.join(import.meta.dirname, '..');

/** Packing and installing take half a minute and the registry: in CI always, elsewhere when asked for. */
const wanted = process.env.CI !== undefined || process.env.HWASEONG_TEST_PACKAGE !== undefined;

describe.skipIf(!wanted)('the package, installed in an empty folder elsewhere', () => {
  let dir: string;
  let installed: string;
  let server: ChildProcess | undefined;

  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'hwaseong-package-'));
    // Run as root, the embedded database has a user of its own, who must get in.
    await chmod(dir, 0o755);
    installed = path.join(dir, 'elsewhere');
    await mkdir(installed);
    await execute('npm', ['pack', '--pack-destination', dir], { cwd: await copyOfCheckout(dir), env: outside() });
    const tarball = path.join(dir, `hwaseong-${packageJson.version}.tgz`);
    await execute('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball], {
      cwd: installed,
      env: outside(),
    });
  }, 300_000);
  afterAll(async () => {
    if (server?.exitCode === null) {
      server.kill('SIGTERM');
      await once(server, 'exit');
    }
    await rm(dir, { recursive: true, force: true });
  }, 60_000);

  /** The environment of a user: nothing of npm's or of the test runner's, but whom the network's TLS is trusted to. */
  function outside(): NodeJS.ProcessEnv {
    const env = Object.entries(process.env).filter(
      ([name]) => !/^(?:npm_|NODE_(?!EXTRA_CA_CERTS$)|VITEST|TEST$|HWASEONG_|LANG|LC_)/i.test(name),
    );
    return { ...Object.fromEntries(env), LANG: 'en_US.UTF-8' };
  }

  function hwaseong(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    return new Promise((resolve) => {
      const command = ['--no-install', 'hwaseong', ...args];
      execFile('npx', command, { cwd: installed, env: outside(), maxBuffer: 2 ** 26 }, (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      );
    });
  }

  it('says its version and what it can do', async () => {
    expect(await hwaseong('--version')).toMatchObject({ code: 0, out: `${packageJson.version}\n` });
    const { out, code } = await hwaseong('scan', 'facts', '--help');
    expect(out).toContain('--params <file>');
    expect(code).toBe(0);
  });

  it('judges a recording with the content it brings', async () => {
    const recording = path.join(installed, 'node_modules', 'hwaseong', 'content', 'sample');
    const { code, out } = await hwaseong('scan', 'facts', recording, '--format', 'json');
    expect(code).toBe(1);
    const { findings } = JSON.parse(out) as { findings: { severity: string }[] };
    expect(new Set(findings.map(({ severity }) => severity))).toContain('critical');
    expect(findings.length).toBeGreaterThan(300);
  }, 60_000);

  it('prints the policy of a scanner, and has no sources in it', async () => {
    const { out } = await hwaseong('connect', 'aws', '--print-policy');
    expect(out).toContain('s3:GetBucketAcl');
    await expect(execute('ls', [path.join(installed, 'node_modules', 'hwaseong', 'src')])).rejects.toThrow();
  });

  it('serves the console with the sample organisation', async () => {
    const data = path.join(dir, 'data');
    const program = path.join(installed, 'node_modules', '.bin', 'hwaseong');
    const serving = spawn(program, ['serve', '--port', '0', '--data', data], { cwd: installed, env: outside() });
    server = serving;
    let said = '';
    serving.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const link = await until(() => /(http:\S+)\/sign-in#token=(\S+)/.exec(said) ?? undefined);
    const [, url = '', token] = link;
    expect(await (await fetch(url)).text()).toContain('<div id="root">');
    const client = newClient(url);
    await client.send('POST', '/api/v1/session/link', { token });
    await client.send('PUT', '/api/v1/account/password', { password: PASSWORD });
    const overview = await until(async () => {
      const { json } = await client.get('/api/v1/overview');
      return json?.open?.critical > 0 ? json : undefined;
    });
    expect(overview.assets).toBeGreaterThan(300);
  }, 120_000);
});

/** What packing builds would disturb other tests, so it is done beside the checkout, with the same packages. */
async function copyOfCheckout(dir: string): Promise<string> {
  const copy = path.join(dir, 'checkout');
  const left = ['node_modules', '.git', '.venv', 'dist', 'coverage'];
  await cp(root, copy, { recursive: true, filter: (source) => !left.includes(path.basename(source)) });
  await symlink(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  return copy;
}

/** Asks until there is an answer. */
async function until<T>(ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 600; tries += 1) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(100);
  }
  throw new Error('It did not happen within a minute');
}

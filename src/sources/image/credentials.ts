import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isObject, type Json, type JsonObject } from '../../model/index.ts';
import { ecrCredential, isEcr } from './ecr.ts';
import { imageErrors } from './errors.ts';
import type { ImageOptions, RegistryCredential } from './types.ts';

/** A credential, and for people where it came from; never its secret. */
export interface FoundCredential extends RegistryCredential {
  from: string;
}

/**
 * How this machine enters a registry: what was given for it, else Docker's configuration (`credHelpers`, `credsStore`, `auths`), else that
 * of Podman and Buildah, else for Amazon ECR the credentials of AWS. Undefined: nothing is known of it.
 *
 * @throws UserError where a credential helper or AWS fails
 */
export async function findCredential(
  registry: string,
  repository: string,
  options: ImageOptions,
): Promise<FoundCredential | undefined> {
  const given = options.credentials?.[registry];
  if (given) return { ...given, from: `the account "${given.username}"` };
  if (options.localCredentials === false) return undefined;
  const env = options.env ?? process.env;
  for (const file of configFiles(options, env)) {
    const config = await readConfig(file);
    const found = config && (await inConfig(config, file, registry, repository, env));
    if (found) return found;
  }
  return isEcr(registry) ? ecrCredential(registry) : undefined;
}

function configFiles(options: ImageOptions, env: NodeJS.ProcessEnv): string[] {
  const docker = options.dockerConfig ?? env.DOCKER_CONFIG ?? join(env.HOME || homedir(), '.docker');
  const files = [join(docker, 'config.json')];
  if (options.dockerConfig !== undefined) return files;
  if (env.REGISTRY_AUTH_FILE) files.unshift(env.REGISTRY_AUTH_FILE);
  if (env.XDG_RUNTIME_DIR) files.push(join(env.XDG_RUNTIME_DIR, 'containers', 'auth.json'));
  return files;
}

async function readConfig(file: string): Promise<JsonObject | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
  try {
    const config: Json = JSON.parse(text);
    if (isObject(config)) return config;
  } catch {}
  throw imageErrors.unreadableFile(file, 'no JSON object');
}

async function inConfig(
  config: JsonObject,
  file: string,
  registry: string,
  repository: string,
  env: NodeJS.ProcessEnv,
): Promise<FoundCredential | undefined> {
  const keys = keysOf(registry, repository);
  const helpers = isObject(config.credHelpers) ? config.credHelpers : {};
  const own = keys.map((key) => helpers[key]).find((name) => typeof name === 'string');
  const helper = own ?? (typeof config.credsStore === 'string' ? config.credsStore : undefined);
  if (typeof helper === 'string' && helper !== '') {
    const found = await askHelper(helper, registry === 'docker.io' ? HUB : registry, env);
    if (found) return found;
  }
  const auths = isObject(config.auths) ? config.auths : {};
  for (const key of keys) {
    const auth = auths[key];
    const found = isObject(auth) ? inAuth(auth, file) : undefined;
    if (found) return found;
  }
  return undefined;
}

const HUB = 'https://index.docker.io/v1/';

/** Under which keys a registry stands, the most particular first: Podman has some for parts of a registry. */
function keysOf(registry: string, repository: string): string[] {
  const parts = repository.split('/');
  const below = parts.map((_, index) => `${registry}/${parts.slice(0, parts.length - index).join('/')}`);
  const old = ['', '/v1/', '/v2/', '/'].map((path) => `https://${registry}${path}`);
  return [
    ...below,
    registry,
    ...old,
    ...(registry === 'docker.io' ? [HUB, 'index.docker.io', 'https://index.docker.io'] : []),
  ];
}

function inAuth(auth: JsonObject, file: string): FoundCredential | undefined {
  const text = (value: Json | undefined) => (typeof value === 'string' ? value : '');
  const decoded = Buffer.from(text(auth.auth), 'base64').toString('utf8').replace(/\0+$/, '');
  const colon = decoded.indexOf(':');
  const username = colon > 0 ? decoded.slice(0, colon) : text(auth.username);
  const password = colon > 0 ? decoded.slice(colon + 1) : text(auth.password);
  const identityToken = text(auth.identitytoken);
  if (identityToken === '' && (username === '' || password === '')) return undefined;
  const found: FoundCredential = { username, password, from: `the account "${username}" of ${file}` };
  if (identityToken !== '') found.identityToken = identityToken;
  return found;
}

/** Speaks the protocol of https://github.com/docker/docker-credential-helpers. Undefined where it knows no such registry. */
async function askHelper(name: string, server: string, env: NodeJS.ProcessEnv): Promise<FoundCredential | undefined> {
  const program = `docker-credential-${name}`;
  if (!/^[\w.-]+$/.test(name)) throw imageErrors.helper(program, 'its name is none');
  const answer = await new Promise<string | undefined>((resolve, reject) => {
    const child = execFile(
      program,
      ['get'],
      { env, timeout: 30_000, maxBuffer: 1024 * 1024 },
      (error, stdout, stderr) => {
        if (!error) return resolve(stdout);
        if (/not found in native keychain|no credentials/i.test(stdout + stderr)) return resolve(undefined);
        const reason =
          'code' in error && error.code === 'ENOENT'
            ? 'it is not installed'
            : stderr.trim() || stdout.trim() || error.message;
        reject(imageErrors.helper(program, reason.slice(0, 300)));
      },
    );
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(`${server}\n`);
  });
  if (answer === undefined) return undefined;
  let told: Json;
  try {
    told = JSON.parse(answer);
  } catch {
    throw imageErrors.helper(program, 'its answer is no JSON');
  }
  if (!isObject(told) || typeof told.Username !== 'string' || typeof told.Secret !== 'string') {
    throw imageErrors.helper(program, 'its answer holds no account');
  }
  if (told.Username === '' && told.Secret === '') return undefined;
  const from = `the account "${told.Username}" of ${program}`;
  if (told.Username === '<token>') return { username: '', password: '', identityToken: told.Secret, from };
  return { username: told.Username, password: told.Secret, from };
}

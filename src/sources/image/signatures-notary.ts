import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import type { Material } from '../../model/index.ts';
import { imageErrors } from './errors.ts';
import { connectionError } from './host.ts';
import { BodyTooLarge, bodyOf } from './http.ts';
import { openRegistry } from './registry.ts';
import type { ImageOptions, OpenImage } from './types.ts';

/** A server of Notary v1 by its host, or a folder of its files as Docker keeps them (`~/.docker/trust/tuf`). */
export type NotarySource = { server: string } | { folder: string };

const MOST_BYTES = 5 * 1024 * 1024;
const roles = ['root', 'timestamp', 'snapshot', 'targets', 'targets/releases'] as const;

/** The signed files about the tag of an image; undefined where it has no tag or nobody signed anything of its repository. */
export async function collectNotary(
  image: OpenImage,
  source: NotarySource,
  options: Pick<ImageOptions, 'authorities' | 'plainHttp' | 'signal'>,
): Promise<Material | undefined> {
  const [tag] = image.tags;
  if (tag === undefined || image.repository === '') return undefined;
  const repository = `${image.registry}/${image.repository}`;
  const files =
    'folder' in source
      ? await filesInFolder(source.folder, repository)
      : await filesOfServer(source.server, repository, options);
  if (files.root === undefined) return undefined;
  const at = 'folder' in source ? source.folder : source.server;
  // A tag is signed with what it names: the index where there is one.
  return { kind: 'notary', subject: image.index ?? image.digest, source: at, repository, tag, files };
}

async function filesOfServer(
  server: string,
  repository: string,
  options: Pick<ImageOptions, 'authorities' | 'plainHttp' | 'signal'>,
): Promise<Record<string, string>> {
  const host = openRegistry(server.replace(/^https:\/\//, '').replace(/\/+$/, ''), options);
  const files: Record<string, string> = {};
  try {
    for (const role of roles) {
      const access = { name: `${server}: ${repository}`, repository };
      const exchange = { method: 'GET' as const, headers: { accept: 'application/json' } };
      const answer = await host.send(`/v2/${repository}/_trust/tuf/${role}.json`, exchange, access);
      const status = answer.statusCode ?? 0;
      if (status === 200) files[role] = (await whole(answer, access.name)).toString('base64');
      else answer.destroy();
      if (status === 401 || status === 403) throw imageErrors.denied(access.name, undefined);
      if (status !== 200 && status !== 404) throw imageErrors.answer(server, status, '');
      if (role === 'root' && status === 404) break;
    }
    return files;
  } finally {
    host.close();
  }
}

async function whole(answer: IncomingMessage, name: string): Promise<Buffer> {
  try {
    return await bodyOf(answer, MOST_BYTES);
  } catch (error) {
    throw error instanceof BodyTooLarge ? imageErrors.tooLarge(name, MOST_BYTES) : connectionError(name, error);
  }
}

async function filesInFolder(folder: string, repository: string): Promise<Record<string, string>> {
  const root = path.resolve(folder);
  const below = path.resolve(root, repository, 'metadata');
  if (!below.startsWith(root + path.sep)) return {};
  const files: Record<string, string> = {};
  for (const role of roles) {
    const file = path.join(below, `${role}.json`);
    try {
      const bytes = await readFile(file);
      if (bytes.length <= MOST_BYTES) files[role] = bytes.toString('base64');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') throw imageErrors.unreadableFile(file, String(code));
    }
  }
  return files;
}

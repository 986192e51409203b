import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { type Made, tarOf } from '../files/tar.fixture.ts';

export interface MadeImage {
  layers: Made[][];
  packing?: 'gzip' | 'zstd' | 'none';
  architecture?: string;
  variant?: string;
  /** Media type of the configuration, for what is no image. */
  configType?: string;
  /** Media type of the layers in place of that of their packing. */
  layerType?: string;
  tag?: string;
}

export const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Puts a blob into a layout. Gives its descriptor. */
export function putBlob(folder: string, bytes: Uint8Array, mediaType: string) {
  const digest = digestOf(bytes);
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
  writeFileSync(join(folder, 'blobs', digest.replace(':', '/')), bytes);
  return { mediaType, digest, size: bytes.length };
}

export function putJson(folder: string, value: unknown, mediaType: string) {
  return putBlob(folder, Buffer.from(JSON.stringify(value)), mediaType);
}

/** Puts an image into a layout. Gives the descriptor of its manifest. */
export function putImage(folder: string, made: MadeImage) {
  const { packing = 'gzip', architecture = 'amd64', variant } = made;
  const tars = made.layers.map((entries) => tarOf(...entries));
  const pack = { gzip: gzipSync, zstd: zstdCompressSync, none: (bytes: Buffer) => bytes }[packing];
  const suffix = packing === 'none' ? '' : `+${packing}`;
  const layerType = made.layerType ?? `application/vnd.oci.image.layer.v1.tar${suffix}`;
  const layers = tars.map((tar) => putBlob(folder, pack(tar), layerType));
  const platform = { os: 'linux', architecture, ...(variant ? { variant } : {}) };
  const config = putJson(
    folder,
    {
      ...platform,
      config: { Env: ['PATH=/bin'], Labels: { made: 'here' } },
      rootfs: { type: 'layers', diff_ids: tars.map(digestOf) },
      history: tars.map(() => ({ created_by: 'RUN make' })),
    },
    made.configType ?? 'application/vnd.oci.image.config.v1+json',
  );
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  return { ...putJson(folder, { schemaVersion: 2, mediaType, config, layers }, mediaType), platform };
}

export function putIndex(folder: string, manifests: readonly object[]) {
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  return putJson(folder, { schemaVersion: 2, mediaType, manifests }, mediaType);
}

/** Makes the folder a layout of what is listed. */
export function listIn(folder: string, manifests: readonly object[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
}

/** A layout of one image with a tag. */
export function layoutOf(folder: string, made: MadeImage) {
  const { platform: _, ...manifest } = putImage(folder, made);
  listIn(folder, [{ ...manifest, annotations: { 'org.opencontainers.image.ref.name': made.tag ?? 'latest' } }]);
  return manifest;
}

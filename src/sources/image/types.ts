import type { Readable } from 'node:stream';

/** What an image says of itself: the image configuration of the OCI (https://github.com/opencontainers/image-spec/blob/main/config.md), as far as it is read. */
export interface ImageConfig {
  architecture?: string;
  os?: string;
  variant?: string;
  created?: string;
  author?: string;
  config?: {
    User?: string;
    Env?: string[];
    Entrypoint?: string[];
    Cmd?: string[];
    Labels?: Record<string, string>;
    ExposedPorts?: Record<string, object>;
    Volumes?: Record<string, object>;
    WorkingDir?: string;
    Healthcheck?: { Test?: string[] };
    StopSignal?: string;
    Shell?: string[];
    OnBuild?: string[];
  };
  rootfs?: { type?: string; diff_ids?: string[] };
  history?: { created?: string; created_by?: string; author?: string; comment?: string; empty_layer?: boolean }[];
}

/** One layer, to be read once. */
export interface ImageLayer {
  /** Digest of the bytes as they lie in the registry or archive. */
  digest: string;
  /** Digest of the uncompressed tar. */
  diffId: string;
  /** Bytes as they lie. */
  size: number;
  mediaType: string;
  /** Bytes as they lie, their digest checked while they are read: a stream that ends in an error where it does not fit. */
  open(signal?: AbortSignal): Promise<Readable>;
}

/** An image that is there to be read. */
export interface OpenImage {
  /** Digest of its manifest; of its configuration where it has none (`docker save`). */
  digest: string;
  /** As the user named it, normalised where it is a reference: `docker.io/library/alpine:3.19`. */
  name: string;
  /** `registry.example:5000`; `local` for archives and folders. */
  registry: string;
  /** `team/app`; empty where it has none. */
  repository: string;
  tags: string[];
  /** Digests of registries under which it is known. */
  mediaType: string;
  annotations: Record<string, string>;
  config: ImageConfig;
  layers: readonly ImageLayer[];
  close(): Promise<void>;
}

/** How images are found and read. */
export interface ImageOptions {
  /** `linux/amd64`; absent: that of this machine, else the only one or the first for Linux. */
  platform?: string;
  /** Where nothing else is named: Docker's own configuration folder. */
  dockerConfig?: string;
  /** Certificates (PEM) of private authorities. */
  authorities?: string[];
  /** Registry → others that have the same images, tried first. */
  mirrors?: Record<string, string[]>;
  /** Registries spoken to without TLS; loopback always may be. */
  plainHttp?: string[];
  signal?: AbortSignal;
}

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
  /** Digest of the index that it was chosen from, where there is one: signatures often are of that. */
  index?: string;
  /** Where what refers to it is found (signatures, attestations): its repository or layout. Absent for what has neither. */
  store?: ContentStore;
  /** A folder that is the root of its files, in place of layers. */
  root?: string;
  close(): Promise<void>;
}

/** A piece of content by its digest (https://github.com/opencontainers/image-spec/blob/main/descriptor.md). */
export interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
  artifactType?: string;
  annotations?: Record<string, string>;
  platform?: { os?: string; architecture?: string; variant?: string; 'os.version'?: string };
}

/** A manifest as its bytes came; their digest is checked. */
export interface FetchedManifest {
  digest: string;
  mediaType: string;
  bytes: Buffer;
}

/** Where manifests and blobs are had by digest: a repository of a registry, an OCI layout. All of it is checked against its digest. */
export interface ContentStore {
  /**
   * By tag or digest.
   *
   * @throws UserError `image-not-found`, `image-denied`, `image-digest`, ...
   */
  fetchManifest(reference: string): Promise<FetchedManifest>;
  /** The same; undefined where there is none. */
  findManifest(reference: string): Promise<FetchedManifest | undefined>;
  /** A blob of at most `most` bytes. */
  fetchBlob(digest: string, most: number): Promise<Buffer>;
  openBlob(digest: string, size: number | undefined, signal?: AbortSignal): Promise<Readable>;
  /** What says of itself that it refers to a manifest, by the referrers API, else by the tag that stands in for it; of one type or all. */
  listReferrers(digest: string, artifactType?: string): Promise<Descriptor[]>;
}

/** How one enters a registry: a name and a password, or an identity token of an OAuth 2 login. */
export interface RegistryCredential {
  username: string;
  password: string;
  identityToken?: string;
}

/** How images are found and read. */
export interface ImageOptions {
  /** Which of several images of an archive or layout: a tag, name or digest. */
  image?: string;
  /** `linux/amd64`; absent: that of this machine, else the only one or the first for Linux. */
  platform?: string;
  /** Where nothing else is named: Docker's own configuration folder. */
  dockerConfig?: string;
  /** Registry → how to enter it; before anything that this machine has. */
  credentials?: Record<string, RegistryCredential>;
  /** False: of this machine, neither Docker's configuration nor its helpers nor AWS's credentials are used. */
  localCredentials?: boolean;
  /** Environment; `process.env` by default. */
  env?: NodeJS.ProcessEnv;
  /** What `-` names; standard input by default. */
  stdin?: Readable;
  /** Certificates (PEM) of private authorities. */
  authorities?: string[];
  /** Registry → others that have the same images, tried first. */
  mirrors?: Record<string, string[]>;
  /** Registries spoken to without TLS; loopback always may be. */
  plainHttp?: string[];
  signal?: AbortSignal;
}

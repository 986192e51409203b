import type { AwsCredentialIdentityProvider } from '@smithy/types';
import type { JsonObject } from '../../model/index.ts';
import type { ImageOptions } from '../image/index.ts';

export type RegistryType = 'distribution' | 'harbor' | 'ecr';

/** A repository as its registry lists it. */
export interface RepositoryItem extends JsonObject {
  /** `team/app` */
  name: string;
  /** Host of the registry. */
  registry: string;
  type: RegistryType;
  /** ISO 8601; null where the registry does not say. */
  created: string | null;
  /** Whether the registry says when a manifest was pulled last. */
  tellsPulls: boolean;
  /** Whether it lists manifests that no tag points at. */
  tellsUntagged: boolean;
  /** Its tags were compared with what an earlier scan saw. */
  compared?: boolean;
}

/** A manifest of a repository. What is not known of it is null. */
export interface ManifestItem extends JsonObject {
  digest: string;
  mediaType: string;
  artifactType: string | null;
  /** `accessory`: a signature, an attestation, a bill of materials: something that refers to another. */
  type: 'image' | 'index' | 'artifact' | 'accessory' | 'unknown';
  tags: string[];
  /** Bytes of its layers and configuration. */
  size: number | null;
  /** ISO 8601, by its configuration. */
  created: string | null;
  /** ISO 8601. */
  pushed: string | null;
  /** ISO 8601; null where it never was, or where the registry does not tell (`tellsPulls`). */
  pulled: string | null;
  /** `linux/arm64`; of an index, those of all that it lists. */
  platforms: string[] | null;
  /** Digests that an index lists. */
  children: string[];
  /** Digest that an accessory refers to. */
  subject: string | null;
  /** An index of this repository lists it. */
  partOf: boolean;
  signed: boolean | null;
  /** Why it could not be read in detail. */
  unread: string | null;
}

/** Manifests that an earlier scan read: digest → manifest. What their bytes say does not change. */
export type KnownManifests = ReadonlyMap<string, ManifestItem>;

/** A list that may break off: what came is good, and the error says why the rest did not. */
export interface Listing<T> {
  items: T[];
  error?: unknown;
}

/** Whether tags of a repository can be moved. */
export interface Immutability extends JsonObject {
  mode: 'immutable' | 'mutable' | 'partly';
  /** Patterns of tags that the mode does not hold for. */
  exceptions: string[];
}

/** What cleans a repository up. */
export interface Retention extends JsonObject {
  /** As the registry keeps it. */
  policy: JsonObject;
  rules: number;
}

/** Somebody who may do something with a repository. */
export interface Grant extends JsonObject {
  who: string;
  type: 'user' | 'group' | 'robot' | 'principal' | 'everybody';
  pull: boolean;
  push: boolean;
  delete: boolean;
  /** What says so: a role, a statement, a permission of a robot account. */
  by: string;
  /** Conditions under which it holds, as the registry keeps them. */
  conditions: JsonObject | null;
}

/**
 * One kind of registry. Each function asks the registry; what it throws makes the call an incomplete one. Where it has no function, the
 * registry has no way to tell (`NotTold`).
 */
export interface RegistrySource {
  type: RegistryType;
  registry: string;
  /** What the registry says of itself. */
  about(): Promise<JsonObject>;
  listRepositories(): AsyncIterable<RepositoryItem>;
  listManifests(repository: string, known: KnownManifests): Promise<Listing<ManifestItem>>;
  /** Whether anybody may pull: asked without credentials, of one of the digests. */
  tryAnonymously(repository: string, digest: string | undefined): Promise<JsonObject>;
  readImmutability?(repository: string): Promise<Immutability>;
  /** Null where there is none. */
  readRetention?(repository: string): Promise<Retention | null>;
  readScanning?(repository: string): Promise<{ onPush: boolean }>;
  listGrants?(repository: string): Promise<Grant[]>;
  /** The policy that a repository has, as written; null where there is none. */
  readPolicy?(repository: string): Promise<JsonObject | null>;
  /** Of the registry as a whole: `ListProjects`, `ListRobots`, `ListReplications`. */
  lists: readonly (readonly [operation: string, ask: () => Promise<JsonObject[]>])[];
  close(): void;
}

export interface RegistryOptions extends ImageOptions {
  /** What the registry is; else it is asked. */
  type?: RegistryType;
  /** By what the API of Amazon ECR is asked; absent: by what this machine may do. */
  aws?: AwsCredentialIdentityProvider;
}

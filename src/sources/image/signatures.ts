import { isObject, type Json, type JsonObject, type Material, type RekorBundle, UserError } from '../../model/index.ts';
import { descriptorsOf, parsed } from './manifest.ts';
import { collectNotary, type NotarySource } from './signatures-notary.ts';
import type { ContentStore, Descriptor, FetchedManifest, ImageOptions, OpenImage } from './types.ts';

export interface SignatureOptions extends Pick<ImageOptions, 'authorities' | 'plainHttp' | 'localCredentials'> {
  /** Where Docker Content Trust is kept for this image. */
  notary?: readonly NotarySource[];
  signal?: AbortSignal;
}

/** What was found, as facts; and what could not be asked for. */
export interface CollectedSignatures {
  found: Json[];
  error?: { code: string; message: string };
}

/** Things beside one image, bytes of one and of all of them. */
const MOST_MATERIALS = 100;
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_BYTES_ALL = 24 * 1024 * 1024;

const types = {
  bundle: 'application/vnd.dev.sigstore.bundle',
  notation: 'application/vnd.cncf.notary.signature',
  simpleSigning: 'application/vnd.dev.cosign.simplesigning.v1+json',
  envelope: 'application/vnd.dsse.envelope.v1+json',
  statement: 'application/vnd.in-toto+json',
} as const;

/** Annotations of cosign (specs/SIGNATURE_SPEC.md of sigstore/cosign). */
const annotations = {
  signature: 'dev.cosignproject.cosign/signature',
  certificate: 'dev.sigstore.cosign/certificate',
  entry: 'dev.sigstore.cosign/bundle',
  timestamp: 'dev.sigstore.cosign/rfc3161timestamp',
} as const;

/**
 * Collects what is kept beside an image and may prove where it comes from: referrers of the OCI, the tags of cosign, attestations in its index, Docker Content
 * Trust. Asked for the image and for the index that it was chosen from. Nothing is verified; what cannot be read is told.
 */
export async function collectSignatures(
  image: OpenImage,
  options: SignatureOptions = {},
): Promise<CollectedSignatures> {
  const gathered = gathering(options.signal);
  const { store } = image;
  if (store !== undefined) {
    for (const subject of new Set([image.digest, image.index ?? image.digest])) {
      await gathered.trying(() => collectReferrers(store, subject, gathered));
      await gathered.trying(() => collectTags(store, subject, gathered));
    }
    const { index } = image;
    if (index !== undefined) await gathered.trying(() => collectIndexed(store, index, image.digest, gathered));
  } else {
    gathered.fail({ code: 'NoStore', message: 'an image that comes from neither a registry nor an OCI layout' });
  }
  for (const source of options.notary ?? []) {
    await gathered.trying(async () => gathered.add(await collectNotary(image, source, options)));
  }
  return gathered.all();
}

interface Gathering {
  add(material: Material | undefined): void;
  /** The bytes of a blob, unless it or all of them together are too large. */
  blob(store: ContentStore, subject: string, source: string, descriptor: Descriptor): Promise<Buffer | undefined>;
  trying(step: () => Promise<void>): Promise<void>;
  fail(error: { code: string; message: string }): void;
  all(): CollectedSignatures;
}

function gathering(signal: AbortSignal | undefined): Gathering {
  const found: Material[] = [];
  let error: CollectedSignatures['error'];
  let bytes = 0;
  const fail = (one: { code: string; message: string }) => {
    error ??= one;
  };
  const add = (material: Material | undefined) => {
    if (material === undefined) return;
    if (found.length < MOST_MATERIALS) found.push(material);
    else fail({ code: 'TooMany', message: `more than ${MOST_MATERIALS} things lie beside the image` });
  };
  return {
    add,
    fail,
    async blob(store, subject, source, { digest, size, mediaType }) {
      if (size > MOST_BYTES || bytes + size > MOST_BYTES_ALL) {
        add({ kind: 'unread', subject, source, code: 'TooLarge', mediaType });
        return undefined;
      }
      bytes += size;
      return store.fetchBlob(digest, size);
    },
    async trying(step) {
      signal?.throwIfAborted();
      try {
        await step();
      } catch (thrown) {
        signal?.throwIfAborted();
        if (!(thrown instanceof UserError)) throw thrown;
        fail({ code: thrown.code, message: thrown.text.en });
      }
    },
    all: () => ({ found: found as unknown as Json[], ...(error !== undefined && { error }) }),
  };
}

async function collectReferrers(store: ContentStore, subject: string, gathered: Gathering): Promise<void> {
  const referrers = await store.listReferrers(subject);
  for (const { digest, artifactType } of referrers.slice(0, MOST_MATERIALS)) {
    await gathered.trying(async () => {
      const manifest = await store.fetchManifest(digest);
      await collectManifest(store, subject, manifest, artifactType, gathered);
    });
  }
  if (referrers.length > MOST_MATERIALS) {
    gathered.fail({ code: 'TooMany', message: `more than ${MOST_MATERIALS} things refer to ${subject}` });
  }
}

/** `sha256-….sig` and `.att`: where cosign keeps what it signs in registries that know no referrers. */
async function collectTags(store: ContentStore, subject: string, gathered: Gathering): Promise<void> {
  const tags = ['sig', 'att', 'sbom'].map((suffix) => `${subject.replace(':', '-')}.${suffix}`);
  for (const manifest of await Promise.all(tags.map((tag) => store.findManifest(tag)))) {
    if (manifest !== undefined) await collectManifest(store, subject, manifest, undefined, gathered);
  }
}

/** Attestations that BuildKit puts into the index, which nobody signs. */
async function collectIndexed(store: ContentStore, index: string, digest: string, gathered: Gathering): Promise<void> {
  const told = parsed((await store.fetchManifest(index)).bytes);
  for (const one of descriptorsOf(isObject(told) ? told.manifests : undefined)) {
    if (one.annotations?.['vnd.docker.reference.digest'] !== digest) continue;
    gathered.add({ kind: 'unsigned', subject: digest, source: one.digest, mediaType: types.statement });
  }
}

async function collectManifest(
  store: ContentStore,
  subject: string,
  { digest: source, bytes }: FetchedManifest,
  toldType: string | undefined,
  gathered: Gathering,
): Promise<void> {
  const manifest = parsed(bytes);
  const config = isObject(manifest) && isObject(manifest.config) ? manifest.config.mediaType : undefined;
  const own = isObject(manifest) ? (manifest.artifactType ?? config) : undefined;
  const artifactType = toldType ?? (typeof own === 'string' ? own : '');
  for (const layer of descriptorsOf(isObject(manifest) ? manifest.layers : undefined)) {
    const kind = kindOf(artifactType, layer.mediaType);
    if (kind === undefined) continue;
    if (kind === 'unsigned') {
      gathered.add({ kind, subject, source, mediaType: layer.mediaType });
      continue;
    }
    const blob = await gathered.blob(store, subject, source, layer);
    if (blob === undefined) continue;
    gathered.add(await materialOf(kind, store, { subject, source }, layer, blob));
  }
}

type Kind = 'sigstore' | 'notation' | 'cosign' | 'cosign-attestation' | 'unsigned';

/** What a layer is, by its own type where that tells, else by that of what holds it; undefined where it has to do with no origin. */
function kindOf(artifactType: string, mediaType: string): Kind | undefined {
  if (mediaType.startsWith(types.bundle)) return 'sigstore';
  if (artifactType === types.notation) return 'notation';
  if (mediaType === types.simpleSigning) return 'cosign';
  if (mediaType === types.envelope) return 'cosign-attestation';
  const isBill = /spdx|cyclonedx|syft|in-toto/.test(`${artifactType} ${mediaType}`);
  return isBill ? 'unsigned' : undefined;
}

async function materialOf(
  kind: Exclude<Kind, 'unsigned'>,
  store: ContentStore,
  at: { subject: string; source: string },
  { mediaType, annotations: told = {} }: Descriptor,
  blob: Buffer,
): Promise<Material> {
  const base64 = blob.toString('base64');
  switch (kind) {
    case 'notation':
      return { kind, ...at, mediaType, envelope: base64 };
    case 'sigstore': {
      const bundle = parsed(blob);
      if (!isObject(bundle)) return { kind: 'unread', ...at, code: 'Malformed', mediaType };
      if (bundle.messageSignature === undefined) return { kind, ...at, bundle };
      // A message that is signed beside an image is its manifest.
      return { kind, ...at, bundle, artifact: (await store.fetchManifest(at.subject)).bytes.toString('base64') };
    }
    case 'cosign':
      return { kind, ...at, payload: base64, signature: told[annotations.signature] ?? '', ...provenBy(told) };
    case 'cosign-attestation':
      return { kind, ...at, envelope: base64, ...provenBy(told) };
  }
}

/** The certificate, log entry and time stamp that cosign keeps beside a signature. */
function provenBy(told: Record<string, string>): { certificate?: string; entry?: RekorBundle; timestamp?: string } {
  const certificate = told[annotations.certificate];
  const entry = entryIn(jsonIn(told[annotations.entry]));
  const { SignedRFC3161Timestamp: timestamp } = jsonIn(told[annotations.timestamp]);
  return {
    ...(certificate !== undefined && certificate !== '' && { certificate }),
    ...(entry !== undefined && { entry }),
    ...(typeof timestamp === 'string' && { timestamp }),
  };
}

function entryIn({
  SignedEntryTimestamp: signedEntryTimestamp,
  Payload: payload,
}: JsonObject): RekorBundle | undefined {
  if (typeof signedEntryTimestamp !== 'string' || !isObject(payload)) return undefined;
  const { body, integratedTime, logIndex, logID: logId } = payload;
  if (typeof body !== 'string' || typeof logId !== 'string') return undefined;
  if (typeof integratedTime !== 'number' || typeof logIndex !== 'number') return undefined;
  return { signedEntryTimestamp, body, integratedTime, logIndex, logId };
}

function jsonIn(text: string | undefined): JsonObject {
  const json = text === undefined ? undefined : parsed(Buffer.from(text));
  return isObject(json) ? json : {};
}

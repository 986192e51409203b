import type { ECRClient, Image, ImageDetail, Repository } from '@aws-sdk/client-ecr';
import { fitsWildcard, isObject, type Json, type JsonObject, UserError } from '../../model/index.ts';
import { ecrPlace } from '../image/ecr.ts';
import { openRegistry } from '../image/index.ts';
import { MOST_CONFIG, parsed } from '../image/manifest.ts';
import { AT_A_TIME } from './distribution.ts';
import { TooMany } from './failure.ts';
import { blank, configured, described, MOST_MANIFESTS, related, time } from './manifest.ts';
import { lanes } from './pool.ts';
import type { Grant, KnownManifests, Listing, ManifestItem, RegistryOptions, RegistrySource } from './types.ts';

/** Private repositories of Amazon ECR in one account and region, by its API. */
export async function ecrSource(registry: string, options: RegistryOptions): Promise<RegistrySource> {
  const { account: registryId, region } = ecrPlace(registry) ?? { account: '', region: '' };
  // Large, and needed for these registries alone.
  const ecr = await import('@aws-sdk/client-ecr');
  const client: ECRClient = new ecr.ECRClient({
    region,
    maxAttempts: 6,
    ...(options.aws !== undefined && { credentials: options.aws }),
  });
  const entered = openRegistry(registry, options);
  const inLane = lanes(AT_A_TIME);
  let repositories: Promise<Repository[]> | undefined;
  /** What of the registry itself cannot be had by its API; undefined where it can. */
  let configsUnread: string | undefined;

  const all = () =>
    (repositories ??= (async () => {
      const found: Repository[] = [];
      for await (const page of ecr.paginateDescribeRepositories({ client, pageSize: 1000 }, { registryId }))
        found.push(...(page.repositories ?? []));
      return found;
    })());
  const one = async (repositoryName: string) => {
    const found = (await all()).find((repository) => repository.repositoryName === repositoryName);
    if (found === undefined) throw named('RepositoryNotFoundException', repositoryName);
    return found;
  };

  /** Manifests of digests that are new, a hundred a request. */
  async function fetched(repositoryName: string, digests: readonly string[]): Promise<Map<string, ManifestItem>> {
    const found = new Map<string, ManifestItem>();
    for (let from = 0; from < digests.length; from += 100) {
      const { images = [] } = await client.send(
        new ecr.BatchGetImageCommand({
          registryId,
          repositoryName,
          imageIds: digests.slice(from, from + 100).map((imageDigest) => ({ imageDigest })),
          acceptedMediaTypes: [
            'application/vnd.oci.image.manifest.v1+json',
            'application/vnd.oci.image.index.v1+json',
            'application/vnd.docker.distribution.manifest.v2+json',
            'application/vnd.docker.distribution.manifest.list.v2+json',
          ],
        }),
      );
      const take = async ({ imageId, imageManifest, imageManifestMediaType }: Image): Promise<void> => {
        const digest = imageId?.imageDigest;
        if (digest === undefined || imageManifest === undefined) return;
        const { told, config } = described(Buffer.from(imageManifest), imageManifestMediaType ?? '');
        const item = { ...blank(digest, []), ...told } as ManifestItem;
        const own = config === undefined ? {} : await platformOf(repositoryName, config.digest);
        found.set(digest, { ...item, ...own } as ManifestItem);
      };
      await Promise.all(images.map((image) => inLane(() => take(image))));
    }
    return found;
  }

  async function platformOf(repositoryName: string, config: string): Promise<Partial<ManifestItem>> {
    if (configsUnread !== undefined) return { unread: configsUnread };
    try {
      return configured(parsed(await entered.repository(repositoryName).fetchBlob(config, MOST_CONFIG)));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const unread = error.message.slice(0, 300);
      // Where the registry is out of reach or lets nobody in, asking for each image takes long and gives nothing.
      if (error.code !== 'image-not-found' && error.code !== 'image-malformed') configsUnread = unread;
      return { unread };
    }
  }

  async function readPolicy(repositoryName: string): Promise<JsonObject | null> {
    try {
      const { policyText } = await client.send(new ecr.GetRepositoryPolicyCommand({ registryId, repositoryName }));
      const policy = parsed(Buffer.from(policyText ?? ''));
      if (!isObject(policy)) throw named('PolicyMalformed', 'the repository policy is no JSON object');
      return policy;
    } catch (error) {
      if (error instanceof Error && error.name === 'RepositoryPolicyNotFoundException') return null;
      throw error;
    }
  }

  return {
    type: 'ecr',
    registry,
    async about() {
      await all();
      // AWS gives neither lists nor images without a signed request, and nothing without TLS.
      return {
        registry,
        type: 'ecr',
        tls: true,
        trusted: true,
        plainHttp: false,
        authentication: 'aws',
        catalog: true,
        anonymousCatalog: false,
        awsAccount: registryId,
        awsRegion: region,
      };
    },
    async *listRepositories() {
      for (const { repositoryName, createdAt, repositoryArn, encryptionConfiguration } of await all()) {
        if (repositoryName === undefined) continue;
        yield {
          name: repositoryName,
          registry,
          type: 'ecr',
          created: time(createdAt),
          tellsPulls: true,
          tellsUntagged: true,
          arn: repositoryArn ?? null,
          awsAccount: registryId,
          encryption: encryptionConfiguration?.encryptionType ?? null,
        };
      }
    },
    async listManifests(repositoryName, known) {
      const details: ImageDetail[] = [];
      const listing: Listing<ManifestItem> = { items: [] };
      for await (const page of ecr.paginateDescribeImages({ client, pageSize: 1000 }, { registryId, repositoryName })) {
        details.push(...(page.imageDetails ?? []));
        if (details.length > MOST_MANIFESTS) {
          listing.error = new TooMany(`more than ${MOST_MANIFESTS} images`);
          break;
        }
      }
      const listed = details.filter(({ imageDigest }) => imageDigest !== undefined).slice(0, MOST_MANIFESTS);
      const fresh = listed
        .map(({ imageDigest }) => imageDigest as string)
        .filter((digest) => !isWhole(known.get(digest)));
      const read = await fetched(repositoryName, fresh);
      const items = listed.map((detail) => manifestOf(detail, known, read));
      return { ...listing, items: related(items, true) };
    },
    tryAnonymously: async () => ({ pull: false, asked: 'none' }),
    async readImmutability(repositoryName) {
      const { imageTagMutability = '', imageTagMutabilityExclusionFilters = [] } = await one(repositoryName);
      const exceptions = imageTagMutabilityExclusionFilters.map(({ filter }) => filter ?? '');
      const mode =
        imageTagMutability === 'IMMUTABLE' ? 'immutable' : imageTagMutability === 'MUTABLE' ? 'mutable' : 'partly';
      return { mode, exceptions };
    },
    async readRetention(repositoryName) {
      try {
        const { lifecyclePolicyText } = await client.send(
          new ecr.GetLifecyclePolicyCommand({ registryId, repositoryName }),
        );
        const policy = parsed(Buffer.from(lifecyclePolicyText ?? ''));
        if (!isObject(policy)) throw named('PolicyMalformed', 'the lifecycle policy is no JSON object');
        return { policy, rules: Array.isArray(policy.rules) ? policy.rules.length : 0 };
      } catch (error) {
        if (error instanceof Error && error.name === 'LifecyclePolicyNotFoundException') return null;
        throw error;
      }
    },
    async readScanning(repositoryName) {
      const { imageScanningConfiguration } = await one(repositoryName);
      if (imageScanningConfiguration?.scanOnPush === true) return { onPush: true };
      // Settings of the registry count for every repository that their filters name.
      const { scanningConfiguration } = await client.send(new ecr.GetRegistryScanningConfigurationCommand({}));
      const rules = scanningConfiguration?.rules ?? [];
      const onPush = rules.some(
        ({ scanFrequency, repositoryFilters = [] }) =>
          (scanFrequency === 'SCAN_ON_PUSH' || scanFrequency === 'CONTINUOUS_SCAN') &&
          repositoryFilters.some(({ filter = '' }) => fitsFilter(repositoryName, filter)),
      );
      return { onPush };
    },
    readPolicy,
    async listGrants(repositoryName) {
      const policy = await readPolicy(repositoryName);
      return policy === null ? [] : grantsOf(policy);
    },
    lists: [],
    close() {
      client.destroy();
      entered.close();
    },
  };
}

function isWhole(item: ManifestItem | undefined): boolean {
  return item !== undefined && item.type !== 'unknown' && item.unread === null;
}

function manifestOf(detail: ImageDetail, known: KnownManifests, read: ReadonlyMap<string, ManifestItem>): ManifestItem {
  const digest = detail.imageDigest as string;
  const earlier = known.get(digest);
  const item = read.get(digest) ?? earlier ?? { ...blank(digest, []), unread: 'the registry gave no manifest' };
  return {
    ...item,
    tags: [...(detail.imageTags ?? [])],
    mediaType: item.mediaType || (detail.imageManifestMediaType ?? ''),
    artifactType: item.artifactType ?? null,
    size: detail.imageSizeInBytes ?? item.size,
    pushed: time(detail.imagePushedAt),
    pulled: time(detail.lastRecordedPullTime),
    subject: item.subject ?? detail.subjectManifestDigest ?? null,
  };
}

/** A filter without a star means what contains it (ECR, "Filters for image scanning"). */
function fitsFilter(name: string, filter: string): boolean {
  return fitsWildcard(name, filter.includes('*') ? filter : `*${filter}*`);
}

/** One of the actions of a push, of a pull and of a removal. The engine of policies weighs what they mean together. */
const asked = { pull: 'ecr:BatchGetImage', push: 'ecr:PutImage', delete: 'ecr:BatchDeleteImage' };

/** What each Allow statement of a repository policy gives to whom. Deny statements take nothing away here: they are told in the conditions. */
export function grantsOf(policy: JsonObject): Grant[] {
  const statements = (Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement]).filter(isObject);
  const denied = statements.filter(({ Effect }) => Effect === 'Deny');
  return statements.flatMap((statement, index) => {
    if (statement.Effect !== 'Allow') return [];
    const may = {
      pull: names(statement, asked.pull),
      push: names(statement, asked.push),
      delete: names(statement, asked.delete),
    };
    if (!may.pull && !may.push && !may.delete) return [];
    const conditions: JsonObject = {
      ...(isObject(statement.Condition) && { allow: statement.Condition }),
      ...(denied.length > 0 && { deny: denied }),
    };
    return principalsOf(statement).map(
      (who): Grant => ({
        who,
        type: who === '*' ? 'everybody' : 'principal',
        ...may,
        by: `statement ${typeof statement.Sid === 'string' && statement.Sid !== '' ? statement.Sid : index + 1}`,
        conditions: Object.keys(conditions).length === 0 ? null : conditions,
      }),
    );
  });
}

function names({ Action, NotAction }: JsonObject, action: string): boolean {
  const fits = (list: Json | undefined) =>
    texts(list).some((pattern) => fitsWildcard(action.toLowerCase(), pattern.toLowerCase()));
  return NotAction === undefined ? fits(Action) : !fits(NotAction);
}

function principalsOf({ Principal, NotPrincipal }: JsonObject): string[] {
  // Whoever is not named: nearly everybody.
  if (NotPrincipal !== undefined || Principal === undefined) return ['*'];
  if (!isObject(Principal)) return texts(Principal);
  return Object.values(Principal).flatMap(texts);
}

function texts(value: Json | undefined): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

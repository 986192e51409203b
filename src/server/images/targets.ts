import { UserError } from '../../model/index.ts';
import { newId } from '../../platform/crypto.ts';
import { parseReference, referenceText } from '../../sources/image/reference.ts';
import { newExternalId, settingsOf } from '../connections.ts';
import type { ScanTarget } from '../scans/request.ts';
import type { Services } from '../services.ts';

/**
 * Registries that anybody may pull from and everybody knows. To any other one somebody has to add a connection first: a server
 * does not turn to whatever address it is told.
 */
const publicRegistries: ReadonlySet<string> = new Set([
  'docker.io',
  'ghcr.io',
  'quay.io',
  'gcr.io',
  'registry.k8s.io',
  'mcr.microsoft.com',
  'public.ecr.aws',
  'registry.access.redhat.com',
]);

/** Connection under which images of public registries are kept. */
const PUBLIC = 'Images of public registries';

/**
 * By which connection an image is read, and how it is named in full.
 *
 * @throws UserError where the reference is none, or no connection leads to its registry
 */
export async function imageConnection(
  services: Pick<Services, 'db' | 'tenant' | 'clock'>,
  reference: string,
  platform?: string,
): Promise<{ connection: string; target: ScanTarget }> {
  const parsed = parseReference(reference);
  const target = { reference: referenceText(parsed), ...(platform === undefined ? {} : { platform }) };
  const known = await registryConnections(services);
  const found = known.find(({ host }) => host === parsed.registry);
  if (found !== undefined) return { connection: found.id, target };
  if (!publicRegistries.has(parsed.registry)) throw noConnection(parsed.registry);
  return { connection: await publicConnection(services), target };
}

/** A connection to a registry, with the host that references name it by. */
export interface RegistryConnection {
  id: string;
  name: string;
  host: string;
}

/** Every connection to a registry that is switched on. */
export async function registryConnections({
  db,
  tenant,
}: Pick<Services, 'db' | 'tenant'>): Promise<RegistryConnection[]> {
  const rows = await db
    .selectFrom('connections')
    .select(['id', 'name', 'settings'])
    .where('tenant', '=', tenant)
    .where('provider', '=', 'registry')
    .where('enabled', '=', true)
    .orderBy('created_at')
    .execute();
  return rows.flatMap((row) => {
    const { registry } = settingsOf(row);
    return registry === null ? [] : [{ id: row.id, name: row.name, host: registryHost(registry.url) }];
  });
}

/** The host of a registry's address as references name it: Docker Hub answers elsewhere than it is called. */
export function registryHost(url: string): string {
  const { host } = new URL(url);
  return ['registry-1.docker.io', 'index.docker.io', 'hub.docker.com', 'www.docker.com'].includes(host)
    ? 'docker.io'
    : host;
}

async function publicConnection({ db, tenant, clock }: Pick<Services, 'db' | 'tenant' | 'clock'>): Promise<string> {
  const find = () =>
    db
      .selectFrom('connections')
      .select('id')
      .where('tenant', '=', tenant)
      .where('provider', '=', 'oci')
      .where('name', '=', PUBLIC)
      .executeTakeFirst();
  const known = await find();
  if (known !== undefined) return known.id;
  const now = clock();
  const id = newId();
  await db
    .insertInto('connections')
    .values({
      ...{ tenant, id, provider: 'oci', name: PUBLIC, external_id: newExternalId() },
      ...{ created_at: now, created_by: 'system', updated_at: now },
    })
    .execute();
  return id;
}

function noConnection(registry: string): UserError {
  return new UserError('registry-unknown', {
    en: `No connection leads to the registry ${registry}. Add one under Connections, then scan the image again.`,
    ko: `레지스트리 ${registry}에 대한 연결이 없습니다. 연결 메뉴에서 먼저 추가한 뒤 이미지를 다시 스캔하세요.`,
  });
}

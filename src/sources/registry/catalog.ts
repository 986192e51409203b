import type { CallEntry, JsonObject } from '../../model/index.ts';

const ofRegistry = { kind: 'oci.registry', params: { registry: 'registry' } } as const;
const ofRepository = { kind: 'oci.repository', params: { repository: 'name' } } as const;

function call(operation: string, permission: string, rest: Partial<CallEntry>): CallEntry {
  return { service: 'registry', operation, permission, scope: 'global', ...rest };
}

const isHarbor = ({ type }: JsonObject) => type === 'harbor';
const hasPolicies = ({ type }: JsonObject) => type === 'ecr';
/** With no earlier look there is nothing to compare with. */
const wasSeen = ({ compared }: JsonObject) => compared === true;
const canScan = ({ type }: JsonObject) => type !== 'distribution';

/**
 * What can be read of container registries, beside the images in them. The account is the host of the registry; a repository is known by
 * host and name.
 */
export const registryCalls: readonly CallEntry[] = [
  call('ReadRegistry', 'list', {
    anyParams: true,
    makes: {
      kind: 'oci.registry',
      category: 'container',
      title: { en: 'Container registry', ko: '컨테이너 레지스트리' },
      id: ({ registry }) => text(registry),
      name: ({ registry }) => text(registry),
    },
  }),
  call('ListProjects', 'project:list', {
    each: { ...ofRegistry, when: isHarbor },
    items: 'projects',
    as: 'projects',
  }),
  call('ListRobots', 'robot:list', { each: { ...ofRegistry, when: isHarbor }, items: 'robots', as: 'robots' }),
  call('ListReplications', 'replication-policy:list', {
    each: { ...ofRegistry, when: isHarbor },
    items: 'policies',
    as: 'replications',
  }),
  call('ListRepositories', 'list', {
    each: ofRegistry,
    items: 'repositories',
    makes: {
      kind: 'oci.repository',
      category: 'container',
      title: { en: 'Image repository', ko: '이미지 저장소' },
      id: ({ name }, { account }) => `${account}/${text(name)}`,
      name: ({ name }, { account }) => `${account}/${text(name)}`,
    },
  }),
  call('ListManifests', 'pull', { each: ofRepository, items: 'manifests', as: 'manifests' }),
  call('CompareTags', 'pull', { each: { ...ofRepository, when: wasSeen }, items: 'moved', as: 'moved' }),
  call('TryAnonymously', 'none', { each: ofRepository, as: 'anonymous' }),
  call('ReadImmutability', 'read', { each: ofRepository, as: 'immutability' }),
  call('ReadRetention', 'read', { each: ofRepository, as: 'retention' }),
  call('ReadScanning', 'read', { each: { ...ofRepository, when: canScan }, as: 'scanning' }),
  call('ReadPolicy', 'read', { each: { ...ofRepository, when: hasPolicies }, as: 'policy' }),
  call('ListGrants', 'read', { each: ofRepository, items: 'grants', as: 'grants' }),
];

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

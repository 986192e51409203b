import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { ManifestItem, SeenRepository } from '../../sources/registry/index.ts';
import { propose } from './proposals.ts';
import { keepRules } from './types.ts';

const now = new Date('2026-06-01T00:00:00Z');
const image = (digest: string, pushed: string, tags: string[]): ManifestItem => ({
  digest,
  mediaType: '',
  artifactType: null,
  type: 'image',
  tags,
  size: 1000,
  created: null,
  pushed,
  pulled: null,
  platforms: [],
  children: [],
  subject: null,
  partOf: false,
  signed: false,
  unread: null,
});
const repository = (
  name: string,
  more: object = {},
  retention: SeenRepository['retention'] = null,
): SeenRepository => ({
  repository: {
    name,
    registry: 'registry.example',
    type: 'harbor',
    created: null,
    tellsPulls: true,
    tellsUntagged: true,
    ...more,
  },
  manifests: [image('new', '2026-05-30T00:00:00Z', ['2']), image('old', '2025-05-30T00:00:00Z', ['1'])],
  ...(retention !== undefined && { retention }),
});
const asked = { registry: 'registry.example', keep: { ...keepRules, newest: 1 }, now };

describe('what is proposed', () => {
  it('for Harbor: a retention for each project without one, robot accounts, and the commands', () => {
    const repositories = [
      repository('team/app', { project: 'team', projectId: 3 }),
      repository('kept/app', { project: 'kept', projectId: 4 }, { policy: {}, rules: 1 }),
    ];
    const { cleanups, files } = propose({ ...asked, type: 'harbor', repositories });
    expect(cleanups).toMatchObject([{ repository: 'team/app', removes: [{ digest: 'old' }], bytes: 1000, stays: 1 }]);
    expect([...files.keys()].sort()).toEqual([
      'apply.sh',
      'kept/robot-pipeline.json',
      'kept/robot-runtime.json',
      'team%2Fapp/would-remove.json',
      'team/retention.json',
      'team/robot-pipeline.json',
      'team/robot-runtime.json',
    ]);
    expect(JSON.parse(files.get('team/retention.json') as string)).toMatchObject({
      scope: { level: 'project', ref: 3 },
    });
  });

  it('cleans up nothing of which it is not known whether something does', () => {
    const { retention: _, ...unknown } = repository('team/app');
    expect(propose({ ...asked, type: 'ecr', repositories: [unknown] }).cleanups).toEqual([]);
  });

  it('leads out of no folder and runs nothing, whatever a registry calls things', () => {
    const hostile = ["../../etc/x'; touch /tmp/owned; '", '..', '$(reboot)'];
    const { files } = propose({
      ...asked,
      registry: '111122223333.dkr.ecr.us-east-1.amazonaws.com',
      type: 'ecr',
      repositories: hostile.map((name) => repository(name)),
    });
    for (const name of files.keys()) expect(name).toMatch(/^(?:apply\.sh|[^/.][^/]*\/[a-z-]+\.json)$/);
    const script = (files.get('apply.sh') as string).replaceAll(/^aws /gm, 'printf "%s\\n" ').replace(/^cd .*$/m, '');
    const words = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\n');
    for (const name of hostile) expect(words).toContain(name);
  });

  it('is nothing for a registry without settings of its own', () => {
    expect(propose({ ...asked, type: 'distribution', repositories: [repository('team/app')] }).files.size).toBe(0);
  });
});

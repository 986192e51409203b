import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Json } from '../../model/index.ts';
import { type EventKind, readRegistryEvents } from './registry-events.ts';

const digest = `sha256:${'0'.repeat(64)}`;

it('reads pushes of the Distribution, and leaves out layers and pulls', () => {
  const manifest = 'application/vnd.docker.distribution.manifest.v2+json';
  const request = { host: 'registry.example.com:5000' };
  const push = (mediaType: string) => ({
    ...{ action: 'push', request },
    target: { mediaType, repository: 'team/app', tag: '1', digest },
  });
  const events = [
    push(manifest),
    push('application/vnd.oci.image.index.v1+json'),
    push('application/octet-stream'),
    { action: 'pull', request, target: { mediaType: manifest, repository: 'team/app' } },
  ];
  const image = { host: 'registry.example.com:5000', repository: 'team/app', tag: '1', digest };
  expect(readRegistryEvents('distribution', { events })).toEqual({ pushed: [image, image], ignored: 2 });
});

it('reads pushes of Harbor in both its forms', () => {
  const resources = [{ digest, tag: '1', resource_url: 'harbor.example.com/team/app:1' }];
  const pushed = { host: 'harbor.example.com', repository: 'team/app', tag: '1', digest };
  const own = {
    type: 'PUSH_ARTIFACT',
    event_data: { resources, repository: { name: 'app', namespace: 'team', repo_full_name: 'team/app' } },
  };
  expect(readRegistryEvents('harbor', own)).toEqual({ pushed: [pushed], ignored: 0 });
  const cloudEvent = { specversion: '1.0', type: 'harbor.artifact.pushed', data: { resources } };
  expect(readRegistryEvents('harbor', cloudEvent)).toEqual({ pushed: [pushed], ignored: 0 });
  expect(readRegistryEvents('harbor', { type: 'DELETE_ARTIFACT', event_data: {} })).toEqual({ pushed: [], ignored: 1 });
});

it('reads pushes of ECR that succeeded', () => {
  const detail = {
    ...{ 'action-type': 'PUSH', result: 'SUCCESS', 'repository-name': 'team/app' },
    ...{ 'image-tag': '1', 'image-digest': digest },
  };
  const event = { source: 'aws.ecr', account: '111122223333', region: 'eu-north-1', detail };
  const host = '111122223333.dkr.ecr.eu-north-1.amazonaws.com';
  expect(readRegistryEvents('ecr', event)).toEqual({
    pushed: [{ host, repository: 'team/app', tag: '1', digest }],
    ignored: 0,
  });
  const failed = { ...event, detail: { ...detail, result: 'FAILURE' } };
  expect(readRegistryEvents('ecr', failed)).toEqual({ pushed: [], ignored: 1 });
});

it('makes of any JSON a list of pushes, or nothing', () => {
  const kinds: EventKind[] = ['distribution', 'harbor', 'ecr'];
  const odd = fc.constantFrom(
    'events',
    'target',
    'type',
    'data',
    'event_data',
    'resources',
    'detail',
    'source',
    'action',
  );
  const body = fc.oneof(fc.jsonValue(), fc.dictionary(odd, fc.jsonValue()));
  fc.assert(
    fc.property(fc.constantFrom(...kinds), body, (kind, value) => {
      const read = readRegistryEvents(kind, value as Json);
      expect(read === undefined || (Array.isArray(read.pushed) && read.ignored >= 0)).toBe(true);
    }),
  );
});

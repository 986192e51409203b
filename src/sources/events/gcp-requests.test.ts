import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../model/index.ts';
import { gcpRequestFields } from './gcp-requests.ts';

const entry = (payload: JsonObject): JsonObject => ({
  protoPayload: { authenticationInfo: { principalEmail: 'kim@example.com' }, ...payload },
});
const delta = (...bindingDeltas: JsonObject[]): JsonObject =>
  entry({ serviceData: { policyDelta: { bindingDeltas } } });

describe('what an entry grants', () => {
  it('is what was added, not what was removed', () => {
    const record = delta(
      { action: 'ADD', role: 'roles/viewer', member: 'user:lee@example.com' },
      { action: 'REMOVE', role: 'roles/storage.objectViewer', member: 'allUsers' },
    );
    expect(gcpRequestFields['gcp.grants'](record)).toEqual(['roles/viewer user:lee@example.com']);
    expect(gcpRequestFields['gcp.revokes'](record)).toEqual(['roles/storage.objectViewer allUsers']);
  });

  it('is nothing where the entry says that bindings were only removed', () => {
    const record = delta({ action: 'REMOVE', role: 'roles/viewer', member: 'allUsers' });
    (record['protoPayload'] as JsonObject)['request'] = {
      policy: { bindings: [{ role: 'roles/owner', members: ['user:lee@example.com'] }] },
    };
    expect(gcpRequestFields['gcp.grants'](record)).toBeUndefined();
  });

  it('is the whole policy of the request where the entry does not say what changed', () => {
    const record = entry({ request: { policy: { bindings: [{ role: 'roles/run.invoker', members: ['allUsers'] }] } } });
    expect(gcpRequestFields['gcp.grants'](record)).toEqual(['roles/run.invoker allUsers']);
  });

  it('is ownership where an owner is invited', () => {
    const record = entry({ methodName: 'InsertProjectOwnershipInvite', request: { member: 'user:x@example.net' } });
    expect(gcpRequestFields['gcp.grants.foreign'](record)).toEqual(['roles/owner user:x@example.net']);
  });

  it('is foreign where the member is of another domain, and no service account', () => {
    const record = delta(
      { action: 'ADD', role: 'roles/viewer', member: 'user:lee@example.com' },
      { action: 'ADD', role: 'roles/viewer', member: 'serviceAccount:a@p.iam.gserviceaccount.com' },
      { action: 'ADD', role: 'roles/viewer', member: 'domain:example.net' },
      { action: 'ADD', role: 'roles/viewer', member: 'group:g@example.org' },
    );
    expect(gcpRequestFields['gcp.grants.foreign'](record)).toEqual([
      'roles/viewer domain:example.net',
      'roles/viewer group:g@example.org',
    ]);
  });
});

it('is foreign to a service account where it is a mailbox for everybody', () => {
  const record = delta(
    { action: 'ADD', role: 'roles/viewer', member: 'user:lee@example.com' },
    { action: 'ADD', role: 'roles/viewer', member: 'user:lee@gmail.com' },
  );
  (record['protoPayload'] as JsonObject)['authenticationInfo'] = { principalEmail: 'ci@p.iam.gserviceaccount.com' };
  expect(gcpRequestFields['gcp.grants.foreign'](record)).toEqual(['roles/viewer user:lee@gmail.com']);
});

describe('what a firewall rule opens to the internet', () => {
  const ports = (request: JsonObject): unknown => gcpRequestFields['gcp.opens.ports'](entry({ request }));
  const tcp = (...list: string[]): JsonObject[] => [{ IPProtocol: 'tcp', ports: list }];

  it.each([
    ['a port', { sourceRanges: ['0.0.0.0/0'], alloweds: tcp('22') }, [22]],
    [
      'a range, by its ends and what matters within',
      { sourceRanges: ['::/0'], alloweds: tcp('20-24') },
      [20, 21, 22, 23, 24],
    ],
    ['half of the internet', { sourceRanges: ['128.0.0.0/1'], alloweds: tcp('443') }, [443]],
  ])('%s', (_name, request, expected) => expect(ports(request)).toEqual(expected));

  it('all, where no port is named', () => {
    expect(ports({ sourceRanges: ['0.0.0.0/0'], alloweds: [{ IPProtocol: 'tcp' }] })).toContain('all');
    expect(ports({ sourceRanges: ['0.0.0.0/0'], allowed: [{ IPProtocol: 'all' }] })).toContain('all');
  });

  it('nothing: one network, outbound, switched off, ICMP, a policy that denies', () => {
    expect(ports({ sourceRanges: ['203.0.113.0/24'], alloweds: tcp('22') })).toBeUndefined();
    expect(ports({ direction: 'EGRESS', sourceRanges: ['0.0.0.0/0'], alloweds: tcp('22') })).toBeUndefined();
    expect(ports({ disabled: true, sourceRanges: ['0.0.0.0/0'], alloweds: tcp('22') })).toBeUndefined();
    expect(ports({ sourceRanges: ['0.0.0.0/0'], alloweds: [{ IPProtocol: 'icmp' }] })).toBeUndefined();
    const match = { srcIpRanges: ['0.0.0.0/0'], layer4Configs: [{ ipProtocol: 'tcp', ports: ['22'] }] };
    expect(ports({ action: 'deny', match })).toBeUndefined();
    expect(ports({ action: 'allow', match })).toEqual([22]);
  });
});

it('no entry stops it', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (payload) => {
      for (const field of Object.values(gcpRequestFields)) field({ protoPayload: payload as JsonObject });
    }),
  );
});

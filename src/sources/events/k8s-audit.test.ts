import { describe, expect, it } from 'vitest';
import { activityOf, field } from './activity.fixture.ts';

describe('Kubernetes', () => {
  const event = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    auditID: 'k-1',
    stage: 'ResponseComplete',
    verb: 'create',
    requestURI: '/api/v1/namespaces/shop/pods/web/exec?command=sh',
    user: { username: 'system:serviceaccount:shop:web', uid: 'u' },
    sourceIPs: ['198.51.100.7', '10.0.0.1'],
    userAgent: 'kubectl/v1.35',
    objectRef: { resource: 'pods', subresource: 'exec', namespace: 'shop', name: 'web', apiVersion: 'v1' },
    responseStatus: { code: 101 },
    stageTimestamp: '2026-11-01T10:00:00.123456Z',
    annotations: { 'authorization.k8s.io/decision': 'allow' },
  };

  it('audit events are read as the API server writes them', () => {
    expect(activityOf(event)).toMatchObject({
      id: 'k-1/ResponseComplete',
      source: 'k8s-audit',
      action: 'create pods/exec',
      outcome: 'success',
      actor: { type: 'service-account', id: 'system:serviceaccount:shop:web' },
      ip: '198.51.100.7',
      assets: ['k8s:/core/pods/shop/web'],
    });
    expect(field(event, 'subresource')).toBe('exec');
    expect(field(event, 'objectRef.namespace')).toBe('shop');
    expect(field(event, 'annotations.authorization.k8s.io/decision')).toBe('allow');
  });

  it('a request that was forbidden failed', () => {
    expect(activityOf({ ...event, responseStatus: { code: 403, reason: 'Forbidden' } })).toMatchObject({
      outcome: 'failure',
      error: 'Forbidden',
    });
  });

  it('the role of AWS behind a user of EKS is the actor', () => {
    const user = {
      username: 'ann',
      extra: { canonicalArn: ['arn:aws:iam::111122223333:role/ops'], accessKeyId: ['ASIAEXAMPLE'] },
    };
    expect(activityOf({ ...event, user }).actor).toMatchObject({
      type: 'user',
      id: 'arn:aws:iam::111122223333:role/ops',
      name: 'ann',
      session: 'ASIAEXAMPLE',
    });
  });

  it('nobody in particular is anonymous', () => {
    expect(activityOf({ ...event, user: { username: 'system:anonymous' } }).actor.type).toBe('anonymous');
  });

  it('Google’s entries answer to the same names', () => {
    const entry = {
      insertId: 'g-1',
      timestamp: '2026-11-01T10:00:00Z',
      resource: {
        type: 'k8s_cluster',
        labels: { project_id: 'shop', location: 'asia-northeast3', cluster_name: 'main' },
      },
      labels: { 'authorization.k8s.io/decision': 'allow' },
      protoPayload: {
        serviceName: 'k8s.io',
        methodName: 'io.k8s.core.v1.pods.exec.create',
        resourceName: 'core/v1/namespaces/shop/pods/web/exec',
        authenticationInfo: { principalEmail: 'ann@example.com' },
        requestMetadata: { callerIp: '198.51.100.7' },
        request: { spec: { containers: [{ securityContext: { privileged: true } }] } },
      },
    };
    expect(activityOf(entry)).toMatchObject({
      source: 'k8s-audit',
      action: 'create pods/exec',
      actor: { id: 'ann@example.com' },
      account: '//container.googleapis.com/projects/shop/locations/asia-northeast3/clusters/main',
      region: 'asia-northeast3',
      ip: '198.51.100.7',
    });
    expect(field(entry, 'verb')).toBe('create');
    expect(field(entry, 'objectRef.resource')).toBe('pods');
    expect(field(entry, 'objectRef.namespace')).toBe('shop');
    expect(field(entry, 'user.username')).toBe('ann@example.com');
    expect(field(entry, 'requestObject.spec.containers.securityContext.privileged')).toEqual([true]);
    expect(field(entry, 'annotations.authorization.k8s.io/decision')).toBe('allow');
    expect(field(entry, 'gcp.audit.method_name')).toBe('io.k8s.core.v1.pods.exec.create');
  });

  it('Google’s method says the kind where no resource is named, and the answer that it was refused', () => {
    const entry = {
      timestamp: '2026-11-01T10:00:00Z',
      protoPayload: {
        serviceName: 'k8s.io',
        methodName: 'io.k8s.apps.v1.daemonsets.create',
        response: { kind: 'Status', status: 'Failure', code: 409 },
      },
    };
    expect(field(entry, 'objectRef.resource')).toBe('daemonsets');
    expect(field(entry, 'responseStatus.code')).toBe(409);
    expect(activityOf(entry)).toMatchObject({ action: 'create daemonsets', outcome: 'failure' });
  });
});

import { describe, expect, it } from 'vitest';
import { activityOf, field } from './activity.fixture.ts';

describe('Google', () => {
  const entry = {
    insertId: 'i-1',
    logName: 'projects/shop/logs/cloudaudit.googleapis.com%2Factivity',
    timestamp: '2026-11-01T10:00:00.123456789Z',
    resource: { type: 'gcs_bucket', labels: { project_id: 'shop', location: 'asia-northeast3' } },
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      serviceName: 'storage.googleapis.com',
      methodName: 'storage.setIamPermissions',
      resourceName: 'projects/_/buckets/photos',
      authenticationInfo: { principalEmail: 'deploy@shop.iam.gserviceaccount.com' },
      requestMetadata: { callerIp: '198.51.100.7', callerSuppliedUserAgent: 'gcloud' },
      authorizationInfo: [{ permission: 'storage.buckets.setIamPolicy', granted: true }],
      status: {},
    },
  };

  it('audit entries are read, by the names that public rules use', () => {
    expect(activityOf(entry)).toMatchObject({
      source: 'gcp-audit',
      action: 'storage.setIamPermissions',
      outcome: 'success',
      actor: { type: 'service-account', id: 'deploy@shop.iam.gserviceaccount.com' },
      account: 'shop',
      region: 'asia-northeast3',
      ip: '198.51.100.7',
      assets: ['//storage.googleapis.com/photos'],
    });
    for (const name of [
      'gcp.audit.method_name',
      'data.protoPayload.methodName',
      'protoPayload.methodName',
      'methodName',
    ]) {
      expect(field(entry, name)).toBe('storage.setIamPermissions');
    }
    expect(field(entry, 'data.protoPayload.authorizationInfo.permission')).toEqual(['storage.buckets.setIamPolicy']);
  });

  it('names with underscores, and those below the payload, are found', () => {
    const request = { sourceRanges: ['0.0.0.0/0'], alloweds: [{ ports: ['22'] }] };
    const opened = { ...entry, protoPayload: { ...entry.protoPayload, request } };
    expect(field(opened, 'gcp.audit.request.source_ranges')).toEqual(['0.0.0.0/0']);
    expect(field(opened, 'gcp.audit.authentication_info.principal_email')).toBe('deploy@shop.iam.gserviceaccount.com');
    expect(field(opened, 'data.protoPayload.resource.type')).toBe('gcs_bucket');
  });

  it('names in lower case are names too', () => {
    const { insertId, logName, protoPayload, timestamp } = entry;
    const folded = { insertid: insertId, logname: logName, protopayload: protoPayload, timestamp };
    expect(activityOf(folded)).toMatchObject({ action: 'storage.setIamPermissions', account: 'shop' });
    expect(field(folded, 'protoPayload.serviceName')).toBe('storage.googleapis.com');
  });

  it('a permission that was not granted is a failure', () => {
    const denied = { ...entry, protoPayload: { ...entry.protoPayload, status: { code: 7, message: 'no' } } };
    expect(activityOf(denied)).toMatchObject({ outcome: 'failure', error: 'PERMISSION_DENIED' });
    const { status: _status, ...payload } = entry.protoPayload;
    expect(
      activityOf({ ...entry, protoPayload: { ...payload, authorizationInfo: [{ granted: false }] } }).outcome,
    ).toBe('failure');
  });

  it('the region of a zone is told', () => {
    const resource = { type: 'gce_instance', labels: { project_id: 'shop', zone: 'asia-northeast3-a' } };
    expect(activityOf({ ...entry, resource }).region).toBe('asia-northeast3');
  });

  it('Workspace is read from the API and from the cloud’s log', () => {
    const activity = {
      kind: 'admin#reports#activity',
      id: { time: '2026-11-01T10:00:00Z', uniqueQualifier: '7', applicationName: 'admin', customerId: 'C1' },
      actor: { email: 'Ann@example.com' },
      ipAddress: '198.51.100.7',
      events: [
        {
          type: 'USER_SETTINGS',
          name: 'GRANT_ADMIN_PRIVILEGE',
          parameters: [
            { name: 'USER_EMAIL', value: 'bob@example.com' },
            { name: 'NEW_VALUE', boolValue: true },
          ],
        },
      ],
    };
    expect(activityOf(activity)).toMatchObject({
      source: 'gsuite',
      action: 'GRANT_ADMIN_PRIVILEGE',
      actor: { id: 'ann@example.com' },
      assets: ['bob@example.com'],
      account: 'C1',
    });
    expect(field(activity, 'eventService')).toBe('admin.googleapis.com');
    expect(field(activity, 'eventName')).toBe('GRANT_ADMIN_PRIVILEGE');
    expect(field(activity, 'new_value')).toBe(true);
    expect(field(activity, 'parameters.USER_EMAIL')).toBe('bob@example.com');
    expect(field(activity, 'protoPayload.metadata.event.eventName')).toBe('GRANT_ADMIN_PRIVILEGE');
    expect(field(activity, 'protoPayload.serviceName')).toBe('admin.googleapis.com');
    const logged = {
      timestamp: '2026-11-01T10:00:00Z',
      insertId: 'w',
      protoPayload: {
        serviceName: 'login.googleapis.com',
        authenticationInfo: { principalEmail: 'ann@example.com' },
        metadata: {
          event: [
            {
              eventName: 'suspicious_login',
              eventType: 'login',
              parameter: [{ name: 'is_suspicious', boolValue: true }],
            },
          ],
        },
      },
    };
    expect(activityOf(logged)).toMatchObject({
      source: 'gsuite',
      action: 'suspicious_login',
      actor: { id: 'ann@example.com' },
    });
    expect(field(logged, 'protoPayload.metadata.event.eventName')).toBe('suspicious_login');
    expect(field(logged, 'parameters.is_suspicious')).toBe(true);
    const flat = {
      id: activity.id,
      actor: activity.actor,
      type: 'USER_SETTINGS',
      name: 'GRANT_ADMIN_PRIVILEGE',
      parameters: { USER_EMAIL: 'bob@example.com' },
    };
    expect(field(flat, 'parameters.USER_EMAIL')).toBe('bob@example.com');
  });
});

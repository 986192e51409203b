import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Activity, JsonObject } from '../../model/index.ts';
import { eventFields, eventOf, eventSources, recognise, sourceById } from './index.ts';

const fields = eventFields();

/** What a record is, when it is looked at as it came. */
function activityOf(record: JsonObject): Activity {
  const event = eventOf(record);
  if (typeof event === 'string') throw new Error(event);
  return (sourceById(event.source) as (typeof eventSources)[number]).describe(event);
}

/** The value of a field as a rule for the record's source gets it. */
function field(record: JsonObject, name: string) {
  const event = eventOf(record);
  if (typeof event === 'string') throw new Error(event);
  return fields.reader(event.source, name)(event);
}

const cloudtrail = {
  eventVersion: '1.09',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLE',
    arn: 'arn:aws:iam::111122223333:user/ann',
    accountId: '111122223333',
    accessKeyId: 'AKIAEXAMPLE',
    userName: 'ann',
  },
  eventTime: '2026-11-01T10:00:00Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'PutBucketAcl',
  awsRegion: 'ap-northeast-2',
  sourceIPAddress: '198.51.100.7',
  userAgent: 'aws-cli/2.31',
  requestParameters: { bucketName: 'photos' },
  responseElements: null,
  eventID: 'e-1',
  recipientAccountId: '111122223333',
};

describe('CloudTrail', () => {
  it('says who did what to what', () => {
    expect(activityOf(cloudtrail)).toEqual({
      id: 'e-1',
      source: 'cloudtrail',
      time: '2026-11-01T10:00:00.000Z',
      action: 'PutBucketAcl',
      service: 's3.amazonaws.com',
      outcome: 'success',
      actor: { type: 'user', id: 'arn:aws:iam::111122223333:user/ann', name: 'ann', session: 'AKIAEXAMPLE' },
      account: '111122223333',
      region: 'ap-northeast-2',
      ip: '198.51.100.7',
      agent: 'aws-cli/2.31',
      assets: ['arn:aws:s3:::photos'],
      classUid: 6003,
    });
  });

  it.each<[string, JsonObject, Activity['actor']]>([
    [
      'the role of a session',
      {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111122223333:assumed-role/deploy/build-7',
        accessKeyId: 'ASIAEXAMPLE',
        sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/ci/deploy', userName: 'deploy' } },
      },
      { type: 'role', id: 'arn:aws:iam::111122223333:role/ci/deploy', name: 'deploy', session: 'ASIAEXAMPLE' },
    ],
    [
      'the role of a session whose issuer is not told',
      { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/deploy/build-7' },
      { type: 'role', id: 'arn:aws:iam::111122223333:role/deploy', name: 'deploy', session: 'build-7' },
    ],
    [
      'the person in a role of IAM Identity Center, which many share',
      {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ann@example.com',
        accessKeyId: 'ASIAEXAMPLE',
      },
      {
        type: 'user',
        id: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ann@example.com',
        name: 'ann@example.com',
        session: 'ASIAEXAMPLE',
      },
    ],
    [
      'the root user',
      { type: 'Root', accountId: '111122223333' },
      { type: 'root', id: 'arn:aws:iam::111122223333:root', name: 'root', session: undefined },
    ],
    [
      'a service',
      { type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' },
      { type: 'service', id: 'autoscaling.amazonaws.com', name: 'autoscaling.amazonaws.com' },
    ],
    [
      'nobody, who reads a public bucket',
      { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' },
      { type: 'anonymous', id: '', name: '' },
    ],
    [
      'somebody of another account',
      { type: 'AWSAccount', principalId: 'AIDAOTHER', accountId: '444455556666' },
      { type: 'unknown', id: '444455556666:AIDAOTHER', name: '444455556666:AIDAOTHER' },
    ],
    [
      'nobody where the name of a failed sign-in is hidden',
      { type: 'IAMUser', accountId: '111122223333', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      { type: 'user', id: '', name: '', session: undefined },
    ],
  ])('names %s', (_, userIdentity, actor) => {
    expect(activityOf({ ...cloudtrail, userIdentity }).actor).toEqual(actor);
  });

  it('takes an error, or a sign-in that was not let in, for a failure', () => {
    expect(activityOf({ ...cloudtrail, errorCode: 'AccessDenied' })).toMatchObject({
      outcome: 'failure',
      error: 'AccessDenied',
    });
    const signIn = {
      ...cloudtrail,
      eventName: 'ConsoleLogin',
      eventSource: 'signin.amazonaws.com',
      responseElements: { ConsoleLogin: 'Failure' },
    };
    expect(activityOf(signIn)).toMatchObject({ outcome: 'failure', classUid: 3002 });
  });

  it('gives no address for a service that calls under its name', () => {
    expect(activityOf({ ...cloudtrail, sourceIPAddress: 'cloudformation.amazonaws.com' }).ip).toBeUndefined();
  });

  it.each<[string, JsonObject, string[]]>([
    [
      'instances that are terminated',
      {
        eventSource: 'ec2.amazonaws.com',
        requestParameters: { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] } },
      },
      ['arn:aws:ec2:ap-northeast-2:111122223333:instance/i-1', 'arn:aws:ec2:ap-northeast-2:111122223333:instance/i-2'],
    ],
    [
      'a user to whom a policy is attached, and not AWS’ policy',
      {
        eventSource: 'iam.amazonaws.com',
        requestParameters: { userName: 'bob', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      },
      ['arn:aws:iam::111122223333:user/bob'],
    ],
    [
      'a function, and not the role that it runs as',
      {
        eventSource: 'lambda.amazonaws.com',
        requestParameters: { functionName: 'f', roleArn: 'arn:aws:iam::111122223333:role/x' },
      },
      ['arn:aws:lambda:ap-northeast-2:111122223333:function:f'],
    ],
    [
      'the bucket of an object',
      { resources: [{ type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::photos/2026/a.jpg' }], requestParameters: null },
      ['arn:aws:s3:::photos'],
    ],
    [
      'what was made, out of the answer',
      {
        eventSource: 'ec2.amazonaws.com',
        readOnly: false,
        requestParameters: {},
        responseElements: { vpc: { vpcId: 'vpc-1' } },
      },
      ['arn:aws:ec2:ap-northeast-2:111122223333:vpc/vpc-1'],
    ],
  ])('names as assets %s', (_, more, assets) => {
    expect(activityOf({ ...cloudtrail, ...more }).assets).toEqual(assets);
  });

  it('is read from a table whose names are in lower case', () => {
    const { eventName, eventSource, eventTime, userIdentity, eventID } = cloudtrail;
    const folded = {
      eventname: eventName,
      eventsource: eventSource,
      eventtime: eventTime,
      useridentity: userIdentity,
      eventid: eventID,
    };
    expect(activityOf(folded)).toMatchObject({ id: 'e-1', action: 'PutBucketAcl', actor: { name: 'ann' } });
    expect(field(folded, 'eventName')).toBe('PutBucketAcl');
    expect(field(folded, 'userIdentity.arn')).toBe('arn:aws:iam::111122223333:user/ann');
  });

  it('is not taken for a notification of S3, which looks alike', () => {
    expect(
      recognise({
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        awsRegion: 'us-east-1',
        userIdentity: {},
      }),
    ).toBeUndefined();
  });
});

const subscription = '00000000-0000-0000-0000-000000000001';
const vm = `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm`;

describe('the Azure activity log', () => {
  const diagnostic = {
    time: '2026-11-01T10:00:00.1234567Z',
    resourceId: vm.toUpperCase(),
    operationName: 'MICROSOFT.COMPUTE/VIRTUALMACHINES/DELETE',
    category: 'Administrative',
    resultType: 'Success',
    callerIpAddress: '198.51.100.7',
    correlationId: 'c',
    location: 'koreacentral',
    identity: {
      claims: { 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': 'Ann@example.com', uti: 'token' },
    },
  };
  const table = {
    TimeGenerated: '2026-11-01T10:00:00Z',
    OperationNameValue: 'Microsoft.Compute/virtualMachines/delete',
    CategoryValue: 'Administrative',
    _ResourceId: vm,
    Caller: 'ann@example.com',
    CallerIpAddress: '198.51.100.7',
    ActivityStatusValue: 'Success',
    EventDataId: 'd-1',
  };
  const rest = {
    eventTimestamp: '2026-11-01T10:00:00Z',
    operationName: { value: 'Microsoft.Compute/virtualMachines/delete', localizedValue: 'Delete Virtual Machine' },
    category: { value: 'Administrative' },
    resourceId: vm,
    caller: 'ann@example.com',
    httpRequest: { clientIpAddress: '198.51.100.7' },
    status: { value: 'Succeeded' },
    eventDataId: 'd-1',
  };

  it.each([
    ['of diagnostic settings', diagnostic],
    ['of Log Analytics', table],
    ['of the management API', rest],
  ])('is read in the form %s', (_, record) => {
    expect(activityOf(record)).toMatchObject({
      source: 'azure-activity',
      outcome: 'success',
      actor: { type: 'user', id: 'ann@example.com' },
      account: subscription,
      ip: '198.51.100.7',
      assets: [vm.toLowerCase()],
    });
    expect(String(field(record, 'operationName')).toLowerCase()).toBe('microsoft.compute/virtualmachines/delete');
    expect(String(field(record, 'OperationNameValue')).toLowerCase()).toBe('microsoft.compute/virtualmachines/delete');
    expect(field(record, 'CategoryValue')).toBe('Administrative');
    expect(String(field(record, 'ResourceProviderValue')).toLowerCase()).toBe('microsoft.compute');
    expect(String(field(record, 'ResourceId')).toLowerCase()).toBe(vm.toLowerCase());
  });

  it('knows an application by its id', () => {
    const identity = { claims: { appid: '00000000-0000-0000-0000-00000000000a', idtyp: 'app' } };
    expect(activityOf({ ...diagnostic, identity }).actor).toMatchObject({
      type: 'service-account',
      id: '00000000-0000-0000-0000-00000000000a',
    });
  });

  it('takes the beginning of an operation neither for success nor for failure', () => {
    expect(activityOf({ ...diagnostic, resultType: 'Start' }).outcome).toBe('unknown');
    expect(activityOf({ ...diagnostic, resultType: 'Failure', resultSignature: 'Failed.Forbidden' })).toMatchObject({
      outcome: 'failure',
      error: 'Failed.Forbidden',
    });
  });
});

describe('Microsoft Entra', () => {
  const properties = {
    id: 's-1',
    createdDateTime: '2026-11-01T10:00:00Z',
    userPrincipalName: 'Ann@example.com',
    appDisplayName: 'Azure Portal',
    ipAddress: '198.51.100.7',
    clientAppUsed: 'Browser',
    conditionalAccessStatus: 'notApplied',
    status: { errorCode: 50126, failureReason: 'Invalid username or password' },
    location: { countryOrRegion: 'KR', city: 'Seoul' },
    riskState: 'atRisk',
    authenticationRequirement: 'singleFactorAuthentication',
    deviceDetail: { isCompliant: false },
  };
  const diagnostic = {
    time: '2026-11-01T10:00:02Z',
    category: 'SignInLogs',
    operationName: 'Sign-in activity',
    resourceId: '/tenants/t/providers/Microsoft.aadiam',
    tenantId: 't',
    resultType: '50126',
    location: 'KR',
    properties,
  };
  const table = {
    Type: 'SigninLogs',
    TimeGenerated: '2026-11-01T10:00:02Z',
    CreatedDateTime: '2026-11-01T10:00:00Z',
    Id: 's-1',
    UserPrincipalName: 'ann@example.com',
    AppDisplayName: 'Azure Portal',
    IPAddress: '198.51.100.7',
    ClientAppUsed: 'Browser',
    ResultType: '50126',
    AADTenantId: 't',
    Status: '{"errorCode":50126,"failureReason":"Invalid username or password"}',
    RiskState: 'atRisk',
    AuthenticationRequirement: 'singleFactorAuthentication',
    DeviceDetail: '{"isCompliant":false}',
  };

  it.each([
    ['of diagnostic settings', diagnostic],
    ['of Log Analytics', table],
    ['of Microsoft Graph', { ...properties, isInteractive: true, tenantId: 't' }],
  ])('reads a sign-in in the form %s, by the names that public rules use', (_, record) => {
    expect(activityOf(record)).toMatchObject({
      id: 's-1',
      source: 'entra-signin',
      time: '2026-11-01T10:00:00.000Z',
      outcome: 'failure',
      error: '50126',
      actor: { type: 'user', id: 'ann@example.com' },
      account: 't',
      ip: '198.51.100.7',
      classUid: 3002,
    });
    expect(String(field(record, 'ResultType'))).toBe('50126');
    expect(field(record, 'Status')).toBe('Failure');
    expect(String(field(record, 'Status.errorCode'))).toBe('50126');
    expect(field(record, 'Username')).toMatch(/ann@example.com/i);
    expect(field(record, 'ClientApp')).toBe('Browser');
    expect(field(record, 'RiskState')).toBe('atRisk');
    expect(field(record, 'AuthenticationRequirement')).toBe('singleFactorAuthentication');
    expect(field(record, 'DeviceDetail.isCompliant')).toBe(false);
    expect(field(record, 'properties.status.errorCode')).toBe(50126);
  });

  it('tells by the message how somebody signed in, as public rules ask', () => {
    const record = { ...diagnostic, properties: { ...properties, authenticationProtocol: 'deviceCode' } };
    expect(field(record, 'properties.message')).toContain('Device Code');
  });

  it('reads a change of the directory', () => {
    const record = {
      time: '2026-11-01T10:00:00Z',
      category: 'AuditLogs',
      operationName: 'Add member to role',
      tenantId: 't',
      resourceId: '/tenants/t/providers/Microsoft.aadiam',
      properties: {
        id: 'a-1',
        activityDisplayName: 'Add member to role',
        activityDateTime: '2026-11-01T10:00:00Z',
        category: 'RoleManagement',
        result: 'success',
        loggedByService: 'Core Directory',
        initiatedBy: { user: { userPrincipalName: 'ann@example.com', ipAddress: '198.51.100.7' } },
        targetResources: [
          {
            type: 'User',
            userPrincipalName: 'Bob@example.com',
            modifiedProperties: [{ displayName: 'Role.DisplayName', newValue: '"Global Administrator"' }],
          },
        ],
      },
    };
    expect(activityOf(record)).toMatchObject({
      id: 'a-1',
      source: 'entra-audit',
      action: 'Add member to role',
      outcome: 'success',
      actor: { id: 'ann@example.com' },
      ip: '198.51.100.7',
      assets: ['bob@example.com'],
    });
    expect(field(record, 'properties.message')).toBe('Add member to role');
    expect(field(record, 'ActivityDisplayName')).toBe('Add member to role');
    expect(field(record, 'Category')).toEqual(['AuditLogs', 'RoleManagement']);
    expect(field(record, 'TargetResources.modifiedProperties.newValue')).toEqual(['"Global Administrator"']);
    expect(field(record, 'LoggedByService')).toBe('Core Directory');
    expect(field(record, 'Status')).toBe('success');
  });

  it('reads a risk detection', () => {
    const record = {
      id: 'r-1',
      riskEventType: 'unfamiliarFeatures',
      riskLevel: 'high',
      detectedDateTime: '2026-11-01T10:00:00Z',
      userPrincipalName: 'ann@example.com',
      ipAddress: '198.51.100.7',
    };
    expect(activityOf(record)).toMatchObject({
      source: 'entra-audit',
      action: 'unfamiliarFeatures',
      actor: { id: 'ann@example.com' },
    });
    expect(field(record, 'riskEventType')).toBe('unfamiliarFeatures');
  });
});

describe('Microsoft 365', () => {
  const record = {
    CreationTime: '2026-11-01T10:00:00',
    Id: 'm-1',
    Operation: 'New-InboxRule',
    Workload: 'Exchange',
    RecordType: 1,
    OrganizationId: 'o',
    ResultStatus: 'True',
    UserId: 'Ann@example.com',
    UserType: 0,
    ClientIP: '[2001:db8::7]:51234',
    Parameters: [{ Name: 'ForwardTo', Value: 'x@example.net' }],
  };

  it('reads the unified audit log, by the names that public rules use', () => {
    expect(activityOf(record)).toMatchObject({
      source: 'm365',
      action: 'New-InboxRule',
      outcome: 'success',
      actor: { type: 'user', id: 'ann@example.com' },
      ip: '2001:db8::7',
    });
    expect(field(record, 'eventSource')).toBe('Exchange');
    expect(field(record, 'eventName')).toBe('New-InboxRule');
    expect(field(record, 'status')).toBe('success');
    expect(field(record, 'ParametersByName.ForwardTo')).toBe('x@example.net');
  });

  it('answers to the names that rules of other products use', () => {
    const changed = { ...record, ModifiedProperties: [{ Name: 'Role', NewValue: 'Administrator' }] };
    expect(field(changed, 'ModifiedProperties{}.NewValue')).toEqual(['Administrator']);
    expect(field(record, 'o365.audit.Operation')).toBe('New-InboxRule');
    expect(field(record, 'user.email')).toBe('Ann@example.com');
  });

  it('knows an alert by its name', () => {
    const alert = {
      ...record,
      Operation: 'AlertTriggered',
      Workload: 'SecurityComplianceCenter',
      Name: 'Activity from infrequent country',
    };
    expect(field(alert, 'eventName')).toEqual(['AlertTriggered', 'Activity from infrequent country']);
  });
});

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
});

describe('Okta and GitHub', () => {
  it('Okta’s names count in whatever capitals', () => {
    const record = {
      uuid: 'o-1',
      published: '2026-11-01T10:00:00.000Z',
      eventType: 'user.session.start',
      displayMessage: 'User login to Okta',
      actor: { alternateId: 'Ann@example.com', displayName: 'Ann', type: 'User' },
      client: { ipAddress: '198.51.100.7', userAgent: { rawUserAgent: 'Mozilla/5.0' } },
      outcome: { result: 'FAILURE', reason: 'INVALID_CREDENTIALS' },
      securityContext: { isProxy: true },
      target: [{ alternateId: 'bob@example.com', type: 'User' }],
    };
    expect(activityOf(record)).toMatchObject({
      id: 'o-1',
      source: 'okta',
      outcome: 'failure',
      error: 'INVALID_CREDENTIALS',
      actor: { id: 'ann@example.com' },
      assets: ['bob@example.com'],
      classUid: 3002,
    });
    expect(field(record, 'eventtype')).toBe('user.session.start');
    expect(field(record, 'securitycontext.isproxy')).toBe(true);
    expect(field(record, 'actor.alternateid')).toBe('Ann@example.com');
  });

  it('GitHub’s audit log and webhooks are both read', () => {
    const audit = {
      '@timestamp': 1793534400000,
      action: 'repo.access',
      actor: 'ann',
      actor_ip: '198.51.100.7',
      org: 'example',
      repo: 'example/shop',
      _document_id: 'h-1',
      visibility: 'public',
    };
    expect(activityOf(audit)).toMatchObject({
      id: 'h-1',
      source: 'github',
      action: 'repo.access',
      actor: { id: 'ann' },
      account: 'example',
      assets: ['github.com/example/shop'],
    });
    const push = {
      ref: 'refs/heads/main',
      commits: [],
      head_commit: { timestamp: '2026-11-01T10:00:00+09:00' },
      repository: { full_name: 'example/shop' },
      pusher: { name: 'ann' },
    };
    expect(activityOf(push)).toMatchObject({
      source: 'github',
      action: 'push',
      actor: { id: 'ann' },
      time: '2026-11-01T01:00:00.000Z',
    });
  });
});

describe('findings of AWS services', () => {
  it('GuardDuty is read from the event bus and from the API', () => {
    const finding = {
      schemaVersion: '2.0',
      accountId: '111122223333',
      region: 'ap-northeast-2',
      id: 'f-1',
      type: 'UnauthorizedAccess:IAMUser/MaliciousIPCaller',
      severity: 8,
      updatedAt: '2026-11-01T10:00:00.000Z',
      service: {
        serviceName: 'guardduty',
        action: { awsApiCallAction: { remoteIpDetails: { ipAddressV4: '198.51.100.7' } } },
      },
      resource: {
        resourceType: 'AccessKey',
        accessKeyDetails: { userName: 'ann', userType: 'IAMUser', accessKeyId: 'AKIAEXAMPLE' },
      },
    };
    const activity = {
      source: 'guardduty',
      action: 'UnauthorizedAccess:IAMUser/MaliciousIPCaller',
      actor: { id: 'arn:aws:iam::111122223333:user/ann', session: 'AKIAEXAMPLE' },
      ip: '198.51.100.7',
      classUid: 2004,
    };
    expect(activityOf(finding)).toMatchObject(activity);
    const capitals = (value: unknown): unknown =>
      typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value).map(([key, one]) => [key.charAt(0).toUpperCase() + key.slice(1), capitals(one)]),
          )
        : value;
    expect(activityOf(capitals(finding) as JsonObject)).toMatchObject(activity);
    expect(field(finding, 'severity')).toBe(8);
  });

  it('Security Hub and Inspector are read', () => {
    const asff = {
      SchemaVersion: '2018-10-08',
      Id: 'arn:aws:securityhub:x',
      ProductArn: 'arn:aws:securityhub:ap-northeast-2::product/aws/guardduty',
      AwsAccountId: '111122223333',
      Title: 'Port probe',
      UpdatedAt: '2026-11-01T10:00:00Z',
      Region: 'ap-northeast-2',
      Resources: [{ Id: 'arn:aws:ec2:ap-northeast-2:111122223333:instance/i-1' }],
    };
    expect(activityOf(asff)).toMatchObject({
      source: 'security-hub',
      action: 'Port probe',
      assets: ['arn:aws:ec2:ap-northeast-2:111122223333:instance/i-1'],
      classUid: 2004,
    });
    const inspector = {
      findingArn: 'arn:aws:inspector2:ap-northeast-2:111122223333:finding/1',
      awsAccountId: '111122223333',
      type: 'PACKAGE_VULNERABILITY',
      severity: 'CRITICAL',
      updatedAt: '2026-11-01T10:00:00Z',
      resources: [{ id: 'i-1', type: 'AWS_EC2_INSTANCE' }],
    };
    expect(activityOf(inspector)).toMatchObject({
      source: 'inspector',
      region: 'ap-northeast-2',
      assets: ['arn:aws:ec2:ap-northeast-2:111122223333:instance/i-1'],
    });
  });
});

describe('traffic and names', () => {
  const common = (record: JsonObject) =>
    ['src_ip', 'dst_ip', 'src_port', 'dst_port', 'transport', 'action', 'direction'].map((name) => field(record, name));

  it('every flow log answers to the same names', () => {
    const vpc = {
      version: 5,
      account_id: '111122223333',
      interface_id: 'eni-1',
      srcaddr: '198.51.100.7',
      dstaddr: '10.0.0.5',
      srcport: 40000,
      dstport: 22,
      protocol: 6,
      action: 'REJECT',
      start: 1793534400,
      flow_direction: 'ingress',
      log_status: 'OK',
    };
    const nsg = {
      flowTime: '1793534400',
      sourceAddress: '198.51.100.7',
      destinationAddress: '10.0.0.5',
      sourcePort: '40000',
      destinationPort: '22',
      protocol: 'T',
      trafficFlow: 'I',
      decision: 'D',
    };
    const gcp = {
      timestamp: '2026-11-01T10:00:00Z',
      resource: { labels: { project_id: 'shop' } },
      jsonPayload: {
        connection: { src_ip: '198.51.100.7', dest_ip: '10.0.0.5', src_port: 40000, dest_port: 22, protocol: 6 },
        disposition: 'DENIED',
        rule_details: { direction: 'INGRESS' },
      },
    };
    for (const record of [vpc, nsg, gcp]) {
      expect(common(record).map(String)).toEqual([
        '198.51.100.7',
        '10.0.0.5',
        '40000',
        '22',
        'tcp',
        'REJECT',
        'ingress',
      ]);
      expect(activityOf(record)).toMatchObject({
        action: 'tcp/22',
        outcome: 'failure',
        ip: '198.51.100.7',
        classUid: 4001,
      });
      expect(field(record, 'hwaseong.destination')).toBe('10.0.0.5');
      expect(field(record, 'hwaseong.destination.internal')).toBe(true);
    }
  });

  it('a question is taken apart', () => {
    const record = {
      version: '1.1',
      account_id: '111122223333',
      region: 'ap-northeast-2',
      vpc_id: 'vpc-1',
      query_timestamp: '2026-11-01T10:00:00Z',
      query_name: 'a1b2c3d4.Tunnel.example.co.kr.',
      query_type: 'TXT',
      rcode: 'NOERROR',
      answers: [{ Rdata: 'x', Type: 'TXT' }],
      srcaddr: '10.0.0.5',
      srcids: { instance: 'i-1' },
    };
    expect(activityOf(record)).toMatchObject({
      source: 'dns',
      ip: '10.0.0.5',
      assets: ['arn:aws:ec2:ap-northeast-2:111122223333:instance/i-1'],
      classUid: 4003,
    });
    expect(field(record, 'query')).toBe('a1b2c3d4.Tunnel.example.co.kr.');
    expect(field(record, 'record_type')).toBe('TXT');
    expect(field(record, 'answer')).toEqual(['x']);
    expect(field(record, 'hwaseong.domain')).toBe('a1b2c3d4.tunnel.example.co.kr');
    expect(field(record, 'hwaseong.domain.registered')).toBe('example.co.kr');
    expect(field(record, 'hwaseong.domain.length')).toBe(29);
    expect(field(record, 'hwaseong.domain.entropy')).toBeGreaterThan(3);
  });

  it('an S3 access log is read with either spelling of its names', () => {
    for (const record of [
      {
        bucket: 'photos',
        time: '2026-11-01 10:00:00',
        remoteip: '198.51.100.7',
        requester: 'arn:aws:iam::111122223333:user/ann',
        operation: 'REST.GET.OBJECT',
        httpstatus: 403,
        errorcode: 'AccessDenied',
      },
      {
        bucket: 'photos',
        time: '2026-11-01T10:00:00Z',
        remoteIp: '198.51.100.7',
        requester: 'arn:aws:iam::111122223333:user/ann',
        operation: 'REST.GET.OBJECT',
        httpStatus: 403,
        errorCode: 'AccessDenied',
      },
    ]) {
      expect(activityOf(record)).toMatchObject({
        source: 's3-access',
        action: 'REST.GET.OBJECT',
        outcome: 'failure',
        error: 'AccessDenied',
        actor: { name: 'ann' },
        account: '111122223333',
        assets: ['arn:aws:s3:::photos'],
      });
    }
    expect(
      activityOf({
        bucket: 'photos',
        time: '2026-11-01T10:00:00Z',
        remoteIp: '198.51.100.7',
        operation: 'REST.GET.OBJECT',
        httpStatus: 200,
      }).actor.type,
    ).toBe('anonymous');
  });
});

describe('every source', () => {
  it('is known under the logsources that public rules name', () => {
    const means = (product: string, service: string) => fields.sourcesOf({ product, service });
    expect(means('aws', 'cloudtrail')).toEqual(['cloudtrail']);
    expect(means('azure', 'signinlogs')).toEqual(['entra-signin']);
    expect(means('azure', 'activitylogs')).toEqual(['entra-audit', 'azure-activity', 'm365']);
    expect(means('gcp', 'gcp.audit')).toEqual(['k8s-audit', 'gcp-audit', 'gsuite']);
    expect(fields.sourcesOf({ category: 'dns' })).toEqual(['dns']);
    expect(fields.sourcesOf({ product: 'kubernetes', category: 'application', service: 'audit' })).toEqual([
      'k8s-audit',
    ]);
    expect(fields.sourcesOf({ product: 'windows', service: 'security' })).toEqual([]);
    expect(fields.sourcesOf({})).toEqual([]);
  });

  const anything = fc.jsonValue({ maxDepth: 5 }) as fc.Arbitrary<JsonObject>;
  const names = [
    'eventName',
    'eventSource',
    'eventTime',
    'userIdentity',
    'time',
    'category',
    'properties',
    'protoPayload',
    'verb',
    'objectRef',
    'published',
    'eventType',
    'action',
    'bucket',
    'remoteIp',
    'srcaddr',
    'dstaddr',
    'query_name',
    'query_type',
    'id',
    'type',
    'actor',
    'Operation',
    'Workload',
    'CreationTime',
    'jsonPayload',
    'connection',
  ];
  // JSON may bring fields that hide what every object has.
  const trap = fc.constant({ toString: 1, valueOf: null, length: -1 } as unknown as JsonObject);
  const hostile = fc.dictionary(
    fc.constantFrom(...names),
    fc.oneof(anything, trap, fc.constant('2026-11-01T10:00:00Z'), fc.dictionary(fc.constantFrom(...names), anything)),
  );

  it.each(eventSources.map((source) => [source.id, source] as const))(
    '%s takes any record without an error',
    (id, source) => {
      fc.assert(
        fc.property(hostile, fc.constantFrom(...names), (record, name) => {
          source.recognises(record);
          const read = source.read(record);
          if (read === undefined) return;
          const event = { source: id, ...read, record };
          const activity = source.describe(event);
          expect(activity).toMatchObject({ id: read.id, source: id, time: new Date(read.time).toISOString() });
          for (const text of [
            activity.action,
            activity.service,
            activity.account,
            activity.region,
            activity.actor.id,
            activity.actor.name,
          ])
            expect(typeof text).toBe('string');
          expect(activity.assets.every((asset) => typeof asset === 'string')).toBe(true);
          fields.reader(id, name)(event);
          fields.reader(id, 'hwaseong.actor')(event);
        }),
        { numRuns: 300 },
      );
    },
  );

  it('gives equal records equal ids, in whatever order their fields are', () => {
    const { eventID: _id, ...record } = cloudtrail;
    const turned = Object.fromEntries(Object.entries(record).reverse()) as JsonObject;
    expect(eventOf(turned)).toMatchObject({ id: (eventOf(record) as { id: string }).id });
  });
});

describe('where an address lies', () => {
  const signIn = {
    category: 'SignInLogs',
    operationName: 'Sign-in activity',
    time: '2026-11-01T10:00:00Z',
    properties: {
      userPrincipalName: 'kim@example.com',
      ipAddress: '198.51.100.7',
      location: { countryOrRegion: 'KR', city: 'Seoul', geoCoordinates: { latitude: 37.57, longitude: 126.98 } },
    },
  };

  it('is what the record says where enrichment knows nothing', () => {
    expect(field(signIn, 'hwaseong.ip.country')).toBe('KR');
    expect(field(signIn, 'hwaseong.ip.latitude')).toBe(37.57);
    expect(field(signIn, 'hwaseong.ip.tor')).toBeUndefined();
  });

  it('is what enrichment says where that knows it', () => {
    const enriched = eventFields({ address: () => ({ country: 'NL', internal: false }) });
    const event = eventOf(signIn);
    if (typeof event === 'string') throw new Error(event);
    expect(enriched.reader(event.source, 'hwaseong.ip.country')(event)).toBe('NL');
    expect(enriched.reader(event.source, 'hwaseong.ip.city')(event)).toBe('Seoul');
  });
});

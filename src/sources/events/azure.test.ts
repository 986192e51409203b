import { describe, expect, it } from 'vitest';
import { activityOf, field } from './activity.fixture.ts';

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

import type { AssetEntry, JsonObject } from '../../../../model/index.ts';
import { pointsToArn } from '../../relations.ts';
import { type ServiceCall, tagsOf, text } from '../../service-table.ts';

/** Managed policies with their documents, inline policies, and who has which attached. */
export const policyCalls: readonly ServiceCall[] = [
  {
    operation: 'ListPolicies',
    permission: 'iam:ListPolicies',
    scope: 'global',
    params: { Scope: 'All', MaxItems: 1000 },
    parse: ({ Policies }) => ({ Policies: Array.isArray(Policies) ? (Policies as JsonObject[]).filter(matters) : [] }),
    items: 'Policies',
    makes: {
      kind: 'aws.iam.policy',
      category: 'identity',
      title: { en: 'IAM managed policy', ko: 'IAM 관리형 정책' },
      id: (item) => text(item, 'Arn'),
      name: (item) => text(item, 'PolicyName'),
      tags: (item) => tagsOf(item.Tags),
      where: matters,
    },
  },
  {
    operation: 'GetPolicyVersion',
    permission: 'iam:GetPolicyVersion',
    scope: 'global',
    each: { kind: 'aws.iam.policy', params: { PolicyArn: 'Arn', VersionId: 'DefaultVersionId' } },
    as: 'version',
  },
  attached('user', 'ListAttachedUserPolicies', 'UserName'),
  attached('group', 'ListAttachedGroupPolicies', 'GroupName'),
  attached('role', 'ListAttachedRolePolicies', 'RoleName'),
  inline('user', 'ListUserPolicies', 'UserName'),
  inline('group', 'ListGroupPolicies', 'GroupName'),
  inline('role', 'ListRolePolicies', 'RoleName'),
  document('GetUserPolicy', 'UserName', 'userPolicy'),
  document('GetGroupPolicy', 'GroupName', 'groupPolicy'),
  document('GetRolePolicy', 'RoleName', 'rolePolicy'),
];

/** AWS offers over a thousand policies of its own; only those in use say something about the account. */
function matters(policy: JsonObject): boolean {
  if (!/^arn:[a-z-]+:iam::aws:/.test(text(policy, 'Arn'))) return true;
  return Number(policy.AttachmentCount ?? 0) > 0 || Number(policy.PermissionsBoundaryUsageCount ?? 0) > 0;
}

type Owner = 'user' | 'group' | 'role';
type OwnerName = 'UserName' | 'GroupName' | 'RoleName';

function attached(owner: Owner, operation: string, name: OwnerName): ServiceCall {
  return {
    operation,
    permission: `iam:${operation}`,
    scope: 'global',
    each: { kind: `aws.iam.${owner}`, params: { [name]: name } },
    items: 'AttachedPolicies',
    as: 'attachedPolicies',
    relations: [pointsToArn('attached', 'aws.iam.policy', 'PolicyArn')],
  };
}

/** AWS gives inline policies no ARN, and lists them by their bare names. */
function inline(owner: Owner, operation: string, name: OwnerName): ServiceCall {
  const makes: AssetEntry = {
    kind: 'aws.iam.inline-policy',
    category: 'identity',
    title: { en: 'IAM inline policy', ko: 'IAM 인라인 정책' },
    shape: (item, origin) => ({ PolicyName: String(item), [name]: text(origin.params, name) }),
    id: (item, origin) => `${origin.parent?.id}/inline-policy/${text(item, 'PolicyName')}`,
    name: (item) => text(item, 'PolicyName'),
  };
  return {
    operation,
    permission: `iam:${operation}`,
    scope: 'global',
    each: { kind: `aws.iam.${owner}`, params: { [name]: name } },
    items: 'PolicyNames',
    as: 'inlinePolicies',
    makes,
  };
}

/** The document of an inline policy, by the one of three operations that reads it. */
function document(operation: string, name: OwnerName, as: string): ServiceCall {
  return {
    operation,
    permission: `iam:${operation}`,
    scope: 'global',
    each: {
      kind: 'aws.iam.inline-policy',
      params: { [name]: name, PolicyName: 'PolicyName' },
      when: (policy) => typeof policy[name] === 'string',
    },
    as,
  };
}

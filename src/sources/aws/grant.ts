import { UserError } from '../../model/index.ts';
import { awsCatalog, selectCalls } from './catalog.ts';
import type { AwsCall } from './service-table.ts';

export type PolicyFormat = 'json' | 'cloudformation' | 'terraform';

export interface Trust {
  /** Account whose principals may assume the role. */
  trustedAccount?: string | undefined;
  /** What they must show on doing so. */
  externalId?: string | undefined;
}

const roleName = 'HwaseongReadOnly';

/** The IAM actions that collecting for `operations` takes, sorted: those of the lists, which are always made, among them. */
export function permissionsFor(
  operations: ReadonlySet<string> | 'all',
  calls: readonly AwsCall[] = awsCatalog.calls,
  only?: ReadonlySet<string>,
): string[] {
  const actions = [...selectCalls(calls, operations, only)].flatMap((call) => [
    call.permission,
    ...(call.permissions ?? []),
  ]);
  return [...new Set(actions)].sort();
}

/**
 * The least that a role needs to collect for `operations`: as a policy document, or as a CloudFormation or Terraform
 * template of a role with that policy, which `trustedAccount` may assume. Throws a UserError where a template lacks the
 * trusted account, or an external id has characters that AWS does not take. `only`: of these services, and what they need.
 */
export function printPolicy(
  operations: ReadonlySet<string> | 'all',
  format: PolicyFormat,
  trust: Trust = {},
  only?: ReadonlySet<string>,
): string {
  const documents = policyDocuments(permissionsFor(operations, awsCatalog.calls, only));
  if (format === 'json') return json(documents.length === 1 ? documents[0] : documents);
  const { trustedAccount, externalId } = checked(trust);
  const assume = trustDocument(trustedAccount, externalId);
  return format === 'cloudformation' ? cloudFormation(documents, assume) : terraform(documents, assume);
}

interface Document {
  Version: '2012-10-17';
  Statement: object[];
}

/** AWS takes at most 6,144 characters in a managed policy, not counting white space. */
const policyLength = 6144;

/** One statement a service; as many documents as the length of a managed policy asks for. */
function policyDocuments(actions: readonly string[]): Document[] {
  const byService = Object.groupBy(actions, (action) => action.split(':')[0] ?? '');
  const documents: Document[] = [{ Version: '2012-10-17', Statement: [] }];
  for (const [service, Action = []] of Object.entries(byService)) {
    const Sid = `Read${service.replace(/[^a-z0-9]/g, '').replace(/^./, (first) => first.toUpperCase())}`;
    const statement = { Sid, Effect: 'Allow', Action, Resource: '*' };
    const last = documents.at(-1) as Document;
    const longer = JSON.stringify({ ...last, Statement: [...last.Statement, statement] });
    if (longer.length <= policyLength) last.Statement.push(statement);
    else documents.push({ Version: '2012-10-17', Statement: [statement] });
  }
  return documents;
}

function trustDocument(account: string, externalId: string | undefined): Document {
  // The bare number stands for the whole account in every partition.
  const statement = { Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' };
  const condition = externalId ? { Condition: { StringEquals: { 'sts:ExternalId': externalId } } } : {};
  return { Version: '2012-10-17', Statement: [{ ...statement, ...condition }] };
}

/** JSON is a subset of the YAML that CloudFormation reads, and the one form that needs no quoting rules. */
function cloudFormation(documents: readonly Document[], assume: Document): string {
  const policies = documents.map((document, index) => [
    `ReadPolicy${index + 1}`,
    {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: {
        Description: 'What Hwaseong reads',
        PolicyDocument: document,
        Roles: [{ Ref: 'ReadOnlyRole' }],
      },
    },
  ]);
  return json({
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Role by which Hwaseong reads this account. It changes nothing.',
    Resources: {
      ReadOnlyRole: {
        Type: 'AWS::IAM::Role',
        Properties: { RoleName: roleName, AssumeRolePolicyDocument: assume },
      },
      ...Object.fromEntries(policies),
    },
    Outputs: { RoleArn: { Value: { 'Fn::GetAtt': ['ReadOnlyRole', 'Arn'] } } },
  });
}

function terraform(documents: readonly Document[], assume: Document): string {
  const policies = documents.map(
    (document, index) => `
resource "aws_iam_policy" "hwaseong_${index + 1}" {
  name        = "${roleName}${index + 1}"
  description = "What Hwaseong reads"
  policy      = jsonencode(${hcl(document)})
}

resource "aws_iam_role_policy_attachment" "hwaseong_${index + 1}" {
  role       = aws_iam_role.hwaseong.name
  policy_arn = aws_iam_policy.hwaseong_${index + 1}.arn
}
`,
  );
  return `# Role by which Hwaseong reads this account. It changes nothing.
resource "aws_iam_role" "hwaseong" {
  name               = "${roleName}"
  assume_role_policy = jsonencode(${hcl(assume)})
}
${policies.join('')}
output "role_arn" {
  value = aws_iam_role.hwaseong.arn
}
`;
}

/** HCL reads JSON objects as they are; only the beginnings of templates have to be escaped. */
function hcl(document: Document): string {
  return JSON.stringify(document, null, 2)
    .replaceAll('$' + '{', '$$' + '{')
    .replaceAll('%{', '%%{')
    .replaceAll('\n', '\n  ');
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function checked({ trustedAccount = '', externalId }: Trust): {
  trustedAccount: string;
  externalId: string | undefined;
} {
  if (!/^\d{12}$/.test(trustedAccount)) {
    throw new UserError('aws-trusted-account', {
      en: `A template needs the 12-digit number of the account that may assume the role, not "${trustedAccount}". Give it with --trusted-account.`,
      ko: `템플릿에는 역할을 맡을 계정의 12자리 번호가 필요합니다(입력값: "${trustedAccount}"). --trusted-account로 지정하세요.`,
    });
  }
  if (externalId !== undefined && !/^[\w+=,.@:/-]{2,1224}$/.test(externalId)) {
    throw new UserError('aws-external-id', {
      en: 'The external id has characters that AWS does not take. Use 2 to 1,224 letters, digits and +=,.@:/-_.',
      ko: '외부 ID에 AWS에서 허용하지 않는 문자가 있습니다. 영문자, 숫자, +=,.@:/-_로 2~1,224자를 사용하세요.',
    });
  }
  return { trustedAccount, externalId };
}

import { type Collection, isObject, type Json, type JsonObject, operationName } from '../../../src/model/index.ts';
import type { Answer } from '../../../src/platform/segments/index.ts';

/**
 * Calls that moto does not know, with what AWS answers where nothing was set up: the API references' defaults.
 * An empty list also stands for "there is none".
 */
const untouched: Record<string, Json[]> = {
  'accessanalyzer:ListAnalyzers': [],
  'account:GetContactInformation': [
    { ContactInformation: { FullName: 'Haneul Mall', CountryCode: 'KR', City: 'Seoul' } },
  ],
  'backup:ListProtectedResources': [],
  'ec2:DescribeVpcBlockPublicAccessOptions': [{ VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: 'off' } }],
  'ec2:GetAllowedImagesSettings': [{ State: 'disabled' }],
  'ec2:GetEbsDefaultKmsKeyId': [{ KmsKeyId: 'alias/aws/ebs' }],
  'ec2:GetImageBlockPublicAccessState': [{ ImageBlockPublicAccessState: 'unblocked' }],
  'ec2:GetInstanceMetadataDefaults': [{ AccountLevel: {} }],
  'ec2:GetSerialConsoleAccessStatus': [{ SerialConsoleAccessEnabled: false }],
  'ec2:GetSnapshotBlockPublicAccessState': [{ State: 'unblocked' }],
  'eks:ListAccessEntries': [],
  'eks:ListAddons': [],
  'elasticache:DescribeServerlessCaches': [],
  'iam:ListOrganizationsFeatures': [],
  'inspector2:BatchGetAccountStatus': [{ accounts: [{ state: { status: 'DISABLED' } }] }],
  'kafka:ListConfigurations': [],
  'macie2:GetMacieSession': [],
  'organizations:ListHandshakesForAccount': [],
  'securityhub:GetEnabledStandards': [],
  'securityhub:ListEnabledProductsForImport': [],
  'ssm:DescribeInstanceInformation': [],
  'ssm:GetServiceSetting': [{ ServiceSetting: { SettingValue: 'Enable' } }],
  'ssm:ListResourceComplianceSummaries': [],
};

/** True for an item that no account of AWS would see, or that belongs to AWS and not to the account. */
const foreign: Record<string, (item: JsonObject, answer: Collection) => boolean> = {
  // The regions of other partitions.
  'ec2:DescribeRegions': ({ RegionName }) => /^(?:us-gov|cn)-/.test(String(RegionName)),
  'ec2:DescribeManagedPrefixLists': ({ OwnerId }) => OwnerId === 'aws',
  // The key behind such an alias is made when a service first needs it; moto lists the alias before.
  'kms:ListAliases': ({ AliasName, TargetKeyId }) =>
    String(AliasName).startsWith('alias/aws/') && TargetKeyId === undefined,
  'elasticache:DescribeUsers': ({ UserId }) => UserId === 'default',
};

/** Regions of AWS's commercial partition. */
export function isCommercial(region: string): boolean {
  return !/^(?:us-gov|cn)-/.test(region);
}

/** An answer of moto as AWS would have given it to the company. What was denied stays denied. */
export function asAws({ collection, items }: Answer): Answer {
  const name = operationName(collection);
  const answer = untouched[name];
  if (!collection.complete && collection.error?.permission === undefined && answer !== undefined) {
    const { error: _, ...rest } = collection;
    return { collection: { ...rest, pages: 1, items: answer.length, complete: true }, items: answer };
  }
  const isForeign = foreign[name];
  if (isForeign === undefined) return { collection, items };
  const own = items.filter((item) => !isObject(item) || !isForeign(item, collection));
  return { collection: { ...collection, items: own.length }, items: own };
}

import ipaddr from 'ipaddr.js';
import {
  type Asset,
  FactUnknown,
  type Json,
  type JsonObject,
  type Status,
  UNKNOWN_FIELD,
  type UnknownFields,
} from '../../src/model/index.ts';

/** What a control's predicate looks like where a programmer writes it in JavaScript, for one asset. */
export type ByHand = (asset: Asset, related: (name: string) => readonly Asset[], now: Date) => Status;

/**
 * A subset of the controls that holds every shape: a field of the list item, of a detail, of a list, of related assets
 * looked up by account and by relation, of the account itself; numbers, regular expressions, networks and time. The
 * benchmark checks that each says of every asset what the control says.
 */
export const byHand: Readonly<Record<string, ByHand>> = {
  'aws-ec2-volume-encryption': ({ data }) => verdict(data.Encrypted === true),

  'aws-ec2-instance-imdsv2': ({ data }) => {
    const state = object(data.State).Name;
    if (state === 'terminated' || state === 'shutting-down') return 'not-applicable';
    const options = object(data.MetadataOptions);
    return verdict(options.HttpTokens === 'required' || options.HttpEndpoint === 'disabled');
  },

  'aws-ec2-security-group-ssh-port': ({ data }) =>
    verdict(!objects(data.IpPermissions).some((rule) => letsIn(rule, 22) && sources(rule).some(isWorld))),

  'aws-ec2-vpc-flow-logs': ({ data, account }, related) => {
    if (data.OwnerId !== undefined && data.OwnerId !== null && data.OwnerId !== account) return 'not-applicable';
    const works = (log: Asset) => log.data.FlowLogStatus === 'ACTIVE' && log.data.DeliverLogsStatus !== 'FAILED';
    return verdict(related('flowLogs').some(works));
  },

  'aws-ec2-snapshot-public': ({ data }) =>
    verdict(!objects(detail(data, 'createVolumePermissions')).some(({ Group }) => Group === 'all')),

  'aws-s3-bucket-public-access-block': ({ data }, related) => {
    let own: JsonObject | undefined;
    try {
      own = object(object(detail(data, 'publicAccessBlock')).PublicAccessBlockConfiguration);
    } catch (error) {
      if (!(error instanceof FactUnknown)) throw error;
    }
    const settings = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];
    if (own !== undefined && settings.every((setting) => own[setting] === true)) return 'pass';
    const [account] = related('account');
    if (account === undefined) return own === undefined ? 'unknown' : 'fail';
    const shared = object(object(detail(account.data, 's3PublicAccessBlock')).PublicAccessBlockConfiguration);
    const open = settings.find((setting) => shared[setting] !== true && own?.[setting] !== true);
    if (open === undefined) return 'pass';
    return own === undefined ? 'unknown' : 'fail';
  },

  'aws-s3-bucket-encryption': ({ data }) => {
    const configuration = object(object(detail(data, 'encryption')).ServerSideEncryptionConfiguration);
    return verdict(
      objects(configuration.Rules).some((rule) => {
        const algorithm = object(rule.ApplyServerSideEncryptionByDefault).SSEAlgorithm;
        return algorithm !== undefined && algorithm !== null;
      }),
    );
  },

  'aws-sqs-queue-encryption': ({ data }) => {
    const attributes = object(object(detail(data, 'attributes')).Attributes);
    const key = attributes.KmsMasterKeyId;
    return verdict((typeof key === 'string' && key !== '') || String(attributes.SqsManagedSseEnabled) === 'true');
  },

  'aws-elbv2-tls-policy': ({ data }) =>
    verdict(
      objects(detail(data, 'listeners')).every(({ Protocol, SslPolicy }) => {
        if (Protocol !== 'HTTPS' && Protocol !== 'TLS') return true;
        const policy = String(SslPolicy ?? '');
        return /^ELBSecurityPolicy-(FS-1-[23]|TLS13-1-[23])-/.test(policy) && !/-Ext[12]-/.test(policy);
      }),
    ),

  'aws-acm-certificate-expiry': ({ data }, _related, now) => {
    const { NotAfter } = object(object(detail(data, 'details')).Certificate);
    const ends = typeof NotAfter === 'string' ? Date.parse(NotAfter) : Number.NaN;
    if (Number.isNaN(ends)) return 'not-applicable';
    return verdict(Math.floor((ends - now.getTime()) / 86_400_000) >= 30);
  },

  'aws-cloudfront-origin-tls': ({ data }) =>
    verdict(
      objects(object(data.Origins).Items).every((origin) => {
        const protocols = object(object(origin.CustomOriginConfig).OriginSslProtocols).Items;
        return !Array.isArray(protocols) || protocols.every((one) => one === 'TLSv1.2' || one === 'TLSv1.3');
      }),
    ),

  'aws-iam-password-policy-length': ({ data }) => {
    const length = object(object(detail(data, 'passwordPolicy')).PasswordPolicy).MinimumPasswordLength;
    return verdict(typeof length === 'number' && length >= 14);
  },
};

function verdict(passed: boolean): Status {
  return passed ? 'pass' : 'fail';
}

function object(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.map(object) : [];
}

/** A field that a call of its own gives. Throws {@link FactUnknown} where that call gave nothing. */
function detail(data: JsonObject, field: string): Json | undefined {
  const unknown = data[UNKNOWN_FIELD] as unknown as UnknownFields | undefined;
  const missing = unknown?.[field];
  if (missing !== undefined) throw new FactUnknown(missing.operation, missing.code);
  return data[field];
}

function letsIn({ IpProtocol, FromPort, ToPort }: JsonObject, port: number): boolean {
  if (IpProtocol === '-1') return true;
  if (IpProtocol !== 'tcp' && IpProtocol !== '6') return false;
  const first = typeof FromPort === 'number' ? FromPort : 0;
  const last = typeof ToPort === 'number' ? ToPort : 65_535;
  return first === -1 || (first <= port && port <= last);
}

function sources(rule: JsonObject): Json[] {
  return [
    ...objects(rule.IpRanges).map(({ CidrIp }) => CidrIp ?? null),
    ...objects(rule.Ipv6Ranges).map(({ CidrIpv6 }) => CidrIpv6 ?? null),
  ];
}

function isWorld(cidr: Json): boolean {
  return typeof cidr === 'string' && ipaddr.isValidCIDR(cidr) && ipaddr.parseCIDR(cidr)[1] === 0;
}

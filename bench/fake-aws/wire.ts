import type { IncomingMessage } from 'node:http';

/** How a service of AWS speaks; the SDK's own words for its protocols. */
export type Protocol = 'json' | 'query' | 'ec2' | 'rest-json' | 'rest-xml';

export interface Request {
  protocol: Protocol;
  service: string;
  region: string;
  /** As the API reference names it; empty where a path is none of {@link paths}. */
  operation: string;
  params: Record<string, string>;
}

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** An answer as plain values; in the XML protocols a list is an element repeated. */
export type Answer = { [field: string]: unknown };

/** Operations of the services that are asked by path: service, path with parameters, and a part of the query string. */
const paths: readonly [service: string, path: RegExp, query: string | undefined, operation: string][] = [
  ['lambda', /^\/2015-03-31\/functions\/?$/, undefined, 'ListFunctions'],
  ['lambda', /^\/2015-03-31\/functions\/(?<name>[^/]+)\/policy$/, undefined, 'GetPolicy'],
  ['lambda', /^\/2021-10-31\/functions\/(?<name>[^/]+)\/url$/, undefined, 'GetFunctionUrlConfig'],
  ['inspector2', /^\/status\/batch\/get$/, undefined, 'BatchGetAccountStatus'],
  ['s3', /^\/$/, undefined, 'ListBuckets'],
  ['s3', /^\/(?<name>[^/]+)\/?$/, 'acl', 'GetBucketAcl'],
  ['s3', /^\/(?<name>[^/]+)\/?$/, 'encryption', 'GetBucketEncryption'],
  ['s3', /^\/(?<name>[^/]+)\/?$/, 'logging', 'GetBucketLogging'],
  ['s3', /^\/(?<name>[^/]+)\/?$/, 'policy', 'GetBucketPolicy'],
  ['s3', /^\/(?<name>[^/]+)\/?$/, 'publicAccessBlock', 'GetPublicAccessBlock'],
  ['s3', /^\/(?<name>[^/]+)\/?$/, 'versioning', 'GetBucketVersioning'],
  ['s3', /^\/(?<name>[^/]+)\/?$/, 'website', 'GetBucketWebsite'],
];

const xmlByPath = new Set(['s3', 'route53', 'cloudfront']);

/** What a request asks for. */
export function read(incoming: IncomingMessage, body: string): Request {
  const scope = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(incoming.headers.authorization ?? '');
  const [region, service] = [scope?.[1] ?? '', scope?.[2] ?? ''];
  const target = incoming.headers['x-amz-target'];
  if (typeof target === 'string') {
    const params = body === '' ? {} : (JSON.parse(body) as Record<string, string>);
    return { protocol: 'json', service, region, operation: target.split('.')[1] ?? '', params };
  }
  if (incoming.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    const params = Object.fromEntries(new URLSearchParams(body));
    return { protocol: service === 'ec2' ? 'ec2' : 'query', service, region, operation: params.Action ?? '', params };
  }
  const url = new URL(incoming.url ?? '/', 'http://fake');
  const protocol = xmlByPath.has(service) || url.pathname.startsWith('/v20180820/') ? 'rest-xml' : 'rest-json';
  for (const [of, path, query, operation] of paths) {
    const found = of === service ? path.exec(url.pathname) : null;
    if (found === null || (query !== undefined && !url.searchParams.has(query))) continue;
    const name = decodeURIComponent(found.groups?.name ?? '');
    return { protocol, service, region, operation, params: { ...Object.fromEntries(url.searchParams), name } };
  }
  return { protocol, service, region, operation: '', params: {} };
}

/** An answer as the protocol of its request writes it. */
export function write({ protocol, operation }: Request, answer: Answer): Reply {
  switch (protocol) {
    case 'json':
    case 'rest-json':
      return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) };
    case 'query':
      return xml(
        200,
        `<${operation}Response><${operation}Result>${elements(answer)}</${operation}Result></${operation}Response>`,
      );
    case 'ec2':
      return xml(200, `<${operation}Response>${elements(answer)}</${operation}Response>`);
    case 'rest-xml':
      return xml(200, `<Answer>${elements(answer)}</Answer>`);
  }
}

/** An error as the protocol of a request writes it. */
export function writeError({ protocol }: Request, code: string, status: number): Reply {
  const message = 'Told by the fake';
  switch (protocol) {
    case 'json':
    case 'rest-json':
      return {
        status,
        headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
        body: JSON.stringify({ __type: code, message }),
      };
    case 'ec2':
      return xml(
        status,
        `<Response><Errors><Error>${elements({ Code: code, Message: message })}</Error></Errors></Response>`,
      );
    case 'query':
      return xml(status, `<ErrorResponse><Error>${elements({ Code: code, Message: message })}</Error></ErrorResponse>`);
    case 'rest-xml':
      return xml(status, `<Error>${elements({ Code: code, Message: message })}</Error>`);
  }
}

function xml(status: number, body: string): Reply {
  return { status, headers: { 'content-type': 'text/xml' }, body };
}

function elements(value: unknown): string {
  if (typeof value !== 'object' || value === null) return escaped(String(value));
  return Object.entries(value)
    .flatMap(([name, below]) =>
      (Array.isArray(below) ? below : [below]).map((one) => `<${name}>${elements(one)}</${name}>`),
    )
    .join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign);
}

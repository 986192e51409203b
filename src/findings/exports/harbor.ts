import {
  isObject,
  type Json,
  type JsonObject,
  type Matched,
  type Severity,
  severities,
  type Vulnerability,
} from '../../model/index.ts';

/*
 * What Harbor and a scanner say to each other: Harbor Scanner Adapter API 1.2
 * (https://github.com/goharbor/pluggable-scanner-spec). Pure: whoever answers HTTP scans and keeps the reports.
 */

/** Media types of the answers. */
export const harborTypes = {
  metadata: 'application/vnd.scanner.adapter.metadata+json; version=1.1',
  request: 'application/vnd.scanner.adapter.scan.request+json; version=1.1',
  response: 'application/vnd.scanner.adapter.scan.response+json; version=1.0',
  error: 'application/vnd.scanner.adapter.error+json; version=1.0',
  vulnerabilities: 'application/vnd.security.vulnerability.report; version=1.1',
  sbom: 'application/vnd.security.sbom.report+json; version=1.0',
} as const;

const images = ['application/vnd.oci.image.manifest.v1+json', 'application/vnd.docker.distribution.manifest.v2+json'];
const sbomTypes = ['application/spdx+json', 'application/vnd.cyclonedx+json'] as const;
export type HarborSbomType = (typeof sbomTypes)[number];

/** What an adapter is. */
export interface HarborScanner {
  /** Of the product. */
  version: string;
  /** ISO 8601: up to when the advisory database knows; absent: there is none. */
  databaseUpdatedAt?: string;
}

/** An image that Harbor wants to have scanned. */
export interface HarborTarget {
  /** `harbor.example:8443` */
  registry: string;
  /** `harbor.example:8443/team/app@sha256:…` */
  reference: string;
  /** Harbor named its registry by `http://`. */
  plainHttp: boolean;
  /** The robot account that Harbor made for this scan; absent: anybody may pull. */
  credential?: { username: string; password: string };
  wants: { vulnerabilities: boolean; sbom: boolean };
  /** As Harbor named it, to be said again in the report. */
  artifact: JsonObject;
}

/** A request that cannot be met: the status to answer with, and why. */
export interface HarborRefusal {
  status: 400 | 422 | 501;
  error: { error: { message: string } };
}

/** The answer to `GET /metadata`. */
export function harborMetadata({ version, databaseUpdatedAt }: HarborScanner): JsonObject {
  return {
    scanner: scannerOf(version),
    capabilities: [
      { type: 'vulnerability', consumes_mime_types: images, produces_mime_types: [harborTypes.vulnerabilities] },
      {
        type: 'sbom',
        consumes_mime_types: images,
        produces_mime_types: [harborTypes.sbom],
        additional_attributes: { sbom_media_types: [...sbomTypes] },
      },
    ],
    properties: {
      'harbor.scanner-adapter/scanner-type': 'os-package-vulnerability',
      ...(databaseUpdatedAt !== undefined && {
        'harbor.scanner-adapter/vulnerability-database-updated-at': databaseUpdatedAt,
      }),
    },
  };
}

const host = /^(?:\[[0-9a-f:]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::\d{1,5})?$/i;
const repositoryName = /^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/;
const digestForm = /^sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})$/;

/** Reads the body of `POST /scan`. Whether the registry may be asked at all is for the server to say: the body is a stranger's. */
export function harborTarget(body: Json): HarborTarget | HarborRefusal {
  if (!isObject(body)) return refusal(400, 'The body is no JSON object.');
  const { registry, artifact, enabled_capabilities: enabled } = body;
  if (!isObject(registry) || !isObject(artifact)) return refusal(422, 'registry and artifact are required.');
  const url = typeof registry.url === 'string' && URL.canParse(registry.url) ? new URL(registry.url) : undefined;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url === undefined || !isWeb || !host.test(url.host) || url.username !== '' || url.password !== '') {
    return refusal(422, 'registry.url is no address of a registry.');
  }
  const { repository, digest, tag, mime_type: mediaType } = artifact;
  if (typeof repository !== 'string' || repository.length > 255 || !repositoryName.test(repository)) {
    return refusal(422, 'artifact.repository is no name of a repository.');
  }
  if (typeof digest !== 'string' || !digestForm.test(digest)) return refusal(422, 'artifact.digest is no digest.');
  if (typeof mediaType === 'string' && mediaType !== '' && !images.includes(mediaType)) {
    return refusal(501, `Artifacts of the type ${mediaType.slice(0, 100)} are not scanned, only images.`);
  }
  const types = Array.isArray(enabled) ? enabled.map((one) => (isObject(one) ? one.type : undefined)) : [];
  // What says nothing of it wants all; Harbor before 2.11 knows vulnerabilities alone.
  const wants = {
    vulnerabilities: types.length === 0 || types.includes('vulnerability'),
    sbom: types.length === 0 || types.includes('sbom'),
  };
  if (!wants.vulnerabilities && !wants.sbom) return refusal(501, 'None of the capabilities asked for is there.');
  const credential = credentialIn(registry.authorization);
  if (credential === null) {
    return refusal(
      422,
      'registry.authorization is no Basic authorization. Choose the robot account of Harbor for the scanner.',
    );
  }
  return {
    registry: url.host,
    reference: `${url.host}/${repository}@${digest}`,
    plainHttp: url.protocol === 'http:',
    ...(credential !== undefined && { credential }),
    wants,
    artifact: {
      repository,
      digest,
      ...(typeof tag === 'string' && { tag: tag.slice(0, 128) }),
      ...(typeof mediaType === 'string' && { mime_type: mediaType }),
    },
  };
}

export function isHarborRefusal(answer: HarborTarget | HarborRefusal): answer is HarborRefusal {
  return 'status' in answer;
}

/** Null for what is no Basic authorization; undefined where there is none. */
function credentialIn(authorization: Json | undefined): HarborTarget['credential'] | null {
  if (authorization === undefined || authorization === null || authorization === '') return undefined;
  const encoded =
    typeof authorization === 'string' ? /^Basic ([A-Za-z0-9+/=_-]{1,8192})$/i.exec(authorization)?.[1] : undefined;
  if (encoded === undefined) return null;
  const [, username, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  return username === undefined || password === undefined ? null : { username, password };
}

/** Which report an `Accept` header and `sbom_media_type` of `GET /scan/{id}/report` ask for. */
export function harborReportWanted(
  accept: string | undefined,
  sbomMediaType: string | undefined,
): { kind: 'vulnerabilities' } | { kind: 'sbom'; mediaType: HarborSbomType } | HarborRefusal {
  const asked = (accept ?? '')
    .slice(0, 1000)
    .split(',')
    .map((one) => one.replaceAll(/\s/g, '').replace(/;q=[\d.]+$/, ''));
  const offered = (type: string) => asked.includes(type.replaceAll(' ', ''));
  if (offered(harborTypes.sbom)) {
    const mediaType = sbomTypes.find((one) => one === sbomMediaType);
    if (mediaType === undefined) return refusal(400, `sbom_media_type has to be ${sbomTypes.join(' or ')}.`);
    return { kind: 'sbom', mediaType };
  }
  const takesAll = asked.some((one) => one === '' || one === '*/*' || one === 'application/*');
  if (offered(harborTypes.vulnerabilities) || takesAll) return { kind: 'vulnerabilities' };
  return refusal(
    501,
    `Reports of this type are not made. There are ${harborTypes.vulnerabilities} and ${harborTypes.sbom}.`,
  );
}

const severityNames: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Negligible',
};

/**
 * The report on an image. Where some packages could be judged by no advisory and nothing worse was found, its severity is `Unknown`: Harbor
 * would show green else.
 */
export function harborReport(
  { vulnerabilities, unjudged }: Matched,
  { artifact }: Pick<HarborTarget, 'artifact'>,
  about: { version: string; generatedAt: string },
): JsonObject {
  const worst = severities.find((severity) => vulnerabilities.some((one) => one.severity === severity));
  const severity = worst === undefined ? (unjudged.length > 0 ? 'Unknown' : undefined) : severityNames[worst];
  return {
    generated_at: about.generatedAt,
    artifact,
    scanner: scannerOf(about.version),
    ...(severity !== undefined && { severity }),
    vulnerabilities: vulnerabilities.map(itemOf),
  };
}

/** A bill of materials as Harbor keeps it. */
export function harborSbom(
  sbom: JsonObject,
  mediaType: HarborSbomType,
  { artifact }: Pick<HarborTarget, 'artifact'>,
  about: { version: string; generatedAt: string },
): JsonObject {
  return {
    generated_at: about.generatedAt,
    artifact,
    scanner: scannerOf(about.version),
    media_type: mediaType,
    sbom,
  };
}

function itemOf({ id, package: found, severity, fixed, status, facts }: Vulnerability): JsonObject {
  const text = facts.description ?? facts.title;
  const links = (facts.references ?? []).filter((link) => /^https?:\/\//.test(link));
  const { cvss } = facts;
  return {
    id,
    package: found.name,
    version: found.version,
    ...(fixed[0] !== undefined && { fix_version: fixed[0] }),
    severity: severityNames[severity],
    ...(text !== undefined && { description: text }),
    // Harbor shows the first one as the link of the vulnerability.
    links: links.length > 0 ? links : linkOf(id),
    ...(cvss !== undefined && cvssOf(cvss)),
    ...((facts.cwes ?? []).length > 0 && { cwe_ids: facts.cwes as string[] }),
    vendor_attributes: {
      purl: found.purl,
      status,
      paths: found.locations.map(({ path }) => path),
      ...(facts.exploited !== undefined && { exploited: facts.exploited.added }),
      ...(facts.epss !== undefined && { epss: facts.epss.probability }),
    },
  };
}

/** Harbor has room for CVSS 2 and 3; of a newer vector it is told the score. */
function cvssOf({ vector, score }: { vector: string; score: number }): JsonObject {
  if (vector.startsWith('CVSS:3')) return { preferred_cvss: { score_v3: score, vector_v3: vector } };
  if (vector.startsWith('CVSS:')) return { preferred_cvss: { score_v3: score } };
  return { preferred_cvss: { score_v2: score, vector_v2: vector } };
}

function linkOf(id: string): string[] {
  return /^CVE-\d{4}-\d+$/.test(id) ? [`https://nvd.nist.gov/vuln/detail/${id}`] : [];
}

function scannerOf(version: string): JsonObject {
  return { name: 'Hwaseong', vendor: 'Hwaseong', version };
}

function refusal(status: HarborRefusal['status'], message: string): HarborRefusal {
  return { status, error: { error: { message } } };
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, Matched, Vulnerability } from '../../model/index.ts';
import {
  harborMetadata,
  harborReport,
  harborReportWanted,
  harborTarget,
  harborTypes,
  isHarborRefusal,
} from './harbor.ts';

const digest = `sha256:${'ab'.repeat(32)}`;
const request = {
  registry: {
    url: 'https://harbor.example:8443',
    authorization: `Basic ${Buffer.from('robot$scan:pass:word').toString('base64')}`,
  },
  artifact: {
    repository: 'team/app',
    digest,
    tag: '1.4',
    mime_type: 'application/vnd.oci.image.manifest.v1+json',
  },
};

const openssl: Vulnerability = {
  id: 'CVE-2026-0001',
  package: {
    type: 'deb',
    name: 'openssl',
    version: '3.0.1-1',
    purl: 'pkg:deb/debian/openssl@3.0.1-1',
    locations: [{ path: 'var/lib/dpkg/status' }],
  } as Vulnerability['package'],
  severity: 'high',
  fixed: ['3.0.1-2', '3.0.2-1'],
  status: 'fixed',
  facts: {
    id: 'CVE-2026-0001',
    aliases: [],
    title: 'Something is read beyond its end',
    severities: {},
    cvss: { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', score: 7.5 },
    cwes: ['CWE-125'],
  },
  because: { advisory: 'x', source: 'debian', ecosystem: 'debian:12', name: 'openssl', version: '3.0.1-1' },
};

describe('what the adapter says of itself', () => {
  it('names what it reads and makes, and how new its advisories are', () => {
    const metadata = harborMetadata({ version: '1.0.0', databaseUpdatedAt: '2026-06-01T00:00:00Z' });
    expect(metadata).toMatchObject({
      scanner: { name: 'Hwaseong', version: '1.0.0' },
      capabilities: [
        { type: 'vulnerability', produces_mime_types: ['application/vnd.security.vulnerability.report; version=1.1'] },
        { type: 'sbom' },
      ],
      properties: { 'harbor.scanner-adapter/vulnerability-database-updated-at': '2026-06-01T00:00:00Z' },
    });
  });
});

describe('a request to scan', () => {
  it('names an image by its digest, and the account to pull it by', () => {
    expect(harborTarget(request)).toEqual({
      registry: 'harbor.example:8443',
      reference: `harbor.example:8443/team/app@${digest}`,
      plainHttp: false,
      credential: { username: 'robot$scan', password: 'pass:word' },
      wants: { vulnerabilities: true, sbom: true },
      artifact: request.artifact,
    });
  });

  it('may want one thing alone, and need no account', () => {
    const { authorization: _, ...registry } = request.registry;
    const target = harborTarget({ ...request, registry, enabled_capabilities: [{ type: 'sbom' }] });
    expect(target).toMatchObject({ wants: { vulnerabilities: false, sbom: true } });
    expect(target).not.toHaveProperty('credential');
  });

  it.each<[string, number, Json]>([
    ['no object', 400, []],
    ['no artifact', 422, { registry: request.registry }],
    ['an address that is none', 422, { ...request, registry: { url: 'file:///etc/passwd' } }],
    ['an address with an account in it', 422, { ...request, registry: { url: 'https://a:b@harbor.example' } }],
    ['a repository that leads elsewhere', 422, { ...request, artifact: { ...request.artifact, repository: '../x' } }],
    ['no digest', 422, { ...request, artifact: { ...request.artifact, digest: 'latest' } }],
    [
      'a token in place of an account',
      422,
      { ...request, registry: { ...request.registry, authorization: 'Bearer x' } },
    ],
    [
      'a chart',
      501,
      { ...request, artifact: { ...request.artifact, mime_type: 'application/vnd.cncf.helm.config.v1+json' } },
    ],
    ['something else than a scan', 501, { ...request, enabled_capabilities: [{ type: 'taste' }] }],
  ])('is refused: %s', (_name, status, body) => {
    expect(harborTarget(body)).toMatchObject({ status, error: { error: { message: expect.any(String) } } });
  });

  it('is a target or a refusal, whatever comes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const answer = harborTarget(body as Json);
        expect(isHarborRefusal(answer) || answer.reference.includes('@sha')).toBe(true);
      }),
    );
  });
});

describe('which report is asked for', () => {
  it('stands in the header', () => {
    expect(harborReportWanted(harborTypes.vulnerabilities, undefined)).toEqual({ kind: 'vulnerabilities' });
    expect(harborReportWanted(undefined, undefined)).toEqual({ kind: 'vulnerabilities' });
    expect(harborReportWanted(harborTypes.sbom, 'application/spdx+json')).toEqual({
      kind: 'sbom',
      mediaType: 'application/spdx+json',
    });
    expect(harborReportWanted(harborTypes.sbom, undefined)).toMatchObject({ status: 400 });
    expect(harborReportWanted('text/html', undefined)).toMatchObject({ status: 501 });
  });
});

describe('the report', () => {
  const about = { version: '1.0.0', generatedAt: '2026-06-01T00:00:00Z' };
  const report = (matched: Matched) => harborReport(matched, { artifact: request.artifact }, about);

  it('lists each vulnerability with the version that mends it', () => {
    expect(report({ vulnerabilities: [openssl], unjudged: [] })).toMatchObject({
      generated_at: '2026-06-01T00:00:00Z',
      artifact: request.artifact,
      severity: 'High',
      vulnerabilities: [
        {
          id: 'CVE-2026-0001',
          package: 'openssl',
          version: '3.0.1-1',
          fix_version: '3.0.1-2',
          severity: 'High',
          description: 'Something is read beyond its end',
          links: ['https://nvd.nist.gov/vuln/detail/CVE-2026-0001'],
          preferred_cvss: { score_v3: 7.5, vector_v3: openssl.facts.cvss?.vector },
          cwe_ids: ['CWE-125'],
        },
      ],
    });
  });

  it('is not green for what nobody could judge', () => {
    expect(report({ vulnerabilities: [], unjudged: [] })).not.toHaveProperty('severity');
    const unjudged: Matched['unjudged'] = [{ ecosystem: 'x', code: 'no-feed', packages: 1, examples: [] }];
    expect(report({ vulnerabilities: [], unjudged })).toMatchObject({ severity: 'Unknown' });
  });
});

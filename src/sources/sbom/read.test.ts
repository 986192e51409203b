import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UnreadableFile } from '../files/errors.ts';
import { mayBeSbom, readSbom } from './index.ts';

const read = (document: object | string) =>
  readSbom(Buffer.from(typeof document === 'string' ? document : JSON.stringify(document)));

const cycloneDx = {
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  serialNumber: 'urn:uuid:00000000-0000-4000-8000-000000000000',
  metadata: { timestamp: '2026-11-28T00:00:00Z', component: { type: 'container', name: 'app', version: '1' } },
  components: [
    { type: 'operating-system', name: 'redhat', version: '9.4' },
    {
      type: 'library',
      'bom-ref': 'a',
      name: 'bash',
      purl: 'pkg:rpm/redhat/bash@5.1.8-9.el9?arch=x86_64&epoch=1&upstream=bash-5.1.8-9.el9.src.rpm',
      licenses: [{ license: { id: 'GPL-3.0-or-later' } }, { license: { name: 'other' } }],
      evidence: { occurrences: [{ location: 'var/lib/rpm' }] },
      components: [{ type: 'library', 'bom-ref': 'b', name: 'inner', purl: 'pkg:golang/example.com/Inner@v1.0.0' }],
    },
    { type: 'library', name: 'nameless' },
    { type: 'library', name: 'x', purl: 'pkg:unheard/of@1' },
  ],
  dependencies: [{ ref: 'a', dependsOn: ['b', 'c'] }],
};

describe('CycloneDX', () => {
  it('is read with components in components, edges and what could not be', () => {
    const { format, specVersion, id, name, bom } = read(cycloneDx);
    expect({ format, specVersion, id, name }).toEqual({
      format: 'cyclonedx',
      specVersion: '1.5',
      id: 'urn:uuid:00000000-0000-4000-8000-000000000000',
      name: 'app:1',
    });
    expect(bom.distribution).toEqual({ id: 'rhel', version: '9.4' });
    expect(bom.packages).toEqual([
      {
        type: 'rpm',
        name: 'bash',
        version: '1:5.1.8-9.el9',
        purl: cycloneDx.components[1]?.purl,
        arch: 'x86_64',
        source: { name: 'bash', version: '5.1.8-9.el9' },
        licenses: ['GPL-3.0-or-later', 'other'],
        locations: [{ path: 'var/lib/rpm' }],
        dependsOn: ['pkg:golang/example.com/Inner@v1.0.0'],
      },
      expect.objectContaining({ type: 'golang', version: 'v1.0.0' }),
    ]);
    expect(bom.unread.map(({ code }) => code)).toEqual(['no-purl', 'purl-unknown']);
  });

  it('is read in XML', () => {
    const { bom, specVersion } = read(`<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.4" serialNumber="urn:uuid:1" version="1"><components>
<component type="library" bom-ref="a"><name>one</name><version>1.0</version><purl>pkg:npm/one@1.0</purl>
<licenses><expression>MIT</expression></licenses></component>
<component type="library" bom-ref="b"><name>two</name><version>1.0</version><purl>pkg:npm/two@1.0</purl></component>
</components><dependencies><dependency ref="a"><dependency ref="b"/></dependency></dependencies></bom>`);
    expect(specVersion).toBe('1.4');
    expect(bom.packages[0]).toMatchObject({ name: 'one', licenses: ['MIT'], dependsOn: ['pkg:npm/two@1.0'] });
  });

  it.each([
    ['pkg:deb/debian/a@1?distro=debian-12', { id: 'debian', version: '12' }],
    ['pkg:apk/alpine/a@1?distro=3.19.1', { id: 'alpine', version: '3.19.1' }],
    ['pkg:deb/ubuntu/a@1?distro=jammy', { id: 'ubuntu', version: '', codename: 'jammy' }],
  ])('takes the distribution of %s', (purl, distribution) => {
    const { bom } = read({ bomFormat: 'CycloneDX', components: [{ type: 'library', purl }] });
    expect(bom.distribution).toEqual(distribution);
  });

  it('is found in what GitHub exports', () => {
    const packages = [
      {
        SPDXID: 'SPDXRef-1',
        name: 'npm:one',
        externalRefs: [{ referenceType: 'purl', referenceLocator: 'pkg:npm/one@1.0.0' }],
      },
    ];
    expect(read({ sbom: { SPDXID: 'SPDXRef-DOCUMENT', spdxVersion: 'SPDX-2.3', packages } }).bom.packages).toHaveLength(
      1,
    );
  });

  it('knows the first Amazon Linux by what it called itself', () => {
    const system = { type: 'operating-system', name: 'amazon', version: 'AMI release 2018.03' };
    expect(read({ bomFormat: 'CycloneDX', components: [system] }).bom.distribution?.version).toBe('2018.03');
  });

  it('tells that packages are of several distributions', () => {
    const purls = ['pkg:deb/debian/a@1?distro=debian-12', 'pkg:deb/ubuntu/b@1?distro=jammy'];
    const { bom } = read({ bomFormat: 'CycloneDX', components: purls.map((purl) => ({ type: 'library', purl })) });
    expect(bom.distribution).toEqual({ id: 'debian', version: '12' });
    expect(bom.unread[0]?.code).toBe('several-distributions');
  });
});

const tagValue = `SPDXVersion: SPDX-2.3
DocumentName: app
DocumentNamespace: https://example.com/app
PackageName: app
SPDXID: SPDXRef-app
PackageName: debian
SPDXID: SPDXRef-OperatingSystem-1
PackageVersion: 12
PackageName: one
SPDXID: SPDXRef-one
PackageLicenseDeclared: MIT
PackageComment: <text>ExternalRef: PACKAGE-MANAGER purl pkg:npm/other@1
and more</text>
PackageSourceInfo: built package from: src-one 1.0-1
ExternalRef: PACKAGE-MANAGER purl pkg:deb/debian/one@1.0-1?arch=amd64
PackageName: two
SPDXID: SPDXRef-two
ExternalRef: PACKAGE-MANAGER purl pkg:npm/two@2.0
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-app
Relationship: SPDXRef-one DEPENDS_ON SPDXRef-two
Relationship: SPDXRef-two DEV_DEPENDENCY_OF SPDXRef-app
`;

describe('SPDX', () => {
  it('is read in tags and values', () => {
    const { id, name, bom } = read(tagValue);
    expect({ id, name, distribution: bom.distribution }).toEqual({
      id: 'https://example.com/app',
      name: 'app',
      distribution: { id: 'debian', version: '12' },
    });
    expect(bom.packages).toMatchObject([
      { name: 'one', source: { name: 'src-one', version: '1.0-1' }, licenses: ['MIT'], dependsOn: ['pkg:npm/two@2.0'] },
      { name: 'two', development: true },
    ]);
    expect(bom.unread).toEqual([]);
  });
});

describe('an attestation', () => {
  it('names what the document is of', () => {
    const digest = '0'.repeat(64);
    const statement = {
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'registry.example/app', digest: { sha256: digest } }],
      predicateType: 'https://cyclonedx.org/bom',
      predicate: cycloneDx,
    };
    const envelope = {
      payloadType: 'application/vnd.in-toto+json',
      payload: Buffer.from(JSON.stringify(statement)).toString('base64'),
    };
    const lines = `${JSON.stringify({ other: 1 })}\n${JSON.stringify(envelope)}\n`;
    for (const document of [
      envelope,
      lines,
      { mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json', dsseEnvelope: envelope },
    ]) {
      const { name, bom } = read(document);
      expect(name).toBe(`registry.example/app@sha256:${digest}`);
      expect(bom.packages).toHaveLength(2);
    }
  });
});

describe('documents of strangers', () => {
  it('are read or refused', () => {
    const survives = (content: Buffer) => {
      try {
        readSbom(content);
      } catch (error) {
        expect(error).toBeInstanceOf(UnreadableFile);
      }
    };
    const whole = [JSON.stringify(cycloneDx), tagValue];
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => survives(Buffer.from(bytes))));
    fc.assert(
      fc.property(fc.constantFrom(...whole), fc.nat(2000), fc.string({ maxLength: 4 }), (text, at, put) => {
        survives(Buffer.from(text.slice(0, at) + put + text.slice(at + put.length)));
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        survives(Buffer.from(JSON.stringify({ bomFormat: 'CycloneDX', components: value, dependencies: value })));
        survives(Buffer.from(JSON.stringify({ spdxVersion: 'SPDX-2.3', packages: value, relationships: [value] })));
      }),
    );
    survives(Buffer.from('{"components":['.repeat(50_000)));
    survives(Buffer.from('<bom>'.repeat(50_000)));
    survives(Buffer.from(`SPDXVersion: x\n${'PackageName: <text>\n'.repeat(50_000)}`));
  });

  it('are told from what else is scanned by how they begin', () => {
    expect(mayBeSbom(Buffer.from(JSON.stringify(cycloneDx)))).toBe(true);
    expect(mayBeSbom(Buffer.from(tagValue))).toBe(true);
    expect(mayBeSbom(Buffer.from('PK\x03\x04'))).toBe(false);
  });
});

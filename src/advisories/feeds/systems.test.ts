import { describe, expect, it } from 'vitest';
import { almalinux } from './almalinux.ts';
import { alpineSecdb } from './alpine-secdb.ts';
import { amazon } from './amazon.ts';
import { debian } from './debian.ts';
import { osv } from './osv.ts';
import { oval } from './oval.ts';
import { redhat } from './redhat.ts';
import { readBy } from './testing.ts';
import { ubuntu } from './ubuntu.ts';
import { wolfi } from './wolfi.ts';

describe('Alpine', () => {
  it('mends ids by version; the version 0 mends what never was there', async () => {
    const yaml =
      'distroversion: v3.19\nreponame: main\npackages:\n- pkg:\n    name: a\n    secfixes:\n      1.10-r0:\n      - CVE-2030-1000 TALOS-2030-1\n      "0":\n      - CVE-2030-2000\n';
    const { advisories } = await readBy(alpineSecdb, { 'v3.19/main.yaml': yaml });
    expect(advisories.toSorted((one, other) => (one.id < other.id ? -1 : 1))).toEqual([
      {
        id: 'CVE-2030-1000',
        source: 'alpine-secdb',
        aliases: ['TALOS-2030-1'],
        affected: [{ ecosystem: 'alpine:3.19', name: 'a', ranges: [{ fixed: '1.10-r0' }] }],
      },
      {
        id: 'CVE-2030-2000',
        source: 'alpine-secdb',
        aliases: [],
        affected: [{ ecosystem: 'alpine:3.19', name: 'a', ranges: [], status: 'not-affected' }],
      },
    ]);
  });

  it('publishes the same as JSON, edge too', async () => {
    const json = JSON.stringify({ packages: [{ pkg: { name: 'a', secfixes: { '2-r1': ['CVE-2030-1000'] } } }] });
    expect((await readBy(alpineSecdb, { 'edge/community.json': json })).advisories[0]?.affected[0]).toMatchObject({
      ecosystem: 'alpine:edge',
    });
  });
});

describe('Wolfi', () => {
  const advisory = (...events: string[]) =>
    `package:\n  name: w\nadvisories:\n- id: CGA-1\n  aliases: [CVE-2030-1000, GHSA-aaaa-bbbb-cccc]\n  events:\n${events.join('')}`;
  const event = (day: number, type: string, data = '') =>
    `  - timestamp: 2030-01-0${day}T00:00:00Z\n    type: ${type}\n    data: {${data}}\n`;
  const judged = async (...events: string[]) =>
    (await readBy(wolfi, { 'w.advisories.yaml': advisory(...events) })).advisories[0]?.affected[0];

  it('is decided by the newest event, in whatever order they stand', async () => {
    expect(await judged(event(2, 'fixed', 'fixed-version: 1.2-r0'), event(1, 'detection'))).toEqual({
      ecosystem: 'wolfi',
      name: 'w',
      ranges: [{ fixed: '1.2-r0' }],
    });
    expect(
      await judged(event(1, 'fixed', 'fixed-version: 1.2-r0'), event(2, 'false-positive-determination')),
    ).toMatchObject({ status: 'not-affected', ranges: [] });
    expect(await judged(event(1, 'detection'), event(2, 'fix-not-planned'))).toMatchObject({ status: 'will-not-fix' });
    expect(await judged(event(1, 'pending-upstream-fix'))).toEqual({ ecosystem: 'wolfi', name: 'w', ranges: [] });
    expect(await judged(event(1, 'detection'))).toMatchObject({ status: 'under-investigation' });
  });
});

describe('Debian', () => {
  it('stands for CVEs by its bulletins, release by release', async () => {
    const list =
      '[29 Mar 2030] DSA-9000-1 pack - security update\n\t{CVE-2030-1000 CVE-2030-1001}\n\t[bullseye] - pack 2:1.20-1+deb11u6\n\t[buster] - pack <not-affected> (introduced later)\n\tNOTE: words\n[28 Mar 2030] DSA-8999-2 pack - regression update\n\t[bullseye] - pack 3\n';
    const { advisories, leftOut } = await readBy(debian, { 'DSA.list': list });
    expect(advisories).toEqual([
      {
        id: 'DSA-9000-1',
        source: 'debian',
        aliases: [],
        upstream: ['CVE-2030-1000', 'CVE-2030-1001'],
        title: 'pack - security update',
        published: '2030-03-29T00:00:00.000Z',
        affected: [
          { ecosystem: 'debian:11', name: 'pack', ranges: [{ fixed: '2:1.20-1+deb11u6' }] },
          { ecosystem: 'debian:10', name: 'pack', ranges: [], status: 'not-affected' },
        ],
      },
    ]);
    expect(leftOut).toEqual(['informational']);
  });

  it('tells of every vulnerability by its tracker', async () => {
    const releases = {
      bookworm: { status: 'resolved', fixed_version: '1.2-3', urgency: 'high' },
      trixie: { status: 'resolved', fixed_version: '0', urgency: 'unimportant' },
      bullseye: { status: 'open', urgency: 'low', nodsa_reason: 'ignored' },
      buster: { status: 'open', urgency: 'end-of-life' },
      sid: { status: 'undetermined', urgency: 'not yet assigned' },
    };
    const { advisories } = await readBy(debian, {
      'tracker.json': JSON.stringify({ pack: { 'CVE-2030-1000': { description: 'Text', releases } } }),
    });
    expect(advisories[0]?.affected).toEqual([
      { ecosystem: 'debian:12', name: 'pack', ranges: [{ fixed: '1.2-3' }], severity: 'high' },
      { ecosystem: 'debian:13', name: 'pack', ranges: [], status: 'not-affected', severity: 'info' },
      { ecosystem: 'debian:11', name: 'pack', ranges: [], status: 'will-not-fix', severity: 'low' },
      { ecosystem: 'debian:10', name: 'pack', ranges: [], status: 'end-of-life' },
      { ecosystem: 'debian:sid', name: 'pack', ranges: [], status: 'under-investigation' },
    ]);
  });
});

describe('AlmaLinux', () => {
  const bulletin = (id: string, summary: string, fixed: string) =>
    JSON.stringify({
      id,
      summary,
      related: ['CVE-2030-1000'],
      affected: [
        {
          package: { ecosystem: 'AlmaLinux:8', name: 'nodejs' },
          ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }],
        },
      ],
    });

  it('mends the CVEs that its bulletins relate to; what is no security update is left out', async () => {
    const { advisories, leftOut } = await readBy(almalinux, {
      'a.ndjson': [
        bulletin('ALSA-2030:1', 'Important: nodejs security update', '1:18-1.el8'),
        bulletin('ALBA-2030:2', 'nodejs bug fix update', '1:19-1.el8'),
      ].join('\n'),
    });
    expect(advisories).toHaveLength(1);
    expect(advisories[0]).toMatchObject({ upstream: ['CVE-2030-1000'], severity: 'high' });
    expect(leftOut).toEqual(['informational']);
  });

  it('says by a bulletin’s title which module stream a build is of', async () => {
    const modules = async (title: string) =>
      (
        await readBy(almalinux, { 'a.ndjson': bulletin('ALSA-2030:1', title, '1:18-1.module_el8.9.0+1+a') })
      ).advisories[0]?.affected.map(({ module }) => module);
    expect(await modules('Important: nodejs:18 security update')).toEqual(['nodejs:18']);
    expect(await modules('Moderate: virt:rhel and virt-devel:rhel security update')).toEqual([
      'virt:rhel',
      'virt-devel:rhel',
    ]);
    expect(await modules('Moderate: nodejs security update')).toEqual([undefined]);
  });
});

describe('names of releases in OSV', () => {
  it.each([
    ['Ubuntu:22.04:LTS', 'ubuntu:22.04'],
    ['Ubuntu:Pro:16.04:LTS', 'ubuntu:16.04'],
    ['Alpine:v3.20', 'alpine:3.20'],
    ['Rocky Linux:9', 'rocky:9'],
    ['Red Hat:enterprise_linux:9::appstream', 'rhel:9'],
    ['SUSE:Linux Enterprise Module for Basesystem 15 SP5', 'sles:15.5'],
    ['SUSE:Linux Enterprise Server 12 SP5', 'sles:12.5'],
    ['SUSE:Linux Enterprise Micro 5.3', 'sle-micro:5.3'],
    ['openSUSE:Leap 15.6', 'opensuse-leap:15.6'],
    ['openSUSE:Tumbleweed', 'opensuse-tumbleweed'],
    ['Azure Linux:3', 'azurelinux:3.0'],
    ['Azure Linux:2', 'mariner:2.0'],
    ['Photon OS:4.0', 'photon:4.0'],
    ['Wolfi', 'wolfi'],
    ['Maven:https://repo.example.com/', 'maven'],
  ])('%s is %s', async (named, ours) => {
    const record = {
      id: 'X-1',
      affected: [
        { package: { ecosystem: named, name: 'p' }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }] },
      ],
    };
    expect((await readBy(osv, { 'a.json': JSON.stringify(record) })).advisories[0]?.affected[0]?.ecosystem).toBe(ours);
  });

  it.each([
    'Red Hat:rhel_eus:9.4::baseos',
    'Red Hat:openshift:4.14::el9',
    'Debian',
    'Alpine',
    'Android',
    'SUSE:Package Hub 15 SP5',
  ])('%s is none of ours', async (named) => {
    const record = {
      id: 'X-1',
      affected: [
        { package: { ecosystem: named, name: 'p' }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }] },
      ],
    };
    expect((await readBy(osv, { 'a.json': JSON.stringify(record) })).leftOut).toEqual(['not-covered']);
  });

  it('take what Ubuntu mends for subscribers only where it mends it for nobody else', async () => {
    const one = (ecosystem: string, fixed: string) => ({
      package: { ecosystem, name: 'p' },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }],
    });
    const record = {
      id: 'UBUNTU-CVE-2030-1000',
      upstream: ['CVE-2030-1000'],
      affected: [
        one('Ubuntu:Pro:18.04:LTS', '1esm'),
        one('Ubuntu:18.04:LTS', '1'),
        one('Ubuntu:Pro:16.04:LTS', '2esm'),
        { package: { ecosystem: 'Ubuntu:20.04:LTS', name: 'p' }, ranges: [{ events: [{ introduced: '0' }] }] },
        one('Ubuntu:Pro:20.04:LTS', '3esm'),
      ],
    };
    const { advisories } = await readBy(ubuntu, { 'a.json': JSON.stringify(record) });
    expect(advisories[0]?.affected.map(({ ecosystem, ranges }) => [ecosystem, ranges[0]?.fixed])).toEqual([
      ['ubuntu:18.04', '1'],
      ['ubuntu:16.04', '2esm'],
      ['ubuntu:20.04', '3esm'],
    ]);
  });

  it('take of SUSE what is built of the source package that the record names', async () => {
    const record = {
      id: 'SUSE-SU-2030:1000-1',
      related: ['CVE-2030-1000'],
      affected: [
        {
          package: { ecosystem: 'SUSE:Linux Enterprise Module for Basesystem 15 SP6', name: 'p-1_1' },
          ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1-2.1' }] }],
          ecosystem_specific: { binaries: [{ libp1_1: '1-2.1', 'p-tools': '1-2.1' }] },
        },
      ],
    };
    const { advisories } = await readBy(osv, { 'a.json': JSON.stringify(record) });
    expect(advisories[0]?.affected.map(({ name, ranges }) => [name, ranges[0]?.fixed])).toEqual([
      ['libp1_1', '1-2.1'],
      ['p-tools', '1-2.1'],
    ]);
  });
});

const ovalDocument = (definition: string) => `<?xml version="1.0"?>
<oval_definitions xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5" xmlns:red-def="urn:x"><definitions>${definition}</definitions>
<tests>
<red-def:rpminfo_test id="t:1"><red-def:object object_ref="o:1"/><red-def:state state_ref="s:1"/></red-def:rpminfo_test>
<red-def:rpminfo_test id="t:2"><red-def:object object_ref="o:2"/><red-def:state state_ref="s:2"/></red-def:rpminfo_test>
<red-def:rpminfo_test id="t:3"><red-def:object object_ref="o:1"/></red-def:rpminfo_test>
</tests><objects>
<red-def:rpminfo_object id="o:1"><red-def:name>openssl</red-def:name></red-def:rpminfo_object>
<red-def:rpminfo_object id="o:2"><red-def:name>oraclelinux-release</red-def:name></red-def:rpminfo_object>
</objects><states>
<red-def:rpminfo_state id="s:1"><red-def:evr datatype="evr_string" operation="less than">1:3.0-9.el9</red-def:evr><red-def:arch operation="pattern match">x86_64|aarch64</red-def:arch></red-def:rpminfo_state>
<red-def:rpminfo_state id="s:2"><red-def:version operation="pattern match">^9</red-def:version></red-def:rpminfo_state>
</states></oval_definitions>`;

const ovalMetadata = (references: string) =>
  `<metadata><title>ELSA-2030-1: openssl security update (IMPORTANT)</title><affected family="unix"><platform>Oracle Linux 9</platform></affected>${references}<advisory><severity>IMPORTANT</severity><cve>CVE-2030-1000</cve><issued date="2030-01-01"/></advisory></metadata>`;

describe('OVAL', () => {
  it('gives the packages that a definition compares, in the releases that it asks for', async () => {
    const definition = `<definition id="d:1" class="patch">${ovalMetadata('<reference source="elsa" ref_id="ELSA-2030-1" ref_url="https://example.com/e"/><reference source="CVE" ref_id="CVE-2030-1000"/>')}
      <criteria operator="AND"><criterion test_ref="t:2" comment="Oracle Linux 9 is installed"/><criteria operator="OR"><criterion test_ref="t:1" comment="openssl is earlier than 1:3.0-9.el9"/></criteria></criteria></definition>`;
    const { advisories, rejected } = await readBy(oval, { 'a.xml': ovalDocument(definition) });
    expect(rejected).toEqual([]);
    expect(advisories).toMatchObject([
      {
        id: 'ELSA-2030-1',
        upstream: ['CVE-2030-1000'],
        severity: 'high',
        affected: [
          {
            ecosystem: 'ol:9',
            name: 'openssl',
            ranges: [{ fixed: '1:3.0-9.el9' }],
            arches: ['x86_64', 'aarch64'],
            severity: 'high',
          },
        ],
      },
    ]);
  });

  it('takes "is installed" for affected without a fix, and what is negated for nothing', async () => {
    const definition = `<definition id="d:1" class="vulnerability">${ovalMetadata('<reference source="CVE" ref_id="CVE-2030-1000"/>')}
      <criteria><criterion test_ref="t:3" comment="openssl is installed"/><criterion negate="true" test_ref="t:1" comment="x"/></criteria></definition>`;
    expect((await readBy(oval, { 'a.xml': ovalDocument(definition) })).advisories[0]).toMatchObject({
      id: 'CVE-2030-1000',
      affected: [{ name: 'openssl', ranges: [] }],
    });
  });

  it('that is cut, or has entities of its own, is no feed', async () => {
    await expect(readBy(oval, { 'a.xml': ovalDocument('').slice(0, 300) })).rejects.toThrow('ends early');
    await expect(
      readBy(oval, { 'a.xml': '<!DOCTYPE a [<!ENTITY b "c">]><a><definition>&b;</definition></a>' }),
    ).rejects.toThrow('is no XML');
  });
});

describe('updateinfo', () => {
  it('gives security updates with the packages of all architectures', async () => {
    const update = (
      type: string,
      id: string,
    ) => `<update type="${type}"><id>${id}</id><title>Amazon</title><severity>medium</severity><issued date="2030-01-01 10:00:00"/>
      <references><reference href="https://example.com/c" id="CVE-2030-1000" type="cve"/></references>
      <pkglist><collection short="x"><name>n</name><package arch="x86_64" epoch="1" name="curl" version="8.1" release="2.amzn2023"/><package arch="aarch64" epoch="1" name="curl" version="8.1" release="2.amzn2023"/></collection></pkglist></update>`;
    const xml = `<updates>${update('security', 'ALAS2023-2030-001')}${update('bugfix', 'ALAS2023-2030-002')}${update('security', 'ALAS-2030-3')}</updates>`;
    const { advisories, leftOut } = await readBy(amazon, { 'updateinfo.xml': xml });
    expect(advisories[0]).toMatchObject({
      id: 'ALAS2023-2030-001',
      source: 'amazon',
      upstream: ['CVE-2030-1000'],
      affected: [
        {
          ecosystem: 'amzn:2023',
          name: 'curl',
          ranges: [{ fixed: '1:8.1-2.amzn2023' }],
          arches: ['x86_64', 'aarch64'],
          severity: 'medium',
        },
      ],
    });
    expect(advisories[1]?.affected[0]?.ecosystem).toBe('amzn:2018.03');
    expect(leftOut).toEqual(['informational']);
  });
});

describe('Red Hat’s VEX documents', () => {
  it('say of each product where it stands', async () => {
    const product = (id: string, helper: object) => ({
      category: 'product_version',
      name: id,
      product: { product_id: id, name: id, product_identification_helper: helper },
    });
    const in9 = (id: string) => ({
      category: 'default_component_of',
      full_product_name: { product_id: `BaseOS-9:${id}`, name: id },
      product_reference: id,
      relates_to_product_reference: 'BaseOS-9',
    });
    const csaf = {
      document: {
        tracking: { id: 'CVE-2030-1000', current_release_date: '2030-01-02T00:00:00Z' },
        aggregate_severity: { text: 'Important' },
      },
      product_tree: {
        branches: [
          {
            category: 'vendor',
            name: 'Red Hat',
            branches: [
              product('BaseOS-9', { cpe: 'cpe:/o:redhat:enterprise_linux:9::baseos' }),
              product('EUS-9', { cpe: 'cpe:/o:redhat:rhel_eus:9.4::baseos' }),
              product('openssl-1:3.0-9.el9.x86_64', { purl: 'pkg:rpm/redhat/openssl@3.0-9.el9?arch=x86_64&epoch=1' }),
              product('openssl-1:3.0-9.el9.src', { purl: 'pkg:rpm/redhat/openssl@3.0-9.el9?arch=src&epoch=1' }),
              product('edk2', { purl: 'pkg:rpm/redhat/edk2' }),
              product('mingw', { purl: 'pkg:rpm/redhat/mingw' }),
              product('nodejs:18/nodejs', { purl: 'pkg:rpm/redhat/nodejs' }),
            ],
          },
        ],
        relationships: [
          'openssl-1:3.0-9.el9.x86_64',
          'openssl-1:3.0-9.el9.src',
          'edk2',
          'mingw',
          'nodejs:18/nodejs',
        ].map(in9),
      },
      vulnerabilities: [
        {
          cve: 'CVE-2030-1000',
          product_status: {
            fixed: ['BaseOS-9:openssl-1:3.0-9.el9.x86_64', 'BaseOS-9:openssl-1:3.0-9.el9.src'],
            known_affected: ['BaseOS-9:edk2', 'BaseOS-9:nodejs:18/nodejs'],
            known_not_affected: ['BaseOS-9:mingw'],
          },
          remediations: [
            { category: 'no_fix_planned', product_ids: ['BaseOS-9:edk2'] },
            {
              category: 'no_fix_planned',
              details: 'Out of support scope',
              product_ids: ['BaseOS-9:nodejs:18/nodejs'],
            },
          ],
          threats: [{ category: 'impact', details: 'Low', product_ids: ['BaseOS-9:edk2'] }],
        },
      ],
    };
    const { advisories } = await readBy(redhat, { 'cve-2030-1000.json': JSON.stringify(csaf) });
    expect(advisories).toMatchObject([{ id: 'CVE-2030-1000', source: 'redhat', severity: 'high' }]);
    expect(advisories[0]?.affected).toEqual([
      { ecosystem: 'rhel:9', name: 'openssl', ranges: [{ fixed: '1:3.0-9.el9' }], arches: ['x86_64'] },
      { ecosystem: 'rhel:9', name: 'edk2', ranges: [], status: 'will-not-fix', severity: 'low' },
      { ecosystem: 'rhel:9', name: 'nodejs', ranges: [], status: 'end-of-life', module: 'nodejs:18' },
      { ecosystem: 'rhel:9', name: 'mingw', ranges: [], status: 'not-affected' },
    ]);
  });
});

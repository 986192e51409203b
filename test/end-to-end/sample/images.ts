import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type Made, tarOf } from '../../../src/sources/files/tar.fixture.ts';

/** Where the company keeps the images of its shop. */
export const REGISTRY = 'registry.haneul-mall.example';

/** An image as a registry keeps it. */
export interface BuiltImage {
  repository: string;
  tags: readonly string[];
  /** Blobs by digest. */
  blobs: ReadonlyMap<string, Buffer>;
  manifest: Buffer;
  digest: string;
}

interface Recipe {
  repository: string;
  tags: readonly string[];
  /** Layers with the step that made each. */
  layers: readonly { step: string; files: readonly Made[] }[];
  config: Record<string, unknown>;
  /** When it was built, ISO 8601. */
  created: string;
}

const manifestType = 'application/vnd.oci.image.manifest.v1+json';

/** The company's images by what they are for. */
export type Images = Record<'web' | 'orders' | 'payments', BuiltImage>;

/** All images of the company, the same bytes in every recording made at a day. */
export function buildImages(now: Date): Images {
  const day = Math.floor(now.getTime() / 86_400_000) * 86_400_000;
  const daysAgo = (days: number) => new Date(day - days * 86_400_000 + 5 * 3_600_000).toISOString();
  return { web: build(web(daysAgo(212))), orders: build(orders(daysAgo(640))), payments: build(payments(daysAgo(9))) };
}

/** The shop window: Python on Debian 11, not brought up to date since its release. */
function web(created: string): Recipe {
  return {
    repository: 'shop/web',
    tags: ['1.4.2', 'latest'],
    created,
    layers: [
      {
        step: '/bin/sh -c #(nop) ADD file:8c1e in / ',
        files: [
          file('etc/os-release', osRelease('Debian GNU/Linux 11 (bullseye)', 'debian', '11', 'bullseye')),
          file('etc/debian_version', '11.0\n'),
          ...accounts('root:x:0:0:root:/root:/bin/bash', 'www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin'),
          file('var/lib/dpkg/status', dpkgStatus(debian)),
          { name: 'usr/bin/passwd', content: 'x', mode: 0o4755 },
          { name: 'bin/su', content: 'x', mode: 0o4755 },
        ],
      },
      {
        step: 'RUN /bin/sh -c apt-get update && apt-get install -y curl nginx python3 # buildkit',
        files: [file('var/lib/apt/lists/deb.debian.org_debian_dists_bullseye_InRelease', 'x')],
      },
      {
        step: 'RUN /bin/sh -c pip install -r requirements.txt # buildkit',
        files: pythonPackages({
          celery: '5.1.2',
          certifi: '2021.5.30',
          cryptography: '3.4.7',
          Django: '3.2.4',
          gunicorn: '20.1.0',
          idna: '2.10',
          Jinja2: '2.11.2',
          lxml: '4.6.2',
          Pillow: '8.3.1',
          PyYAML: '5.3.1',
          requests: '2.25.1',
          sqlparse: '0.4.1',
          urllib3: '1.26.4',
        }),
      },
      {
        step: 'COPY . /srv/shop # buildkit',
        files: [
          file('srv/shop/manage.py', 'import django\n'),
          file('srv/shop/.env', 'DEBUG=1\nDJANGO_SECRET_KEY=sample-only-sample-only-sample-only\n'),
        ],
      },
    ],
    config: {
      Env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'DB_HOST=orders-db', 'DB_PASSWORD=Sample-only-1!'],
      ExposedPorts: { '8000/tcp': {} },
      Cmd: ['gunicorn', 'shop.wsgi'],
      WorkingDir: '/srv/shop',
    },
  };
}

/** Orders: Ruby on an Alpine that ended years ago. */
function orders(created: string): Recipe {
  return {
    repository: 'shop/orders',
    tags: ['2.1.0'],
    created,
    layers: [
      {
        step: '/bin/sh -c #(nop) ADD file:d48c in / ',
        files: [
          file(
            'etc/os-release',
            'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.11.3\nPRETTY_NAME="Alpine Linux v3.11"\n',
          ),
          file('etc/alpine-release', '3.11.3\n'),
          ...accounts('root:x:0:0:root:/root:/bin/ash', 'app:x:1000:1000::/srv:/bin/ash'),
          file('lib/apk/db/installed', apkInstalled(alpine)),
        ],
      },
      {
        step: 'RUN /bin/sh -c bundle install # buildkit',
        files: rubyGems({
          actionpack: '6.0.2.1',
          activerecord: '6.0.2.1',
          'jquery-rails': '4.3.5',
          json: '2.2.0',
          loofah: '2.4.0',
          nokogiri: '1.10.7',
          puma: '4.3.1',
          rack: '2.0.8',
          'rails-html-sanitizer': '1.3.0',
        }),
      },
    ],
    config: {
      User: 'app',
      Env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'RAILS_ENV=production'],
      Cmd: ['puma'],
      WorkingDir: '/srv',
      Labels: { 'org.opencontainers.image.version': '2.1.0' },
    },
  };
}

/** Payments: small, recent, signed, with what it is made of and where it was built attested. */
function payments(created: string): Recipe {
  return {
    repository: 'shop/payments',
    tags: ['3.0.1'],
    created,
    layers: [
      {
        step: 'apko',
        files: [
          file('etc/os-release', 'ID=wolfi\nNAME="Wolfi"\nPRETTY_NAME="Wolfi"\nVERSION_ID="20230201"\n'),
          ...accounts('root:x:0:0:root:/root:/sbin/nologin', 'nonroot:x:65532:65532::/home/nonroot:/sbin/nologin'),
          file('lib/apk/db/installed', apkInstalled(wolfi)),
          { name: 'srv/payments', content: 'x', mode: 0o755 },
        ],
      },
    ],
    config: {
      User: '65532',
      Env: ['PATH=/usr/bin'],
      Entrypoint: ['/usr/bin/node', '/srv/payments'],
      Healthcheck: { Test: ['CMD', '/usr/bin/node', '/srv/health.js'], Interval: 30_000_000_000 },
      Labels: {
        'org.opencontainers.image.source': 'https://git.haneul-mall.example/shop/payments',
        'org.opencontainers.image.revision': '5f0d6c1e9ab34a7f8e2d4b6c8a0f1e3d5c7b9a12',
        'org.opencontainers.image.version': '3.0.1',
      },
    },
  };
}

function build({ repository, tags, layers, config, created }: Recipe): BuiltImage {
  const blobs = new Map<string, Buffer>();
  const put = (bytes: Buffer, mediaType: string) => {
    const digest = digestOf(bytes);
    blobs.set(digest, bytes);
    return { mediaType, digest, size: bytes.length };
  };
  const tars = layers.map(({ files }) => tarOf(...files));
  const packed = tars.map((tar) => put(gzipSync(tar), 'application/vnd.oci.image.layer.v1.tar+gzip'));
  const whole = {
    ...{ created, os: 'linux', architecture: 'amd64', config },
    rootfs: { type: 'layers', diff_ids: tars.map(digestOf) },
    history: layers.map(({ step }) => ({ created, created_by: step })),
  };
  const described = put(Buffer.from(JSON.stringify(whole)), 'application/vnd.oci.image.config.v1+json');
  const manifest = Buffer.from(
    JSON.stringify({ schemaVersion: 2, mediaType: manifestType, config: described, layers: packed }),
  );
  return { repository, tags, blobs, manifest, digest: digestOf(manifest) };
}

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

const file = (name: string, content: string): Made => ({ name, content });

function osRelease(pretty: string, id: string, version: string, codename: string): string {
  return `PRETTY_NAME="${pretty}"\nID=${id}\nVERSION_ID="${version}"\nVERSION_CODENAME=${codename}\n`;
}

function accounts(...lines: string[]): Made[] {
  const shadow = lines.map((line) => `${line.split(':')[0]}:*:19000:0:99999:7:::\n`);
  return [
    file('etc/passwd', lines.map((line) => `${line}\n`).join('')),
    { name: 'etc/shadow', content: shadow.join(''), mode: 0o640 },
  ];
}

/** Packages of Debian 11.0: name, version, and the source package where it is called otherwise. */
export const debian: readonly (readonly [name: string, version: string, source?: string])[] = [
  ['apt', '2.2.4'],
  ['base-files', '11.1'],
  ['bash', '5.1-2+b3', 'bash (5.1-2)'],
  ['coreutils', '8.32-4+b1', 'coreutils (8.32-4)'],
  ['curl', '7.74.0-1.3'],
  ['dpkg', '1.20.9'],
  ['gzip', '1.10-4'],
  ['libc6', '2.31-13', 'glibc'],
  ['libcurl4', '7.74.0-1.3', 'curl'],
  ['libexpat1', '2.2.10-2', 'expat'],
  ['libfreetype6', '2.10.4+dfsg-1', 'freetype'],
  ['libgnutls30', '3.7.1-5', 'gnutls28'],
  ['libgssapi-krb5-2', '1.18.3-6', 'krb5'],
  ['libksba8', '1.5.0-3', 'libksba'],
  ['libldap-2.4-2', '2.4.57+dfsg-3', 'openldap'],
  ['liblzma5', '5.2.5-2', 'xz-utils'],
  ['libpcre2-8-0', '10.36-2', 'pcre2'],
  ['libsasl2-2', '2.1.27+dfsg-2.1', 'cyrus-sasl2'],
  ['libssl1.1', '1.1.1k-1', 'openssl'],
  ['libtiff5', '4.2.0-1', 'tiff'],
  ['libxml2', '2.9.10+dfsg-6.7'],
  ['nginx', '1.18.0-6.1'],
  ['openssl', '1.1.1k-1'],
  ['perl-base', '5.32.1-4', 'perl'],
  ['python3.9', '3.9.2-1'],
  ['tar', '1.34+dfsg-1'],
  ['zlib1g', '1:1.2.11.dfsg-2', 'zlib'],
];

export function dpkgStatus(packages: typeof debian): string {
  return packages
    .map(([name, version, source]) =>
      [
        `Package: ${name}`,
        'Status: install ok installed',
        'Architecture: amd64',
        ...(source === undefined ? [] : [`Source: ${source}`]),
        `Version: ${version}`,
        '',
        '',
      ].join('\n'),
    )
    .join('');
}

/** Packages of Alpine 3.11.3 and of Wolfi: name, version, origin, licence. */
type Apk = readonly [name: string, version: string, origin: string, licence: string];

const alpine: readonly Apk[] = [
  ['alpine-baselayout', '3.2.0-r3', 'alpine-baselayout', 'GPL-2.0-only'],
  ['apk-tools', '2.10.4-r3', 'apk-tools', 'GPL-2.0-only'],
  ['busybox', '1.31.1-r8', 'busybox', 'GPL-2.0-only'],
  ['ca-certificates', '20191127-r0', 'ca-certificates', 'MPL-2.0'],
  ['curl', '7.66.0-r0', 'curl', 'MIT'],
  ['libcrypto1.1', '1.1.1d-r2', 'openssl', 'OpenSSL'],
  ['libssl1.1', '1.1.1d-r2', 'openssl', 'OpenSSL'],
  ['libxml2', '2.9.9-r3', 'libxml2', 'MIT'],
  ['musl', '1.1.24-r0', 'musl', 'MIT'],
  ['ruby', '2.6.5-r2', 'ruby', 'Ruby'],
  ['sqlite-libs', '3.30.1-r0', 'sqlite', 'blessing'],
  ['zlib', '1.2.11-r3', 'zlib', 'Zlib'],
];

const wolfi: readonly Apk[] = [
  ['ca-certificates-bundle', '20240315-r3', 'ca-certificates', 'MPL-2.0'],
  ['glibc', '2.39-r5', 'glibc', 'LGPL-2.1-or-later'],
  ['libcrypto3', '3.3.0-r8', 'openssl', 'Apache-2.0'],
  ['libssl3', '3.3.0-r8', 'openssl', 'Apache-2.0'],
  ['nodejs-22', '22.2.0-r0', 'nodejs-22', 'MIT'],
  ['wolfi-baselayout', '20230201-r12', 'wolfi-baselayout', 'MIT'],
  ['zlib', '1.3.1-r2', 'zlib', 'Zlib'],
];

function apkInstalled(packages: readonly Apk[]): string {
  return packages
    .map(([name, version, origin, licence]) => `P:${name}\nV:${version}\nA:x86_64\nL:${licence}\no:${origin}\n\n`)
    .join('');
}

function pythonPackages(packages: Readonly<Record<string, string>>): Made[] {
  return Object.entries(packages).map(([name, version]) =>
    file(
      `usr/local/lib/python3.9/site-packages/${name}-${version}.dist-info/METADATA`,
      `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
    ),
  );
}

function rubyGems(gems: Readonly<Record<string, string>>): Made[] {
  return Object.entries(gems).map(([name, version]) =>
    file(
      `usr/lib/ruby/gems/2.6.0/specifications/${name}-${version}.gemspec`,
      `Gem::Specification.new do |s|\n  s.name = "${name}".freeze\n  s.version = "${version}"\n  s.licenses = ["MIT".freeze]\nend\n`,
    ),
  );
}

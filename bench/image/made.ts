import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type Made, tarOf } from '../../src/sources/files/tar.fixture.ts';
import { seededRandom } from '../benchmark.ts';

const MB = 1024 * 1024;
const words =
  'the of data node error value return function import const export default string number object class path file'.split(
    ' ',
  );

/**
 * Writes an archive as of `docker save`, its layers packed by gzip: a Debian with its packages and what they install, and above it an
 * application with packages of Node.js and Python. The same bytes each time. Gives the bytes of its files.
 */
export function writeImage(
  file: string,
  bytes: number,
  packages: number,
): { unpacked: number; packed: number; files: number } {
  const random = seededRandom(7);
  const system = Math.round(packages * 0.8);
  const layers = [
    tarOf(...debian(system, bytes * 0.75, random)),
    tarOf(...application(packages - system, bytes * 0.25, random)),
  ];
  const packed = layers.map((layer) => gzipSync(layer));
  const digestOf = (layer: Buffer) => `sha256:${createHash('sha256').update(layer).digest('hex')}`;
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    config: { Cmd: ['node', 'server.js'] },
    rootfs: { type: 'layers', diff_ids: layers.map(digestOf) },
    history: layers.map(() => ({ created_by: 'RUN make' })),
  });
  const names = packed.map((_, index) => `${index}/layer.tar`);
  const manifest = JSON.stringify([{ Config: 'config.json', RepoTags: ['example/bench:1'], Layers: names }]);
  const archive = tarOf(
    { name: 'config.json', content: config },
    { name: 'manifest.json', content: manifest },
    ...packed.map((content, index) => ({ name: names[index] as string, content })),
  );
  writeFileSync(file, archive);
  const unpacked = layers.reduce((sum, layer) => sum + layer.length, 0);
  return { unpacked, packed: archive.length, files };
}

let files = 0;

function* counted(made: Iterable<Made>): Generator<Made> {
  for (const one of made) {
    files += 1;
    yield one;
  }
}

function debian(packages: number, bytes: number, random: () => number): Made[] {
  const each = bytes / packages;
  const made: Made[] = [
    { name: 'usr/lib/os-release', content: 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12"\n' },
    { name: 'etc/passwd', content: 'root:x:0:0:root:/root:/bin/bash\n' },
  ];
  const stanzas: string[] = [];
  for (let number = 0; number < packages; number += 1) {
    const name = `package-${number}`;
    stanzas.push(
      `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nSource: source-${number % 200}\nVersion: 1.${number}-2\nDescription: ${text(300, random)}\n`,
    );
    const program = `usr/bin/${name}`;
    const library = `usr/lib/x86_64-linux-gnu/lib${name}.so.1`;
    const docs = Array.from({ length: 12 }, (_, index) => `usr/share/doc/${name}/part-${index}.txt`);
    made.push({ name: program, content: binary(each * 0.3, random), mode: 0o755 });
    made.push({ name: library, content: binary(each * 0.5, random) });
    for (const doc of docs) made.push({ name: doc, content: text((each * 0.2) / docs.length, random) });
    const list = [program, library, ...docs].map((path) => `/${path}`).join('\n');
    made.push({ name: `var/lib/dpkg/info/${name}.list`, content: `${list}\n` });
  }
  made.push({ name: 'var/lib/dpkg/status', content: stanzas.join('\n') });
  return [...counted(made)];
}

function application(packages: number, bytes: number, random: () => number): Made[] {
  const each = bytes / packages;
  const made: Made[] = [];
  for (let number = 0; number < packages; number += 1) {
    const name = `module-${number}`;
    const parts = Array.from({ length: 25 }, (_, index) => index);
    if (number % 5 === 0) {
      const folder = 'usr/lib/python3/dist-packages';
      made.push({
        name: `${folder}/${name}-2.${number}.dist-info/METADATA`,
        content: `Name: ${name}\nVersion: 2.${number}\n`,
      });
      for (const part of parts) made.push({ name: `${folder}/${name}/m${part}.py`, content: text(each / 25, random) });
    } else {
      const folder = `app/node_modules/${name}`;
      made.push({
        name: `${folder}/package.json`,
        content: JSON.stringify({ name, version: `3.${number}.0`, license: 'MIT' }),
      });
      for (const part of parts) made.push({ name: `${folder}/lib/${part}.js`, content: text(each / 25, random) });
    }
  }
  return [...counted(made)];
}

/** Words: packed to about a quarter. */
function text(bytes: number, random: () => number): string {
  const parts: string[] = [];
  for (let length = 0; length < bytes; ) {
    const word = words[Math.floor(random() * words.length)] as string;
    const part = random() < 0.1 ? `${word}${Math.floor(random() * 10_000)};\n` : `${word} `;
    parts.push(part);
    length += part.length;
  }
  return parts.join('');
}

/** What begins as an executable does and is packed to about half. */
function binary(bytes: number, random: () => number): Buffer {
  const made = Buffer.alloc(Math.min(Math.round(bytes), 64 * MB));
  for (let at = 0; at < made.length; at += 4)
    if (at % 64 < 28) made.writeUInt32LE(Math.floor(random() * 2 ** 32), Math.min(at, made.length - 4));
  Buffer.from('7f454c46020101', 'hex').copy(made);
  return made;
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface StoredBlob {
  content: Buffer;
  type: 'BlockBlob' | 'AppendBlob';
  written: Date;
  tier: string;
}

/** A server that answers List Blobs and Get Blob of Azure's Blob service for one container, from memory, page by page. */
export class BlobContainer {
  readonly blobs = new Map<string, StoredBlob>();
  /** Bytes asked for, by blob: `name from-`. */
  readonly reads: string[] = [];
  readonly listed: string[] = [];
  /** Answers with that status instead. */
  refuse: { status: number; code: string } | undefined;
  pageSize = 2;
  readonly #server: Server;

  readonly name: string;

  constructor(name: string) {
    this.name = name;
    this.#server = createServer((request, response) => this.#answer(request, response)).listen(0, '127.0.0.1');
  }

  async address(): Promise<string> {
    if (!this.#server.listening) await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/examplelogs`;
  }

  put(name: string, content: string | Buffer, more: Partial<Omit<StoredBlob, 'content'>> = {}): void {
    const kept = this.blobs.get(name);
    this.blobs.set(name, {
      ...(kept ?? { type: 'BlockBlob', tier: 'Hot', written: new Date() }),
      ...more,
      content: Buffer.from(content),
    });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', 'http://127.0.0.1');
    const name = decodeURIComponent(url.pathname).replace(`/examplelogs/${this.name}`, '').replace(/^\//, '');
    const blob = this.blobs.get(name);
    if (this.refuse) error(response, this.refuse.status, this.refuse.code);
    else if (
      url.searchParams.get('sig') === null &&
      !/^SharedKey examplelogs:/.test(request.headers.authorization ?? '')
    )
      error(response, 403, 'AuthenticationFailed');
    else if (url.searchParams.get('comp') === 'list') this.#list(url.searchParams, response);
    else if (blob === undefined) error(response, 404, 'BlobNotFound');
    else
      this.#read(name, blob, String(request.headers['x-ms-range'] ?? request.headers['range'] ?? 'bytes=0-'), response);
  }

  #list(asked: URLSearchParams, response: ServerResponse): void {
    const prefix = asked.get('prefix') ?? '';
    const delimiter = asked.get('delimiter');
    this.listed.push(prefix);
    const entries = new Map<string, string>();
    for (const [name, blob] of [...this.blobs].sort(([one], [other]) => (one < other ? -1 : 1))) {
      if (!name.startsWith(prefix)) continue;
      const end = delimiter === null ? -1 : name.indexOf(delimiter, prefix.length);
      if (end === -1) entries.set(name, blobXml(name, blob));
      else entries.set(name.slice(0, end + 1), `<BlobPrefix><Name>${name.slice(0, end + 1)}</Name></BlobPrefix>`);
    }
    const from = Number(asked.get('marker') || 0);
    const page = [...entries.values()].slice(from, from + this.pageSize).join('');
    const next = from + this.pageSize < entries.size ? String(from + this.pageSize) : '';
    response
      .writeHead(200, { 'content-type': 'application/xml' })
      .end(
        `<?xml version="1.0" encoding="utf-8"?><EnumerationResults ServiceEndpoint="x" ContainerName="${this.name}"><Blobs>${page}</Blobs><NextMarker>${next}</NextMarker></EnumerationResults>`,
      );
  }

  #read(name: string, blob: StoredBlob, range: string, response: ServerResponse): void {
    const from = Number(/^bytes=(\d+)-/.exec(range)?.[1] ?? 0);
    this.reads.push(`${name} ${from}-`);
    if (from > 0 && from >= blob.content.length) {
      error(response, 416, 'InvalidRange');
      return;
    }
    const part = blob.content.subarray(from);
    response
      .writeHead(from === 0 ? 200 : 206, {
        'content-length': part.length,
        'content-range': `bytes ${from}-${blob.content.length - 1}/${blob.content.length}`,
        'x-ms-blob-type': blob.type,
        etag: tagOf(blob),
        'last-modified': blob.written.toUTCString(),
      })
      .end(part);
  }
}

function blobXml(name: string, blob: StoredBlob): string {
  return `<Blob><Name>${name}</Name><Properties><Last-Modified>${blob.written.toUTCString()}</Last-Modified><Etag>${tagOf(blob)}</Etag><Content-Length>${blob.content.length}</Content-Length><BlobType>${blob.type}</BlobType><AccessTier>${blob.tier}</AccessTier></Properties></Blob>`;
}

function tagOf({ content, written }: StoredBlob): string {
  return `0x${written.getTime().toString(16)}${content.length.toString(16)}`;
}

function error(response: ServerResponse, status: number, code: string): void {
  response
    .writeHead(status, { 'content-type': 'application/xml', 'x-ms-error-code': code })
    .end(`<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>refused</Message></Error>`);
}

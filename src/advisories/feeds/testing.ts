import type { Advisory } from '../../model/index.ts';
import type { FeedFile } from '../read/files.ts';
import { type Enrichment, type Feed, isEnrichment, type LeftOut } from './types.ts';

/** What came of reading some files by a feed, for tests. */
export interface FeedRead {
  advisories: Advisory[];
  enrichments: Enrichment[];
  rejected: string[];
  leftOut: LeftOut[];
}

/** Reads files that are given as texts, by their paths. */
export async function readBy(feed: Feed, files: Readonly<Record<string, string | Uint8Array>>): Promise<FeedRead> {
  const read: FeedRead = { advisories: [], enrichments: [], rejected: [], leftOut: [] };
  const input = {
    files: filesOf(files, feed),
    reject: (where: string, reason: string) => void read.rejected.push(`${where}: ${reason}`),
    leaveOut: (why: LeftOut) => void read.leftOut.push(why),
  };
  for await (const record of feed.read(input)) {
    if (isEnrichment(record)) read.enrichments.push(record);
    else read.advisories.push(record);
  }
  return read;
}

async function* filesOf(files: Readonly<Record<string, string | Uint8Array>>, feed: Feed): AsyncGenerator<FeedFile> {
  for (const [path, content] of Object.entries(files)) {
    if (feed.takes(path)) yield { path, chunks: inPieces(Buffer.from(content)) };
  }
}

/** In small pieces, as streams come. */
async function* inPieces(content: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += 61) yield content.subarray(at, at + 61);
}

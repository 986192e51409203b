import type { Bom, FactRecord, FactSink, Json } from '../../model/index.ts';
import type { RedactionKey } from '../../platform/redaction/index.ts';
import type { FileReader, LayerCache, ReadLimits } from '../files/index.ts';
import { assembleBom, installedCatalogs } from '../packages/index.ts';
import {
  accountsReader,
  baseOf,
  type FactsOptions,
  factsOf,
  type MalwareOptions,
  notableFilesReader,
  openMalwareScanner,
  secretsReader,
  stepsOf,
} from './facts/index.ts';
import { openImage } from './open.ts';
import { readImage } from './read.ts';
import type { ImageOptions, OpenImage } from './types.ts';

export interface ScanImageOptions extends ImageOptions {
  tenant: string;
  connection: string;
  redactionKey: RedactionKey;
  now: () => Date;
  /** Layers that were read before. */
  cache?: LayerCache;
  limits?: ReadLimits;
  /** YARA rules or a clamd; absent: malware is not looked for. */
  malware?: MalwareOptions;
  /** Collects the signatures of the image; absent: nobody asks for them. */
  signatures?: (image: OpenImage, signal?: AbortSignal) => Promise<NonNullable<FactsOptions['signatures']>>;
  /** Told as layers come in: bytes so far, of all. */
  progress?: (bytes: number, all: number) => void;
}

/** What was read of one image. Its facts went to the sink. */
export interface ScannedImage {
  digest: string;
  name: string;
  registry: string;
  repository: string;
  /** The image that it says it was built upon. */
  base?: string;
  bom: Bom;
  /** Layers that were read before, and all. */
  layers: { cached: number; all: number };
}

/** What every scan of an image reads its files by. */
export function imageReaders(redactionKey: RedactionKey): FileReader<Json>[] {
  return [...installedCatalogs, accountsReader, notableFilesReader, secretsReader(redactionKey)];
}

/**
 * Reads an image once, from wherever `target` names it, and writes its facts. Nothing is judged here.
 *
 * @throws UserError where there is no such image, or it cannot be read
 */
export async function scanImage(target: string, options: ScanImageOptions, sink: FactSink): Promise<ScannedImage> {
  const { tenant, connection, redactionKey, now, cache, limits, malware, signal, progress } = options;
  const startedAt = now().toISOString();
  const image = await openImage(target, options);
  const scanner = malware === undefined ? undefined : await openMalwareScanner(malware);
  try {
    const readers = [...imageReaders(redactionKey), ...(scanner === undefined ? [] : [scanner.reader])];
    const read = await readImage(image, readers, {
      // What a scanner of malware says hangs on its rules, which layers do not know.
      ...(cache !== undefined && scanner === undefined && { cache }),
      ...(limits !== undefined && { limits }),
      ...(signal !== undefined && { signal }),
      ...(progress !== undefined && { progress }),
    });
    const bom = assembleBom(read, installedCatalogs);
    const signatures = await options.signatures?.(image, signal);
    const records: FactRecord[] = factsOf(image, read, bom, {
      tenant,
      connection,
      redactionKey,
      startedAt,
      finishedAt: now().toISOString(),
      malware: scanner !== undefined,
      ...(signatures !== undefined && { signatures }),
    });
    for (const record of records) await sink.write(record);
    const { digest, name, registry, repository } = image;
    const base = baseOf(image, image.config, stepsOf(image.config))?.name;
    const cached = read.layers.filter((layer) => layer.cached).length;
    return {
      digest,
      name,
      registry,
      repository,
      ...(base !== undefined && { base }),
      bom,
      layers: { cached, all: read.layers.length },
    };
  } finally {
    await scanner?.close();
    await image.close();
  }
}

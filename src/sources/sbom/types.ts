import type { Bom, Distribution, Package } from '../../model/index.ts';

/** A bill of materials as somebody else has written it down. */
export interface SbomDocument {
  format: 'cyclonedx' | 'spdx';
  /** `1.6`, `2.3`, ... */
  specVersion: string;
  /** The document's own serial number or namespace; else the digest of its bytes. */
  id: string;
  /** What it is of: an image, a folder, a program. */
  name: string;
  /** ISO 8601, as the document says. */
  created?: string;
  bom: Bom;
}

/** A document before its packages are put together. */
export interface SbomParts {
  format: SbomDocument['format'];
  specVersion: string;
  id?: string;
  name?: string;
  created?: string;
  /** Operating systems that it names itself. */
  systems: Distribution[];
  entries: SbomEntry[];
  /** Libraries that it names by nothing that could be judged. */
  unnamed: number;
}

/** One package as a document has it. */
export interface SbomEntry {
  /** By which other entries refer to it. */
  ref: string;
  purl: string;
  /** What the document says beyond the purl. */
  told: Partial<Omit<Package, 'purl' | 'version' | 'type' | 'dependsOn'>>;
  /** Refs of what it needs. */
  needs: string[];
}

import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type AnonymousIPResponse, type AsnResponse, type CityResponse, Reader, type Response } from 'maxmind';
import { type Json, UserError } from '../../model/index.ts';
import { isInternal } from '../events/address.ts';
import type { AddressFacts, Enrichment } from '../events/types.ts';
import { cloudRangesIn, cloudSet } from './cloud-ranges.ts';
import { type AddressList, holdsDomain, readList } from './lists.ts';
import { type Address, type AddressSet, addressOf } from './ranges.ts';

/** Largest file of each kind, in bytes. */
const most = { mmdb: 1024 ** 3, json: 64 * 1024 ** 2, text: 256 * 1024 ** 2 };

/** Addresses whose facts are remembered. */
const MOST_KNOWN = 50_000;

/** A file that knows something of addresses or domains. */
export interface EnrichmentFile {
  name: string;
  kind: 'mmdb' | 'cloud-ranges' | 'tor' | 'vpn' | 'threats' | 'not-used';
  /** Networks, addresses and domains in it; for databases, undefined. */
  entries?: number;
  /** Lines that could not be read. */
  malformed?: number;
  /** When it was made: said by the database, else the file's own time. */
  madeAt: Date;
  /** Why it is not used. */
  problem?: 'too-large' | 'malformed' | 'unknown-kind';
  /** What was read of it before goes on being used: it was replaced by something that cannot be. The rest is said of what is used. */
  kept?: true;
  /** When what is used of it was read. */
  readAt: Date;
}

export interface LoadedEnrichment {
  enrichment: Required<Pick<Enrichment, 'address' | 'domain' | 'tells'>>;
  /** By name. Their age is for people to judge. */
  files: EnrichmentFile[];
}

interface Knowledge {
  databases: Reader<Response>[];
  clouds: [string, AddressSet][];
  tor: AddressList[];
  vpn: AddressList[];
  threats: [string, AddressList][];
}

/** What one file knows. */
export type Piece =
  | { of: 'databases'; database: Reader<Response> }
  | { of: 'clouds'; cloud: string; addresses: AddressSet }
  | { of: 'tor' | 'vpn'; list: AddressList }
  | { of: 'threats'; name: string; list: AddressList };

/** A file as it was read; without a piece where it cannot be used. */
export interface ReadFile {
  about: EnrichmentFile;
  piece?: Piece;
}

/**
 * What is known of addresses and domains, from the files of a folder. Their content and names say what they are:
 * databases in MaxMind's format (`.mmdb`: places, networks, anonymous addresses), ranges that AWS, Azure and Google publish
 * (`.json`), and lists of addresses, networks and domains (`.txt`, `.csv`, `.list`, `.netset`): `tor...` and `vpn...` by name, every
 * other is a threat list that is called like its file.
 *
 * @throws UserError where the folder cannot be read
 */
export async function loadEnrichment(dir: string): Promise<LoadedEnrichment> {
  const read: ReadFile[] = [];
  for (const name of await namesIn(dir)) {
    const about = await stat(path.join(dir, name));
    if (about.isFile()) read.push(await readEnrichmentFile(path.join(dir, name), about.size, about.mtime));
  }
  return { enrichment: lookupsIn(read), files: read.map(({ about }) => about) };
}

/** Looks things up in what files know. */
export function lookupsIn(read: readonly ReadFile[]): LoadedEnrichment['enrichment'] {
  const known: Knowledge = { databases: [], clouds: [], tor: [], vpn: [], threats: [] };
  for (const { piece } of read) {
    switch (piece?.of) {
      case 'databases':
        known.databases.push(piece.database);
        break;
      case 'clouds':
        known.clouds.push([piece.cloud, piece.addresses]);
        break;
      case 'threats':
        known.threats.push([piece.name, piece.list]);
        break;
      case 'tor':
      case 'vpn':
        known[piece.of].push(piece.list);
    }
  }
  return {
    address: addressLookup(known),
    domain: (name) => domainThreats(known, name),
    tells: (fact) => tells(known, fact),
  };
}

/** Databases may tell anything, but for what only lists of ours do. */
function tells({ databases, clouds, tor, vpn, threats }: Knowledge, fact: keyof AddressFacts): boolean {
  switch (fact) {
    case 'internal':
      return true;
    case 'cloud':
      return clouds.length > 0;
    case 'threats':
      return threats.length > 0;
    case 'tor':
    case 'vpn':
      return databases.length > 0 || (fact === 'tor' ? tor : vpn).length > 0;
    default:
      return databases.length > 0;
  }
}

/**
 * Names of the files in a folder, hidden ones left out, in order.
 *
 * @throws UserError where the folder cannot be read
 */
export async function namesIn(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir)).filter((name) => !name.startsWith('.')).sort();
  } catch (error) {
    const { message } = error as Error;
    throw new UserError(
      'enrichment-unreadable',
      {
        en: `The folder ${dir} with data on addresses cannot be read (${message}).`,
        ko: `주소 정보 폴더 ${dir}을(를) 읽을 수 없습니다(${message}).`,
      },
      { cause: error },
    );
  }
}

/** Reads one file, whatever it is. */
export async function readEnrichmentFile(file: string, size: number, changed: Date): Promise<ReadFile> {
  const name = path.basename(file);
  const readAt = new Date();
  const unused = (problem: NonNullable<EnrichmentFile['problem']>): ReadFile => ({
    about: { name, kind: 'not-used', madeAt: changed, problem, readAt },
  });
  switch (path.extname(name).toLowerCase()) {
    case '.mmdb': {
      if (size > most.mmdb) return unused('too-large');
      const database = await openDatabase(file);
      if (database === undefined) return unused('malformed');
      const madeAt = database.metadata.buildEpoch;
      return { about: { name, kind: 'mmdb', madeAt, readAt }, piece: { of: 'databases', database } };
    }
    case '.json': {
      if (size > most.json) return unused('too-large');
      const ranges = await jsonIn(file);
      const found = ranges === undefined ? undefined : cloudRangesIn(ranges);
      if (found === undefined) return unused(ranges === undefined ? 'malformed' : 'unknown-kind');
      return {
        about: { name, kind: 'cloud-ranges', entries: found.prefixes.length, madeAt: changed, readAt },
        piece: { of: 'clouds', cloud: found.cloud, addresses: cloudSet(found) },
      };
    }
    case '.txt':
    case '.csv':
    case '.list':
    case '.netset':
    case '.ipset': {
      if (size > most.text) return unused('too-large');
      const list = await readList(
        createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY }),
      );
      const stem = name.replace(/\.[^.]+$/, '');
      const kind = /^tor([^a-z]|$)/i.test(stem) ? 'tor' : /^vpn([^a-z]|$)/i.test(stem) ? 'vpn' : 'threats';
      const { entries, malformed } = list;
      return {
        about: { name, kind, entries, malformed, madeAt: changed, readAt },
        piece: kind === 'threats' ? { of: kind, name: stem, list } : { of: kind, list },
      };
    }
    default:
      return unused('unknown-kind');
  }
}

async function openDatabase(file: string): Promise<Reader<Response> | undefined> {
  try {
    const reader = new Reader<Response>(await readFile(file));
    // A database whose end is cut fails at the first address only.
    reader.get('203.0.113.1');
    return reader;
  } catch {
    return undefined;
  }
}

async function jsonIn(file: string): Promise<Json | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Json;
  } catch {
    return undefined;
  }
}

function addressLookup(known: Knowledge): (ip: string) => AddressFacts | undefined {
  const remembered = new Map<string, AddressFacts | undefined>();
  return (ip) => {
    if (remembered.has(ip)) return remembered.get(ip);
    const address = addressOf(ip);
    const facts = address === undefined ? undefined : factsOf(ip, address, known);
    if (remembered.size >= MOST_KNOWN) remembered.clear();
    remembered.set(ip, facts);
    return facts;
  };
}

function factsOf(ip: string, address: Address, known: Knowledge): AddressFacts {
  const facts: AddressFacts = { internal: isInternal(ip) };
  for (const database of known.databases) Object.assign(facts, factsIn(database, ip));
  const cloud = known.clouds.find(([, set]) => set.has(address))?.[0];
  if (cloud !== undefined) facts.cloud = cloud;
  // Of a list that was given it is known of every address whether it is in it.
  if (known.tor.length > 0) facts.tor = facts.tor === true || known.tor.some(({ addresses }) => addresses.has(address));
  if (known.vpn.length > 0) facts.vpn = facts.vpn === true || known.vpn.some(({ addresses }) => addresses.has(address));
  if (known.threats.length > 0) {
    facts.threats = known.threats.filter(([, { addresses }]) => addresses.has(address)).map(([name]) => name);
  }
  return facts;
}

/** What one database says, whatever its kind: fields of MaxMind's City, Country, ASN and Anonymous IP, and of IPinfo's flat ones. */
function factsIn(database: Reader<Response>, ip: string): Partial<AddressFacts> {
  let found:
    | (Partial<CityResponse> & Partial<AsnResponse> & Partial<AnonymousIPResponse> & Record<string, unknown>)
    | null;
  try {
    found = database.get(ip) as typeof found;
  } catch {
    return {};
  }
  if (found === null || typeof found !== 'object') return {};
  const { country, city, location } = found;
  const facts: Partial<AddressFacts> = {};
  const code = typeof country === 'object' ? country?.iso_code : (found['country_code'] ?? country);
  if (typeof code === 'string') facts.country = code;
  const town = typeof city === 'object' ? city?.names?.en : city;
  if (typeof town === 'string') facts.city = town;
  const latitude = Number(location?.latitude ?? found['latitude'] ?? Number.NaN);
  const longitude = Number(location?.longitude ?? found['longitude'] ?? Number.NaN);
  if (Number.isFinite(latitude) && Number.isFinite(longitude)) Object.assign(facts, { latitude, longitude });
  const number = Number(String(found.autonomous_system_number ?? found['asn'] ?? '').replace(/^AS/i, '') || Number.NaN);
  if (Number.isFinite(number)) facts.asn = number;
  const organisation = found.autonomous_system_organization ?? found['as_name'];
  if (typeof organisation === 'string') facts.organisation = organisation;
  if (found.is_tor_exit_node === true) facts.tor = true;
  if (found.is_anonymous_vpn === true) facts.vpn = true;
  return facts;
}

function domainThreats(known: Knowledge, name: string): readonly string[] {
  return known.threats.filter(([, { domains }]) => holdsDomain(domains, name)).map(([list]) => list);
}

import { hash } from 'node:crypto';
import { isIP } from 'node:net';
import { canonicalJson, type Json, type JsonObject, recently } from '../../model/index.ts';
import { quadOf } from './address.ts';

/** The id of an event whose record brings none: records that are equal are one event. */
export function hashId(record: JsonObject): string {
  return hash('sha256', canonicalJson(record), 'hex').slice(0, 32);
}

/** The text where it is an IP address, else undefined. An IPv4 address written as IPv6 gives the IPv4 one. */
export function addressIn(text: string | undefined): string | undefined {
  if (text === undefined || text.length > 60) return undefined;
  if (quadOf(text) >= 0) return text;
  return text.includes(':') ? addressOf(text) : undefined;
}

const addressOf = recently(readAddress, 4096);

function readAddress(text: string): string | undefined {
  const plain = text.startsWith('::ffff:') && text.includes('.') ? text.slice(7) : text;
  return isIP(plain) === 0 ? undefined : plain;
}

/** The address of `203.0.113.7:443` or `[2001:db8::1]:443`; also where no port is there. */
export function addressBeforePort(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const bracketed = /^\[([^\]]{2,45})\](?::\d+)?$/.exec(text)?.[1];
  const dotted = /^(\d{1,3}(?:\.\d{1,3}){3}):\d+$/.exec(text)?.[1];
  return addressIn(bracketed ?? dotted ?? text.trim());
}

/** A value where it is text, else the empty text. (`String` throws on an object that brings a `toString` of its own.) */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** A value where it is a number or the digits of one, else NaN. */
export function numberOf(value: Json | undefined): number {
  return typeof value === 'number' || (typeof value === 'string' && value !== '') ? Number(value) : Number.NaN;
}

/** ISO 8601, UTC, as activities tell the time. */
export function isoTime(time: number): string {
  return new Date(time).toISOString();
}

/** OCSF 1.8.0 classes: https://schema.ocsf.io/1.8.0/ */
export const ocsfClass = {
  accountChange: 3001,
  authentication: 3002,
  network: 4001,
  dns: 4003,
  api: 6003,
  detection: 2004,
  vulnerability: 2002,
  compliance: 2003,
} as const;

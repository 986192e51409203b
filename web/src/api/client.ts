import createClient from 'openapi-fetch';
import type { components, paths } from './schema.ts';

export type Schema = components['schemas'];
export type Text = Schema['Text'];
export type Finding = Schema['Finding'];
export type FindingDetail = Schema['FindingDetail'];
export type Asset = Schema['Asset'];
export type AssetDetail = Schema['AssetDetail'];
export type AssetRef = Schema['AssetRef'];
export type Connection = Schema['Connection'];
export type Scan = Schema['Scan'];
export type Incident = Schema['Incident'];
export type IncidentDetail = Schema['IncidentDetail'];
export type Alert = Schema['Alert'];
export type AlertDetail = Schema['AlertDetail'];
export type Activity = Schema['Activity'];
export type Detection = Schema['Detection'];
export type DetectionException = Schema['DetectionException'];
export type EventFeed = Schema['EventFeed'];
export type Replay = Schema['Replay'];
export type Watch = Schema['Watch'];
export type Session = Schema['Session'];
export type Image = Schema['Image'];
export type ImageDetail = Schema['ImageDetail'];
export type Host = Schema['Host'];
export type Affected = Schema['Affected'];
export type ListedVulnerability = Schema['ListedVulnerability'];
export type Vulnerability = Schema['Vulnerability'];
export type Package = Schema['Package'];

/** A refusal of the server, with the sentence for the reader in both languages. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly text: Text;
  readonly fields: readonly { path: string; problem: string }[];

  constructor(status: number, error: Schema['Error']['error']) {
    super(error.message.en);
    this.status = status;
    this.code = error.code;
    this.text = error.message;
    this.fields = error.fields ?? [];
  }
}

const unreadable: Text = {
  en: 'The server gave an answer this page cannot read. Check that it is running and reload.',
  ko: '서버의 응답을 읽을 수 없습니다. 서버가 실행 중인지 확인한 뒤 새로고침하세요.',
};

export const unreachable: Text = {
  en: 'The server cannot be reached. Check that it is running; this page tries again by itself.',
  ko: '서버에 연결할 수 없습니다. 서버가 실행 중인지 확인하세요. 연결되면 자동으로 다시 시도합니다.',
};

let csrf = '';

/** Keeps the token that every changing request must carry. */
export function setCsrfToken(token: string): void {
  csrf = token;
}

let reachable = true;
const listeners = new Set<() => void>();

function found(now: boolean): void {
  if (reachable === now) return;
  reachable = now;
  for (const listener of listeners) listener();
}

/** Whether the last request found the server. */
export const isReachable = () => reachable;

/** Calls `listener` whenever that changes; answers how to end it. */
export function onReachable(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The API of the server, typed by its OpenAPI document. */
export const api = createClient<paths>();

api.use({
  onRequest({ request }) {
    if (request.method !== 'GET' && csrf !== '') request.headers.set('X-CSRF-Token', csrf);
    return request;
  },
  onResponse: () => found(true),
  onError({ error }) {
    // A page that was left asks no more: that says nothing of the server.
    if (error instanceof DOMException && error.name === 'AbortError') return error;
    found(false);
    return new ApiError(0, { code: 'unreachable', message: unreachable });
  },
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

function refusal(error: unknown): Schema['Error']['error'] | undefined {
  if (typeof error !== 'object' || error === null || !('error' in error)) return undefined;
  const inner = (error as Partial<Schema['Error']>).error;
  return inner?.message?.en === undefined ? undefined : inner;
}

/** The data of an answer; throws {@link ApiError} for everything else. */
export async function take<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asked;
  if (response.ok && error === undefined) return data as T;
  throw new ApiError(response.status, refusal(error) ?? { code: 'unreadable', message: unreadable });
}

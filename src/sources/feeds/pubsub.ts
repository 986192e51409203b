import { z } from 'zod';
import { isObject, type Json, type JsonObject } from '../../model/index.ts';
import { deliverMessages, jsonOrText } from './deliver.ts';
import { pause } from './pause.ts';
import { FeedFailure, type FeedKind, type RunningFeed } from './types.ts';

const settings = z.strictObject({
  subscription: z
    .string()
    .regex(/^projects\/[a-z0-9:.-]{1,100}\/subscriptions\/[\w.~+%-]{3,255}$/, 'projects/PROJECT/subscriptions/NAME'),
  /** In place of Google's own: a private endpoint, or the emulator, which needs no key. */
  endpoint: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .default('https://pubsub.googleapis.com'),
});

type Settings = z.output<typeof settings>;

const SCOPE = 'https://www.googleapis.com/auth/pubsub';
const MOST_MESSAGES = 500;
const MOST_ANSWER_BYTES = 64 * 1024 * 1024;
const POLL_MS = 90_000;

/**
 * Log entries that Cloud Logging's sink puts into a Pub/Sub topic, pulled from a subscription (REST, `subscriptions.pull`). Messages are
 * acknowledged when their events are stored. The secret is the JSON key of a service account; without it the machine's own
 * identity is used.
 */
export const pubsubFeed: FeedKind<Settings> = {
  settings,
  secret: 'optional',
  aws: false,
  permissions: ['pubsub.subscriptions.consume'],
  async run(feed) {
    const token = await tokens(feed);
    while (!feed.signal.aborted) {
      const answer = await ask(feed, token, 'pull', { maxMessages: MOST_MESSAGES });
      feed.well();
      const messages = Array.isArray(answer['receivedMessages']) ? answer['receivedMessages'].filter(isObject) : [];
      if (messages.length === 0) {
        await pause(1000, feed.signal);
        continue;
      }
      await deliverMessages(feed, messages.map(bodyOf));
      const ackIds = messages.map(({ ackId }) => ackId).filter((id): id is string => typeof id === 'string');
      await ask(feed, token, 'acknowledge', { ackIds });
    }
  },
};

function bodyOf({ message }: JsonObject): Json {
  const data = isObject(message) && typeof message['data'] === 'string' ? message['data'] : '';
  return jsonOrText(Buffer.from(data, 'base64').toString('utf8'));
}

type Tokens = () => Promise<string | undefined>;

async function tokens({ settings: { endpoint }, secret }: RunningFeed<Settings>): Promise<Tokens> {
  if (new URL(endpoint).protocol === 'http:') return async () => undefined;
  const { GoogleAuth } = await import('google-auth-library');
  const auth = new GoogleAuth({ scopes: SCOPE, ...(secret === '' ? {} : { credentials: keyOf(secret) }) });
  return async () => {
    try {
      return (await auth.getAccessToken()) ?? undefined;
    } catch (error) {
      throw failure('sign-in', (error as Error).message, error);
    }
  };
}

/** Only keys of service accounts: other kinds of credential files name addresses and programs to ask. */
function keyOf(secret: string): { client_email: string; private_key: string } {
  const shape = z.object({ type: z.literal('service_account'), client_email: z.string(), private_key: z.string() });
  try {
    const { client_email, private_key } = shape.parse(JSON.parse(secret));
    return { client_email, private_key };
  } catch (error) {
    throw new FeedFailure(
      'feed-secret',
      {
        en: 'The secret is not the JSON key of a Google service account. Make one and enter it again.',
        ko: '비밀 값이 Google 서비스 계정의 JSON 키가 아닙니다. 키를 만들어 다시 입력하세요.',
      },
      { cause: error },
    );
  }
}

async function ask(
  { settings: { subscription, endpoint }, signal }: RunningFeed<Settings>,
  token: Tokens,
  method: 'pull' | 'acknowledge',
  body: JsonObject,
): Promise<JsonObject> {
  const bearer = await token();
  let status: number;
  let text: string;
  try {
    const response = await fetch(`${endpoint.replace(/\/+$/, '')}/v1/${subscription}:${method}`, {
      method: 'POST',
      redirect: 'error',
      headers: {
        'content-type': 'application/json',
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.any([signal, AbortSignal.timeout(POLL_MS)]),
    });
    status = response.status;
    if (Number(response.headers.get('content-length') ?? 0) > MOST_ANSWER_BYTES)
      throw new Error('the answer is too large');
    text = await response.text();
  } catch (error) {
    if (signal.aborted) return {};
    // A pull that nothing came of is ended by us; the next one begins.
    if ((error as Error).name === 'TimeoutError' && method === 'pull') return {};
    throw failure(method, (error as Error).message, error);
  }
  if (status !== 200) throw failure(method, `${status} ${text.slice(0, 300)}`);
  const answer = text === '' ? {} : (JSON.parse(text) as Json);
  return isObject(answer) ? answer : {};
}

function failure(what: string, said: string, cause?: unknown): FeedFailure {
  return new FeedFailure(
    'feed-pubsub',
    {
      en: `Pub/Sub refused (${what}: ${said}). Check the subscription and that the service account may consume it.`,
      ko: `Pub/Sub 요청이 거부되었습니다(${what}: ${said}). 구독 이름과 서비스 계정의 구독 사용 권한을 확인하세요.`,
    },
    { cause },
  );
}

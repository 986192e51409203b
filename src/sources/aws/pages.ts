import type { JsonObject, Params } from '../../model/index.ts';
import type { Connected } from './clients.ts';
import { BeyondLimit } from './failure.ts';
import { plainAnswer } from './plain.ts';
import type { AwsCall, CallSdk } from './service-table.ts';

/** What a request carries; unlike {@link Params} it may hold what JSON cannot, such as times. */
type Input = { [name: string]: unknown };
type CommandClass = new (input: Input) => object;
type Paginate = (
  config: { client: Connected['client'] },
  input: Input,
  options: { abortSignal?: AbortSignal },
) => AsyncIterable<object>;

/** Names under which answers give the next page's token without the SDK having a paginator; requests take it under the same. */
const plainTokens = ['NextToken', 'nextToken', 'NextMarker'] as const;

/** Makes one request and gives its answer as plain JSON. Throws what the SDK throws. */
export function sdkCall({ client, sdk }: Connected, signal: AbortSignal | undefined): CallSdk {
  return async (operation, params) => {
    const Command = sdk[`${operation}Command`] as CommandClass | undefined;
    if (!Command) throw new TypeError(`The SDK has no operation ${operation}`);
    return plainAnswer(await client.send(new Command({ ...params }), signal ? { abortSignal: signal } : {}));
  };
}

/**
 * Every page of a call's answer: by the SDK's own paginator where it has one, else by the entry's `next`, else by the token
 * that the answer carries. Throws {@link BeyondLimit} where an answer says that it goes on but not how.
 */
export async function* answerPages(
  call: AwsCall,
  params: Input,
  connected: Connected,
  signal: AbortSignal | undefined,
): AsyncGenerator<JsonObject> {
  const paginate = connected.sdk[`paginate${call.operation}`] as Paginate | undefined;
  if (paginate && !call.next) {
    const pages = paginate({ client: connected.client }, { ...params }, signal ? { abortSignal: signal } : {});
    for await (const page of pages) yield plainAnswer(page);
    return;
  }
  const send = sdkCall(connected, signal);
  let token: Params | undefined = {};
  while (token) {
    const answer: JsonObject = await send(call.operation, { ...params, ...token } as Params);
    yield answer;
    token = call.next ? call.next(answer) : plainNext(answer);
  }
}

function plainNext(answer: JsonObject): Params | undefined {
  for (const name of plainTokens) if (answer[name]) return { [name]: answer[name] };
  if (answer.IsTruncated === true || answer.isTruncated === true) {
    throw new BeyondLimit('The answer goes on, but the call table does not say how to read its next page');
  }
  return undefined;
}

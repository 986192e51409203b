import { Readable } from 'node:stream';
import { type FactRecord, UserError } from '../model/index.ts';
import { readSegments } from '../platform/segments/index.ts';

/**
 * Sends a recording to a server, which judges it on arrival.
 *
 * @param server address of the server, `https://host:8686`
 * @param token an API token with the scope `upload`
 * @returns the id of the scan that the server made of it
 * @throws UserError where the server cannot be reached or refuses
 */
export async function uploadFacts(dir: string, server: string, token: string, connection: string): Promise<string> {
  let url: URL;
  try {
    url = new URL(`/api/v1/facts?connection=${encodeURIComponent(connection)}`, server);
  } catch (error) {
    throw new UserError(
      'server-malformed',
      {
        en: `"${server}" is no address of a server. Write it as https://host:8686.`,
        ko: `"${server}"은(는) 서버 주소가 아닙니다. https://호스트:8686 형식으로 입력하세요.`,
      },
      { cause: error },
    );
  }
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
      body: Readable.toWeb(Readable.from(lines(readSegments(dir)))),
      duplex: 'half',
    } as RequestInit);
  } catch (error) {
    throw new UserError(
      'server-unreachable',
      {
        en: `The server ${url.origin} cannot be reached (${reasonOf(error)}). The facts are kept in ${dir}; check the address and run the command again.`,
        ko: `서버 ${url.origin}에 연결할 수 없습니다(${reasonOf(error)}). 수집 기록은 ${dir}에 보존됩니다. 주소를 확인하고 다시 실행하세요.`,
      },
      { cause: error },
    );
  }
  const answer = (await response.json().catch(() => ({}))) as {
    id?: string;
    error?: { message?: { en: string; ko: string } };
  };
  if (!response.ok || answer.id === undefined) {
    const { en, ko } = answer.error?.message ?? { en: `HTTP ${response.status}`, ko: `HTTP ${response.status}` };
    throw new UserError('upload-refused', {
      en: `The server ${url.origin} did not take the facts: ${en}`,
      ko: `서버 ${url.origin}이(가) 수집 기록을 받지 않았습니다: ${ko}`,
    });
  }
  return answer.id;
}

async function* lines(records: AsyncIterable<FactRecord>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const record of records) yield encoder.encode(`${JSON.stringify(record)}\n`);
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause as { code?: string; message?: string } | undefined) : undefined;
  return cause?.code ?? cause?.message ?? (error instanceof Error ? error.message : String(error));
}

/**
 * The token that a server takes facts by.
 *
 * @throws UserError where there is none
 */
export function tokenOf(flags: { token?: string }): string {
  const token = flags.token ?? process.env.HWASEONG_TOKEN;
  if (token !== undefined && token !== '') return token;
  throw new UserError('token-missing', {
    en: 'A server takes facts with a token only. Make one with the scope "upload" in its settings and give it in HWASEONG_TOKEN or --token.',
    ko: '서버로 전송하려면 토큰이 필요합니다. 서버 설정에서 "upload" 범위의 토큰을 만들어 HWASEONG_TOKEN 또는 --token으로 지정하세요.',
  });
}

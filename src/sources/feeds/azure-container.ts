import type { ContainerClient } from '@azure/storage-blob';
import { FeedFailure } from './types.ts';

const options = {
  retryOptions: { maxTries: 4, retryDelayInMs: 500, maxRetryDelayInMs: 10_000, tryTimeoutInMs: 60_000 },
};

/**
 * Opens a container of a storage account.
 *
 * @param secret a connection string, a SAS (alone or at the end of an address), or an account key
 * @param account name or address of the account, which a SAS alone and a key need
 * @throws FeedFailure where the secret is none of them
 */
export async function openContainer(
  secret: string,
  { container, account }: { container: string; account: string },
): Promise<ContainerClient> {
  const {
    AnonymousCredential,
    ContainerClient: Client,
    StorageSharedKeyCredential,
  } = await import('@azure/storage-blob');
  const given = secret.trim();
  if (/(?:^|;)\s*(?:AccountName|AccountKey|BlobEndpoint|SharedAccessSignature|UseDevelopmentStorage)=/i.test(given)) {
    try {
      return new Client(given, container, options);
    } catch (error) {
      throw noSecret(error);
    }
  }
  const [, address, sas] = /^(https?:\/\/[^?]+)?\?*((?:[^?]*&)?sig=[^?]+)$/i.exec(given) ?? [];
  if (sas !== undefined) {
    const at = address === undefined ? endpointOf(account) : withoutContainer(address, container);
    return new Client(`${at}/${container}?${sas}`, new AnonymousCredential(), options);
  }
  if (!/^[A-Za-z0-9+/]{16,}={0,2}$/.test(given)) throw noSecret(undefined);
  const at = endpointOf(account);
  const { hostname, pathname } = new URL(at);
  const name = pathname.length > 1 ? pathname.slice(1) : (hostname.split('.')[0] ?? '');
  return new Client(`${at}/${container}`, new StorageSharedKeyCredential(name, given), options);
}

/** The address of an account's blobs. */
function endpointOf(account: string): string {
  if (account === '') {
    throw new FeedFailure('feed-secret', {
      en: 'A key or a SAS alone does not say which storage account it opens. Name the account, or use a connection string.',
      ko: '키나 SAS만으로는 스토리지 계정을 알 수 없습니다. 계정 이름을 입력하거나 연결 문자열을 사용하세요.',
    });
  }
  return account.includes('://') ? account.replace(/\/$/, '') : `https://${account}.blob.core.windows.net`;
}

/** The portal gives the address of the account or of the container, by what the SAS was made for. */
function withoutContainer(address: string, container: string): string {
  const at = address.replace(/\/+$/, '');
  return at.endsWith(`/${container}`) ? at.slice(0, -container.length - 1) : at;
}

function noSecret(cause: unknown): FeedFailure {
  return new FeedFailure(
    'feed-secret',
    {
      en: 'The secret is no connection string, account key or SAS of a storage account. Copy it from the portal again.',
      ko: '비밀 값이 스토리지 계정의 연결 문자열, 계정 키, SAS 중 어느 것도 아닙니다. 포털에서 다시 복사하세요.',
    },
    { cause },
  );
}

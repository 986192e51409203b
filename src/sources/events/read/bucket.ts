import type { S3Client } from '@aws-sdk/client-s3';
import { UserError } from '../../../model/index.ts';
import { inTimeOrder, isLog, type LogFile, type LogFiles, tooManyFiles } from './files.ts';
import { limits } from './limits.ts';

/**
 * The logs below `s3://bucket/prefix`, by the usual chain of credentials. Takes `s3:ListBucket` and `s3:GetObject`.
 *
 * @throws UserError where the address is none, or AWS refuses
 */
export async function bucketLogs(
  address: string,
  makeClient: () => Promise<S3Client> = defaultClient,
): Promise<LogFiles> {
  const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(address) ?? [];
  if (bucket === undefined) {
    throw new UserError('bucket-address', {
      en: `${address} is no address of a bucket. It has to look like s3://bucket/prefix.`,
      ko: `${address}은(는) 버킷 주소가 아닙니다. s3://bucket/prefix 형식으로 지정하세요.`,
    });
  }
  const client = await makeClient();
  const { GetObjectCommand, paginateListObjectsV2 } = await import('@aws-sdk/client-s3');
  const files: LogFile[] = [];
  let passedOver = 0;
  try {
    for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
      for (const { Key, Size = 0 } of page.Contents ?? []) {
        if (Key === undefined || Key.endsWith('/')) continue;
        if (isLog(Key)) files.push({ name: `s3://${bucket}/${Key}`, bytes: Size, open: () => read(Key) });
        else passedOver += 1;
        if (files.length > limits.files) throw tooManyFiles(address);
      }
    }
  } catch (error) {
    throw refused(address, error);
  }
  return { files: inTimeOrder(files), passedOver };

  async function* read(Key: string): AsyncGenerator<Uint8Array> {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
      if (Body !== undefined) yield* Body as unknown as AsyncIterable<Uint8Array>;
    } catch (error) {
      throw refused(`s3://${bucket}/${Key}`, error);
    }
  }
}

async function defaultClient(): Promise<S3Client> {
  const { S3Client } = await import('@aws-sdk/client-s3');
  return new S3Client({
    followRegionRedirects: true,
    region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1',
  });
}

function refused(address: string, error: unknown): unknown {
  if (error instanceof UserError) return error;
  const { name, message } = error as Error;
  return new UserError(
    'bucket-unreadable',
    {
      en: `${address} cannot be read (${name}: ${message}). It takes credentials with s3:ListBucket and s3:GetObject.`,
      ko: `${address}을(를) 읽을 수 없습니다(${name}: ${message}). s3:ListBucket, s3:GetObject 권한이 있는 자격 증명이 필요합니다.`,
    },
    { cause: error },
  );
}

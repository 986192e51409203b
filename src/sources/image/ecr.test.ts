import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Moto, motoServer, startMoto } from '../../../test/moto.ts';
import { findCredential } from './credentials.ts';
import { isEcr } from './ecr.ts';

describe('a registry of Amazon ECR', () => {
  test.each([
    ['111122223333.dkr.ecr.ap-northeast-2.amazonaws.com', true],
    ['111122223333.dkr.ecr-fips.us-east-1.amazonaws.com', true],
    ['111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn', true],
    ['public.ecr.aws', false],
    ['111122223333.dkr.ecr.us-east-1.amazonaws.com.example.com', false],
  ])('is known by its name: %s', (registry, is) => {
    expect(isEcr(registry)).toBe(is);
  });

  describe.skipIf(!motoServer)('is entered by the credentials of AWS', () => {
    const registry = '111122223333.dkr.ecr.us-east-1.amazonaws.com';
    let moto: Moto;
    beforeAll(async () => {
      moto = await startMoto();
      vi.stubEnv('AWS_ENDPOINT_URL', moto.endpoint);
      vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    });
    afterAll(async () => {
      vi.unstubAllEnvs();
      await moto.stop();
    });

    test('which give a password', async () => {
      const found = await findCredential(registry, 'app', { env: { HOME: '/nowhere' } });
      expect(found).toMatchObject({ username: 'AWS', from: expect.stringContaining('us-east-1') });
      expect(found?.password).not.toBe('');
    });

    test('unless nothing of this machine may be used', async () => {
      expect(await findCredential(registry, 'app', { localCredentials: false })).toBeUndefined();
    });
  });
});

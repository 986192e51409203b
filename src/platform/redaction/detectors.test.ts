import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectSecret, entropy, findSecrets } from './detectors.ts';

/** Put together from parts, so that no scanner takes this file for a leak. */
const joined = (...parts: string[]) => parts.join('');
const letters = 'aB3dE5gH7jK9mN1pQ2sT4vW6yZ8bC0eF3hJ5kL7n';

const samples: [string, string][] = [
  ['private-key', joined('-----BEGIN RSA ', 'PRIVATE KEY-----\nMIIE')],
  ['private-key', joined('-----BEGIN ', 'PRIVATE KEY-----')],
  ['aws-access-key-id', joined('key is AKIA', 'Q3EGWSFXHVLTZ2MN ok')],
  ['aws-secret-access-key', joined('aws_secret_access_key = ', letters.slice(0, 40))],
  ['github-token', joined('ghp_', letters.slice(0, 36))],
  ['github-token', joined('github_pat_', letters)],
  ['gitlab-token', joined('glpat-', letters.slice(0, 20))],
  ['slack-token', joined('xoxb-', '123456789012-', letters.slice(0, 24))],
  ['slack-webhook', joined('https://hooks.slack.com/', 'services/T00000000/B00000000/', letters.slice(0, 24))],
  ['stripe-key', joined('sk_live_', letters.slice(0, 24))],
  ['google-api-key', joined('AIza', letters.slice(0, 35))],
  ['azure-storage-key', joined('AccountKey=', letters, letters, 'abcdef', '==;')],
  ['azure-client-secret', joined('abc8', 'Q~', letters.slice(0, 34))],
  ['jwt', joined('eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxMjM0In0.', letters)],
  ['connection-string', 'postgres://app:hunter22@db.internal:5432/app'],
  ['connection-string', 'Server=db;Database=app;User Id=sa;Password=hunter22;'],
  ['password', '#!/bin/sh\nexport DB_PASSWORD=hunter22\nrun'],
  ['generic-secret', '{"client_secret": "q8Zr0vT2xW5n"}'],
];

describe('detecting secrets', () => {
  it.each(samples)('%s: %s', (id, text) => {
    expect(detectSecret(text)).toBe(id);
  });

  it.each([
    ['DB_PASSWORD', 'hunter22', 'password'],
    ['dbPassword', 'hunter22', 'password'],
    ['API_KEY', 'q8Zr0vT2xW5n', 'generic-secret'],
    ['AWS_SECRET_ACCESS_KEY', letters.slice(0, 40), 'aws-secret-access-key'],
  ])('tells %s by its name', (name, value, id) => {
    expect(detectSecret(value, name)).toBe(id);
  });

  it.each([
    ['LOG_LEVEL', 'info'],
    ['DB_PASSWORD', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db'],
    ['DB_PASSWORD', '$' + '{DB_PASSWORD}'],
    ['DB_PASSWORD', '{{resolve:ssm:/db/password}}'],
    ['SECRET_NAME', 'prod/database/main'],
    ['TOKEN_URL', 'https://login.example.com/oauth/token'],
    ['API_KEY', 'aaaaaaaaaa'],
    ['DATABASE_URL', 'postgres://db.internal:5432/app'],
    ['COMPASS', 'north-by-northwest'],
    ['GREETING', 'the pass is closed in winter'],
    ['IMAGE', '111122223333.dkr.ecr.eu-west-1.amazonaws.com/app@sha256:0a1b2c3d4e5f'],
  ])('leaves %s=%s alone', (name, value) => {
    expect(detectSecret(value, name)).toBeNull();
  });

  it('is quick on long text made to slow patterns down', () => {
    for (const unit of ['eyJ', 'a.', 'aws', 'server ', 'x://', 'password', 'a=', '-----BEGIN ', ' ;']) {
      const started = performance.now();
      detectSecret(unit.repeat(200_000 / unit.length));
      expect(performance.now() - started, unit).toBeLessThan(2000);
    }
  });

  it('measures randomness', () => {
    expect(entropy('aaaa')).toBe(0);
    fc.assert(fc.property(fc.string({ minLength: 1 }), (text) => entropy(text) <= Math.log2([...text].length) + 1e-9));
  });
});

describe('finding secrets in a text', () => {
  const token = joined('ghp_', letters.slice(0, 36));

  it('tells where each lies', () => {
    const text = `one ${token} two\nDB_PASSWORD=hunter22`;
    expect(findSecrets(text, { assignments: true })).toEqual([
      { detector: 'github-token', index: 4, value: token },
      { detector: 'password', index: text.indexOf('hunter22'), value: 'hunter22', name: 'DB_PASSWORD' },
    ]);
    expect(findSecrets(text).map(({ detector }) => detector)).toEqual(['github-token']);
  });

  it('tells none twice', () => {
    expect(findSecrets(`api_token=${token}`, { assignments: true })).toHaveLength(1);
  });

  it('tells no more than asked for', () => {
    expect(findSecrets(`${token} `.repeat(50), { most: 3 })).toHaveLength(3);
  });
});

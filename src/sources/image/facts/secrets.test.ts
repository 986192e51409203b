import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryOf, readingOf } from './readers.fixture.ts';
import { secretOfVariable, secretsInConfig, secretsInFiles, secretsInStep, secretsReader } from './secrets.ts';

const key = Buffer.alloc(32, 7);
const reader = secretsReader(key);
/** Put together from parts, so that no scanner takes this file for a leak. */
const joined = (...parts: string[]) => parts.join('');
const token = joined('ghp_', 'aB3dE5gH7jK9mN1pQ2sT4vW6yZ8bC0eF3hJ5');
const pem = joined(
  '-----BEGIN ',
  'PRIVATE KEY-----\n',
  'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7'.repeat(3),
);
const found = (path: string, text: string) => secretsInFiles(readingOf(reader, path, text));

describe('secrets in files', () => {
  it('are told with their line, masked, and by a mark', () => {
    expect(found('app/main.js', `// one\nconst t = '${token}';\n`)).toEqual([
      {
        where: 'file',
        name: 'app/main.js',
        detector: 'github-token',
        line: 2,
        masked: 'ghp_…',
        hmac: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
  });

  it.each([
    ['app/key.pem', pem, 'private-key'],
    ['app/config.yml', 'db:\n  password: "tr0ub4dor&3"\n', 'password'],
    ['app/.env', 'API_KEY=q8Zr0vT2xW5n\n', 'generic-secret'],
    ['app/url.txt', 'postgres://app:hunter22@db.internal:5432/app', 'connection-string'],
    ['usr/lib/tool/config.js', `x = "${token}"`, 'github-token'],
  ])('%s', (path, text, detector) => {
    expect(found(path, text).map((one) => one.detector)).toEqual([detector]);
  });

  it.each([
    ['a program that reads keys', 'app/pem.js', joined("const head = '-----BEGIN ", "PRIVATE KEY-----';")],
    ['an example of a library', 'app/node_modules/lib/test/key.pem', pem],
    ['documentation of the distribution', 'usr/share/doc/lib/key.txt', pem],
    ['a key inside a library', 'usr/lib/node_modules/lib/key.js', pem],
    ['a name of a setting', 'app/config.yml', 'password: password_field\n'],
    ['a reference', 'app/config.yml', joined('password: $', '{DB_PASSWORD}\n')],
    ['a placeholder', 'app/config.yml', 'password: changeme123\n'],
    ['code that speaks of passwords', 'app/main.js', 'const password = input1.value;'],
    ['bytes that are no text', 'app/data', `\0${token}`],
    ['a host that nobody has', 'app/readme.txt', 'https://deploy:hunter22@git.example.com/app'],
    ['a test of a language', 'usr/local/go/src/crypto/testdata/key.pem', pem],
    ['an address of the documentation', 'app/readme.txt', 'postgres://user:password@host/db'],
  ])('not %s', (_, path, text) => {
    expect(found(path, text)).toEqual([]);
  });

  it('are told as not looked for in settings that are too large', () => {
    const [reading] = readingOf(reader, 'app/all.json', 'x', { size: 9 * 1024 * 1024 });
    expect(reading?.value).toMatchObject({ skipped: true });
  });

  it('come of any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        reader.read(entryOf('app/.env', { size: bytes.length }), bytes);
      }),
    );
  });
});

describe('secrets of variables', () => {
  it.each([
    ['DB_PASSWORD', 'x1'],
    ['pass', 'open'],
    ['DB_PASSWORD', '123'],
    ['SECRET', 'hello world'],
    ['AWS_ACCESS_KEY', 'abc'],
    ['NPM_TOKEN', 'abc'],
    ['DATABASE_URL', 'postgres://app:hunter22@db.internal/app'],
  ])('%s=%s', (name, value) => {
    expect(secretOfVariable(name, value)).toBeDefined();
  });

  it.each([
    ['DB_PASSWORD', ''],
    ['DB_PASSWORD_FILE', '/run/secrets/db'],
    ['DB_PASSWORD', '/run/secrets/db'],
    ['GPG_KEY', 'E3FF2839C048B25C084DEBE9B26995E310250568'],
    ['RELEASE_KEYS', '0123456789ABCDEF'],
    ['key', '0123456789ABCDEF0123456789ABCDEF01234567'],
    ['SECRET_NAME', 'prod/db'],
    ['MYSQL_ALLOW_EMPTY_PASSWORD', 'yes'],
    ['PASSENGER_VERSION', '6.0.1'],
    ['COMPASS', 'north'],
    ['PASSWORD_MIN_LENGTH', '12'],
    ['MONKEY', 'banana'],
    ['TOKEN', '$GITHUB_TOKEN'],
  ])('not %s=%s', (name, value) => {
    expect(secretOfVariable(name, value)).toBeUndefined();
  });
});

describe('secrets of commands', () => {
  it.each([
    ['before the command', 'NPM_TOKEN=q8Zr0vT2 npm ci', 'NPM_TOKEN'],
    ['as an option', 'curl --password=q8Zr0vT2 https://example.com', 'password'],
    ['within quotes', 'sh -c "export SECRET=q8Zr0vT2"', 'SECRET'],
  ])('%s', (_, text, name) => {
    expect(secretsInStep(text).map((one) => one.name)).toEqual([name]);
  });

  it('are none where a label has a name of that sort and a value that is a word', () => {
    expect(secretsInStep('LABEL key=value access=internal')).toEqual([]);
    expect(secretsInStep('LABEL api.token=q8Zr0vT2xW1p')).toHaveLength(1);
  });

  it('are none where a text only speaks of them', () => {
    expect(secretsInStep("echo 'password = x' > /etc/app.conf && make secret")).toEqual([]);
  });
});

describe('the configuration of an image', () => {
  const config = {
    config: {
      Env: ['PATH=/bin', 'DB_PASSWORD=planted-secret-1'],
      Labels: { 'build.token': 'planted-secret-2' },
      Cmd: ['--password=planted-secret-4'],
    },
    history: [
      { created_by: 'ENV DB_PASSWORD=planted-secret-1', empty_layer: true },
      { created_by: 'RUN |1 NPM_TOKEN=planted-secret-3 /bin/sh -c npm ci # buildkit' },
      { created_by: 'RUN /bin/sh -c PASS="planted secret 5" make # buildkit' },
    ],
  };

  it('keeps no secret, and tells where each was', () => {
    const { secrets, config: kept } = secretsInConfig(config, key);
    expect(JSON.stringify(kept)).not.toContain('planted');
    expect(JSON.stringify(secrets)).not.toContain('planted-secret');
    expect(kept.config?.Env?.[0]).toBe('PATH=/bin');
    expect(secrets.map(({ where, name }) => `${where} ${name}`)).toEqual([
      'env DB_PASSWORD',
      'label build.token',
      'history DB_PASSWORD',
      'history NPM_TOKEN',
      'history PASS',
      'env password',
    ]);
    expect(secrets[0]?.hmac).toBe(secrets[2]?.hmac);
  });

  it('is left as it is where it holds none', () => {
    const plain = { config: { Env: ['PATH=/bin'] }, history: [{ created_by: 'COPY . /' }] };
    expect(secretsInConfig(plain, key)).toEqual({ secrets: [], config: plain });
  });

  it('keeps no texts where it is little but secrets', () => {
    const Env = Array.from({ length: 600 }, (_, index) => `TOKEN_${index}=planted-secret-${index}`);
    const { secrets, config: kept } = secretsInConfig(
      { config: { User: 'app', Env }, history: [{ created_by: 'planted' }] },
      key,
    );
    expect(secrets).toHaveLength(600);
    expect(JSON.stringify(kept)).not.toContain('planted');
    expect(kept.config?.User).toBe('app');
  });

  it('may be of any shape', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (inner, history) => {
        secretsInConfig({ config: inner, history } as never, key);
      }),
    );
  });
});

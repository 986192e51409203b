import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, type Json } from '../../model/index.ts';
import { redact } from './redact.ts';

const key = Buffer.alloc(32, 7);
const hmac = expect.stringMatching(/^[0-9a-f]{64}$/);

describe('redacting', () => {
  it('replaces the values of a map and keeps their names', () => {
    const lambda = { FunctionName: 'pay', Environment: { Variables: { DB_PASSWORD: 'hunter2222', STAGE: 'prod' } } };
    expect(redact(lambda, [{ path: 'Environment.Variables' }], key)).toEqual({
      FunctionName: 'pay',
      Environment: {
        Variables: {
          DB_PASSWORD: { $redacted: { detector: 'password', masked: 'hu…', hmac } },
          STAGE: { $redacted: { detector: null, masked: 'p…', hmac } },
        },
      },
    });
  });

  it('keeps what is no secret where only secrets are to go', () => {
    const source = (location: string) =>
      redact({ source: { location } }, [{ path: 'source.location', detectedOnly: true }], key);
    expect(source('https://github.com/acme/shop.git')).toEqual({
      source: { location: 'https://github.com/acme/shop.git' },
    });
    expect(source('https://deploy:s3cr3tPassw0rd@git.example.com/shop.git')).toMatchObject({
      source: { location: { $redacted: { hmac } } },
    });
  });

  it('replaces only the value of name and value pairs, through lists', () => {
    const task = {
      containerDefinitions: [
        { name: 'web', environment: [{ name: 'TOKEN', value: 'q8Zr0vT2xW5n', type: 'PLAINTEXT' }] },
      ],
    };
    expect(redact(task, [{ path: 'containerDefinitions.environment' }], key)).toEqual({
      containerDefinitions: [
        {
          name: 'web',
          environment: [
            {
              name: 'TOKEN',
              value: { $redacted: { detector: 'generic-secret', masked: 'q8Z…', hmac } },
              type: 'PLAINTEXT',
            },
          ],
        },
      ],
    });
  });

  it.each([
    ['plain', (text: string) => Buffer.from(text)],
    ['gzipped', (text: string) => gzipSync(text)],
  ])('judges %s user data by what it decodes to', (_, pack) => {
    const data = { UserData: { Value: pack('#!/bin/sh\nexport DB_PASSWORD=hunter22\n').toString('base64') } };
    const result = redact(data, [{ path: 'UserData.Value', encoding: 'base64' }], key);
    expect(at(result, 'UserData.Value.$redacted')).toEqual({ detector: 'password', masked: '#!/b…', hmac });
  });

  it('gives equal values equal marks under one key, and others under another', () => {
    const mark = (value: string, by: Buffer) => at(redact({ a: value }, [{ path: 'a' }], by), 'a.$redacted.hmac');
    expect(mark('one', key)).toBe(mark('one', key));
    expect(mark('one', key)).not.toBe(mark('two', key));
    expect(mark('one', key)).not.toBe(mark('one', Buffer.alloc(32, 8)));
  });

  it('shares and never changes what is not sensitive', () => {
    const item = { a: { b: 'kept' } };
    expect(redact(item, [{ path: 'a.c' }, { path: 'x' }], key)).toEqual(item);
    expect(redact(item, [], key)).toBe(item);
  });

  it('leaves no string of a sensitive field behind, and redacting again changes nothing', () => {
    const secret = fc.string({ minLength: 8 }).map((text) => `planted!${text}`);
    const tree = fc.letrec<{ tree: Json }>((tie) => ({
      tree: fc.oneof(
        secret,
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.string(), tie('tree'), { maxKeys: 3 }),
      ),
    })).tree;
    fc.assert(
      fc.property(tree, (below) => {
        const once = redact({ env: below }, [{ path: 'env' }], key);
        expect(JSON.stringify(once)).not.toContain('planted!');
        expect(redact(once, [{ path: 'env' }], key)).toEqual(once);
      }),
    );
  });
});

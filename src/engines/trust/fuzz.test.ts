import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, Material } from '../../model/index.ts';
import { judgeTrust } from './judge.ts';
import { asMaterial } from './material.ts';
import written from './tools.fixture.json' with { type: 'json' };
import { attestation, cosignSignature, digest, keyPair, notaryFiles, now, policyOf, subject } from './trust.fixture.ts';

const release = keyPair();
const keys = { root: keyPair(), targets: keyPair(), snapshot: keyPair(), timestamp: keyPair(), releases: keyPair() };
const { policy, anchors } = policyOf({
  anchors: {
    keys: { release: { text: release.pem } },
    notation: { test: { ca: { text: written.notationCa } } },
    notary: { example: { server: 'notary.example', root: { text: keys.root.pem } } },
  },
  rules: [
    {
      images: ['*'],
      signatures: [
        {
          by: [
            { key: 'release' },
            { notation: { store: 'test', level: 'permissive', identities: ['*'] } },
            { notary: 'example' },
          ],
        },
      ],
    },
  ],
});
const judge = (found: readonly Material[]) => judgeTrust(subject, { found }, policy, anchors, now);

const good: Material[] = [
  cosignSignature(release),
  attestation(release, 'https://example.com/reviewed/v1', {}),
  notaryFiles(keys),
  ...[written.cosignBundles[0], written.notationJws, written.notationCose].map(
    (one) => ({ ...one, subject: digest }) as unknown as Material,
  ),
];

/** Every text in a value, changed at one place. */
function changed(value: Json, at: number, to: string): Json {
  const text = JSON.stringify(value);
  const place = at % text.length;
  try {
    return JSON.parse(text.slice(0, place) + to + text.slice(place + 1)) as Json;
  } catch {
    return value;
  }
}

describe('whatever lies beside an image', () => {
  it('is judged, and never trusted: any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (fact) => {
        expect(judge([asMaterial(fact as Json)]).verdict).not.toBe('trusted');
      }),
    );
  });

  it('is judged, and never trusted: any bytes where envelopes should be', () => {
    const kinds = fc.constantFrom('cosign', 'cosign-attestation', 'sigstore', 'notation', 'notary', 'unread');
    const bytes = fc.uint8Array({ maxLength: 300 }).map((some) => Buffer.from(some).toString('base64'));
    const mediaType = fc.constantFrom('application/jose+json', 'application/cose', 'x');
    fc.assert(
      fc.property(kinds, bytes, bytes, mediaType, fc.jsonValue(), (kind, one, two, type, bundle) => {
        const fact = {
          kind,
          subject: digest,
          source: digest,
          payload: one,
          signature: two,
          envelope: one,
          mediaType: type,
        };
        const files = { root: one, timestamp: two };
        const material = asMaterial({
          ...fact,
          bundle: bundle as Json,
          code: 'TooLarge',
          repository: 'x',
          tag: '1',
          files,
        });
        expect(judge([material]).verdict).not.toBe('trusted');
      }),
    );
  });

  it('is judged: what is good, with any character changed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...good), fc.nat(), fc.constantFrom('A', '0', '"', '{', ' ', '\\'), (one, at, to) => {
        const material = asMaterial(changed(one as unknown as Json, at, to));
        expect(['trusted', 'untrusted', 'undecided']).toContain(judge([material]).verdict);
      }),
      { numRuns: 500 },
    );
  });
});

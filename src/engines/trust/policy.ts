import { RE2JS } from 're2js';
import { z } from 'zod';
import { fitsWildcard } from '../../model/index.ts';

const name = z.string().min(1).max(200);
const pattern = z.string().min(1).max(1000);

/** A file beside the policy, or its text. */
const text = z.union([z.strictObject({ file: z.string().min(1) }), z.strictObject({ text: z.string().min(1) })]);

const regex = pattern.refine(
  (source) => {
    try {
      RE2JS.compile(source);
      return true;
    } catch {
      return false;
    }
  },
  { error: 'not a regular expression (RE2)' },
);

const keyless = z
  .strictObject({
    /** A trusted root among the anchors. */
    root: name,
    issuer: z.string().min(1).max(1000).optional(),
    issuerPattern: regex.optional(),
    /** Subject alternative name of the certificate: an address, or the URI of a workflow. */
    subject: z.string().min(1).max(1000).optional(),
    subjectPattern: regex.optional(),
  })
  .refine(({ issuer, issuerPattern }) => (issuer === undefined) !== (issuerPattern === undefined), {
    error: 'name the issuer: one of issuer, issuerPattern',
  })
  .refine(({ subject, subjectPattern }) => (subject === undefined) !== (subjectPattern === undefined), {
    error: 'name the signer: one of subject, subjectPattern',
  });

const authority = z.union([
  z.strictObject({
    key: name,
    /** The trusted root whose logs prove entries. */
    root: name.optional(),
    /** An entry in a log has to be there. */
    log: z.boolean().default(false),
  }),
  z.strictObject({ keyless, log: z.boolean().default(true) }),
  z.strictObject({
    notation: z.strictObject({
      /** A trust store among the anchors. */
      store: name,
      level: z.enum(['strict', 'permissive', 'audit']).default('strict'),
      /** `*`, or `x509.subject: C=KR, O=Example, CN=release`. */
      identities: z.array(pattern).min(1).max(100),
    }),
  }),
  z.strictObject({ notary: name }),
]);

const signatures = z.strictObject({
  by: z.array(authority).min(1).max(100),
  /** How many different signers. */
  atLeast: z.int().min(1).max(100).default(1),
});

const scalar = z.union([z.string().max(1000), z.number(), z.boolean()]);

const condition = z
  .strictObject({
    /** Fields of the predicate, by dots: `buildDefinition.buildType`; `[]` stands for every element. */
    path: pattern,
    equals: scalar.optional(),
    matches: pattern.optional(),
    atMost: z.number().optional(),
  })
  .refine((one) => [one.equals, one.matches, one.atMost].filter((said) => said !== undefined).length === 1, {
    error: 'say one of equals, matches, atMost',
  });

const attestation = z.strictObject({
  /** `slsa-provenance`, `sbom`, `vuln`, or the URI of a type of predicate. */
  type: pattern,
  /** Who has to have signed it; absent: those of `signatures`. */
  by: z.array(authority).min(1).max(100).optional(),
  /** Patterns (`*`) of which one has to fit, for provenance. */
  builders: z.array(pattern).max(100).optional(),
  sources: z.array(pattern).max(100).optional(),
  where: z.array(condition).max(100).default([]),
});

const rule = z
  .strictObject({
    /** `registry.example/team/*`: `*` stands for any text. */
    images: z.array(pattern).min(1).max(1000),
    signatures: z.array(signatures).max(20).default([]),
    attestations: z.array(attestation).max(50).default([]),
    /** In place of signatures: no image is asked for any, or none passes. */
    accept: z.enum(['anything', 'nothing']).optional(),
    /** What is told where the registry could not be asked. */
    unverifiable: z.enum(['fail', 'allow']).default('fail'),
  })
  .refine(
    ({ accept, signatures: some, attestations: more }) =>
      accept === undefined ? some.length + more.length > 0 : some.length + more.length === 0,
    { error: 'ask for signatures or attestations, or say accept: anything or accept: nothing' },
  )
  .refine(({ signatures: some, attestations: more }) => some.length > 0 || more.every(({ by }) => by !== undefined), {
    error: 'an attestation needs "by" where no signatures are asked for',
  });

/** Whom to trust with which images (docs/image-trust.md). */
export const trustPolicySchema = z
  .strictObject({
    anchors: z
      .strictObject({
        /** Public keys (PEM). */
        keys: z.record(name, text).default({}),
        /** Trusted roots of Sigstore (`trusted_root.json`). */
        sigstore: z.record(name, text).default({}),
        /** Trust stores of Notation: certificates (PEM) of authorities, of signing authorities, of authorities of time. */
        notation: z
          .record(
            name,
            z.strictObject({ ca: text.optional(), signingAuthority: text.optional(), timestamp: text.optional() }),
          )
          .default({}),
        /** Docker Content Trust: where the files are had, and the root that is known. */
        notary: z
          .record(
            name,
            z
              .strictObject({
                /** `notary.example`, or a folder as Docker keeps it (`~/.docker/trust/tuf`). */
                server: z.string().min(1).max(1000).optional(),
                folder: z.string().min(1).max(1000).optional(),
                /** `root.json` as it was when it was first trusted, or certificates or keys (PEM) of the root. */
                root: text,
              })
              .refine(({ server, folder }) => (server === undefined) !== (folder === undefined), {
                error: 'say where the files are: one of server, folder',
              }),
          )
          .default({}),
      })
      .prefault({}),
    rules: z.array(rule).min(1).max(1000),
  })
  .superRefine(({ anchors, rules }, context) => {
    for (const [index, { signatures: some, attestations: more }] of rules.entries()) {
      const named = [...some, ...more].flatMap(({ by }) => by ?? []).flatMap(anchorsNamed);
      for (const [kind, one] of named) {
        if (Object.hasOwn(anchors[kind], one)) continue;
        context.addIssue({ code: 'custom', path: ['rules', index], message: `there is no anchors.${kind}.${one}` });
      }
    }
  });

export type TrustPolicy = z.infer<typeof trustPolicySchema>;
export type TrustRule = TrustPolicy['rules'][number];
export type Authority = TrustRule['signatures'][number]['by'][number];
export type AskedAttestation = TrustRule['attestations'][number];
export type Condition = AskedAttestation['where'][number];

function anchorsNamed(one: Authority): ['keys' | 'sigstore' | 'notation' | 'notary', string][] {
  if ('key' in one)
    return [['keys', one.key], ...(one.root === undefined ? [] : [['sigstore', one.root] as ['sigstore', string]])];
  if ('keyless' in one) return [['sigstore', one.keyless.root]];
  if ('notation' in one) return [['notation', one.notation.store]];
  return [['notary', one.notary]];
}

/** The rule for a repository, with the pattern that is the most specific: the one with the most that is not a star; of equals the one without a star, then the first. */
export function ruleFor(policy: TrustPolicy, repository: string): { rule: TrustRule; pattern: string } | undefined {
  let best: { rule: TrustRule; pattern: string } | undefined;
  for (const one of policy.rules) {
    for (const candidate of one.images) {
      if (!fitsWildcard(repository, candidate)) continue;
      if (best === undefined || weightOf(candidate) > weightOf(best.pattern)) best = { rule: one, pattern: candidate };
    }
  }
  return best;
}

/** Where Docker Content Trust of an image is kept, as far as its rule asks for it. */
export function notarySources(
  policy: TrustPolicy,
  { registry, repository }: { registry: string; repository: string },
): ({ server: string } | { folder: string })[] {
  const { rule } = ruleFor(policy, repositoryName(registry, repository)) ?? {};
  const asked = [...(rule?.signatures ?? []), ...(rule?.attestations ?? [])].flatMap(({ by }) => by ?? []);
  const names = new Set(asked.flatMap((one) => ('notary' in one ? [one.notary] : [])));
  const sources: ({ server: string } | { folder: string })[] = [];
  for (const one of names) {
    const { server, folder } = policy.anchors.notary[one] ?? {};
    if (server !== undefined) sources.push({ server });
    else if (folder !== undefined) sources.push({ folder });
  }
  return sources;
}

/** `registry.example/team/app`; the registry alone for what has no repository. */
export function repositoryName(registry: string, repository: string): string {
  return repository === '' ? registry : `${registry}/${repository}`;
}

function weightOf(candidate: string): number {
  const literal = candidate.replaceAll('*', '').length;
  return literal * 2 + (candidate.includes('*') ? 0 : 1);
}

/** Whether a whole text fits a regular expression, in linear time. */
export function fitsRegex(value: string, source: string): boolean {
  return RE2JS.compile(source).matches(value);
}

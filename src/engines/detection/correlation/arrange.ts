import type { Detection } from '../../../model/index.ts';
import { nameOf } from '../sigma/errors.ts';
import { rejection, type SigmaCorrelation, SigmaError, type SigmaRule } from '../sigma/index.ts';
import type { Rejection } from '../types.ts';

/** A detection with its document, read. */
export interface Read<T extends SigmaRule | SigmaCorrelation = SigmaRule | SigmaCorrelation> {
  detection: Detection;
  document: unknown;
  parsed: T;
}

/** A correlation with its members found, in the order in which it names them. */
export interface Arranged {
  read: Read<SigmaCorrelation>;
  members: readonly Read[];
}

/** How deep correlations stand on correlations. */
const DEEPEST = 8;

/**
 * Finds the members of correlations, and puts correlations behind those they are made of. Left out, with the reason: those
 * whose members are missing or left out themselves, and those that stand on themselves.
 */
export function arrange(
  all: readonly Read[],
  usable: (read: Read) => boolean,
): { arranged: Arranged[]; rejections: Rejection[] } {
  const byName = new Map<string, Read>();
  for (const read of all) {
    for (const name of [read.parsed.id, read.parsed.name, read.detection.id]) {
      if (name !== undefined) byName.set(name, read);
    }
  }
  const arranged = new Map<Read, Arranged>();
  const rejections: Rejection[] = [];
  const failed = new Set<Read>();

  const place = (read: Read<SigmaCorrelation>, above: readonly Read[]): void => {
    if (arranged.has(read) || failed.has(read)) return;
    try {
      if (above.includes(read)) throw new SigmaError('correlation-circular', 'it is one of its own members', where);
      if (above.length >= DEEPEST)
        throw new SigmaError('correlation-too-deep', `correlations stand ${DEEPEST} deep`, where);
      const members = read.parsed.rules.map((name) => {
        const member = byName.get(name);
        if (member === undefined) throw new SigmaError('member-unknown', `there is no rule "${name}"`, where);
        if (isCorrelation(member)) place(member, [...above, read]);
        if (isCorrelation(member) ? !arranged.has(member) : !usable(member)) {
          throw new SigmaError('member-rejected', `its rule "${name}" cannot be used`, where);
        }
        return member;
      });
      arranged.set(read, { read, members });
    } catch (error) {
      if (failed.has(read)) return;
      failed.add(read);
      rejections.push({ ...rejection(read.document, error), rule: nameOf(read.document) });
    }
  };
  for (const read of all) if (isCorrelation(read)) place(read, []);
  return { arranged: [...arranged.values()], rejections };
}

const where = 'correlation.rules';

function isCorrelation(read: Read): read is Read<SigmaCorrelation> {
  return read.parsed.kind === 'correlation';
}

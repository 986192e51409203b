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
      if (above.includes(read))
        throw new SigmaError(
          'correlation-circular',
          { en: 'it is one of its own members', ko: '상관 규칙이 자기 자신을 대상으로 합니다' },
          where,
        );
      if (above.length >= DEEPEST)
        throw new SigmaError(
          'correlation-too-deep',
          { en: `correlations stand ${DEEPEST} deep`, ko: `상관 규칙이 ${DEEPEST}단계로 중첩되었습니다` },
          where,
        );
      const members = read.parsed.rules.map((name) => {
        const member = byName.get(name);
        if (member === undefined)
          throw new SigmaError(
            'member-unknown',
            { en: `there is no rule "${name}"`, ko: `"${name}" 규칙이 없습니다` },
            where,
          );
        if (isCorrelation(member)) place(member, [...above, read]);
        if (isCorrelation(member) ? !arranged.has(member) : !usable(member)) {
          throw new SigmaError(
            'member-rejected',
            { en: `its rule "${name}" cannot be used`, ko: `대상 규칙 "${name}"을(를) 사용할 수 없습니다` },
            where,
          );
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

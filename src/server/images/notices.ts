import type { VulnerabilityRow } from '../../findings/affected/index.ts';
import type { Notice } from '../../response/index.ts';

/** Vulnerabilities told one by one; of more than these the others are counted. */
const MOST_TOLD = 25;

/** Images and hosts named with a vulnerability. */
const MOST_ASSETS = 20;

/** What is told of vulnerabilities that advisories newly know in images and hosts which did not change. */
export function newVulnerabilities(
  rows: readonly VulnerabilityRow[],
  places: ReadonlyMap<string, readonly string[]>,
  { advisoriesAt, now }: { advisoriesAt: Date; now: Date },
): Notice[] {
  const sorted = [...rows].sort((a, b) => b.risk - a.risk || (a.id < b.id ? -1 : 1));
  const told = sorted.length > MOST_TOLD ? sorted.slice(0, MOST_TOLD - 1) : sorted;
  const notices = told.map((row) => noticeOf(row, places.get(row.id) ?? [], advisoriesAt, now));
  const rest = sorted.slice(told.length);
  const [worst] = rest;
  if (worst === undefined) return notices;
  const count = rest.length;
  return [
    ...notices,
    {
      ...common(now),
      id: `vulnerabilities:${advisoriesAt.toISOString()}`,
      severity: worst.severity,
      title: { en: `${count} more new vulnerabilities`, ko: `그 밖의 새 취약점 ${count}건` },
      summary: {
        en: `The advisories of ${dayOf(advisoriesAt)} know ${count} more vulnerabilities in images and hosts, all of lower risk.`,
        ko: `${dayOf(advisoriesAt)} 권고 기준으로 이미지와 호스트에서 위험도가 더 낮은 취약점 ${count}건이 추가로 확인되었습니다.`,
      },
      assets: [],
      path: '/vulnerabilities?sort=newest',
    },
  ];
}

function noticeOf(row: VulnerabilityRow, places: readonly string[], advisoriesAt: Date, now: Date): Notice {
  const { id, title, severity, packages, exploited } = row;
  const count = places.length;
  const named = packages.slice(0, 3).join(', ');
  const what = title === id ? '' : `${title}. `;
  return {
    ...common(now),
    id: `vulnerability:${id}:${advisoriesAt.toISOString()}`,
    severity,
    title: {
      en: `New vulnerability ${id} in ${count} ${count === 1 ? 'image or host' : 'images and hosts'}`,
      ko: `이미지·호스트 ${count}개에서 새 취약점 ${id} 확인`,
    },
    summary: {
      en: `${what}In ${named}.${exploited ? ' It is known to be exploited.' : ''}`,
      ko: `${what}대상 패키지: ${named}.${exploited ? ' 실제 공격에 악용되고 있는 취약점입니다.' : ''}`,
    },
    assets: places.slice(0, MOST_ASSETS),
    path: `/vulnerabilities/${encodeURIComponent(id)}`,
  };
}

function common(at: Date): Pick<Notice, 'kind' | 'account' | 'tags' | 'techniques' | 'at'> {
  return { kind: 'vulnerability', account: '', tags: [], techniques: [], at };
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

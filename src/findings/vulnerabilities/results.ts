import type { Json, Package, Result, Rule, Vulnerability } from '../../model/index.ts';

/** The image, host or folder that a bill of materials is of. */
export interface Bearer {
  id: string;
  kind: string;
  provider: string;
  account: string;
  region: string;
}

/**
 * A vulnerability of a package as a failed result. The package with the place it lies in tells apart what one vulnerability does in one image, so that an
 * update of one copy closes the finding of that copy alone.
 */
export function vulnerabilityResult(vulnerability: Vulnerability, bearer: Bearer, now: Date): Result {
  const { id, kind, provider, account, region } = bearer;
  return {
    control: vulnerability.id,
    asset: id,
    kind,
    provider,
    account,
    region,
    discriminator: discriminatorOf(vulnerability.package),
    status: 'fail',
    severity: vulnerability.severity,
    evidence: evidenceOf(vulnerability),
    judgedAt: now.toISOString(),
  };
}

/** `purl path`: packages of the operating system lie in its database, all in the same, which would tell nothing. */
function discriminatorOf({ purl, locations, type }: Package): string {
  const [first] = locations;
  return first === undefined || type === 'deb' || type === 'apk' || type === 'rpm' ? purl : `${purl} ${first.path}`;
}

function evidenceOf({ package: found, fixed, status, score, facts, because }: Vulnerability): Record<string, Json> {
  const { advisory, source, ecosystem, name, version, range, constraint } = because;
  const layers = [...new Set(found.locations.flatMap(({ layer }) => (layer === undefined ? [] : [layer])))];
  return {
    package: found.name,
    type: found.type,
    purl: found.purl,
    installed: found.version,
    fixed,
    fixStatus: status,
    paths: found.locations.map(({ path }) => path),
    ...(found.locations.some(({ lines }) => lines !== undefined) && {
      lines: found.locations.map(({ lines }) => lines ?? null),
    }),
    ...(layers.length > 0 && { layers }),
    ...(score !== undefined && { score }),
    ...(facts.epss !== undefined && { epss: { ...facts.epss } }),
    ...(facts.exploited !== undefined && { exploited: { ...facts.exploited } }),
    because: {
      advisory,
      source,
      ecosystem,
      name,
      version,
      ...(range !== undefined && { range: { ...range } }),
      ...(constraint !== undefined && { constraint }),
    },
  };
}

/** What is told of a vulnerability wherever a finding of it is shown. What sources say of it is English. */
export function vulnerabilityRule({ id, severity, facts, package: found, fixed }: Vulnerability, kind: string): Rule {
  const title = facts.title ?? `${id} in ${found.name}`;
  const why = facts.description ?? title;
  return {
    id,
    title: { en: title, ko: facts.title ?? `${found.name}의 ${id}` },
    why: { en: why, ko: why },
    severity,
    kind,
    remediation: { text: updateText(found, fixed, kind) },
    vulnerability: facts,
  };
}

/** What to do about a vulnerable package, in one sentence. */
export function updateText({ name, version }: Pick<Package, 'name' | 'version'>, fixed: readonly string[], kind = '') {
  const [to] = fixed;
  if (to === undefined) {
    return {
      en: `There is no fixed version of ${name} yet. Remove it if it is not needed, or accept the risk for a time.`,
      ko: `아직 수정된 ${name} 버전이 없습니다. 필요하지 않으면 제거하고, 필요하면 기한을 정해 예외로 등록합니다.`,
    };
  }
  if (kind === 'code.folder') {
    return {
      en: `Update ${name} from ${version} to ${to} or later, write the lock file anew, and build what is made of it again.`,
      ko: `${name}을(를) ${version}에서 ${to} 이상으로 업데이트하고 잠금 파일을 갱신한 뒤 다시 빌드합니다.`,
    };
  }
  return {
    en: `Update ${name} from ${version} to ${to} or later and build the image or update the host again.`,
    ko: `${name}을(를) ${version}에서 ${to} 이상으로 업데이트한 뒤 이미지를 다시 빌드하거나 호스트를 업데이트합니다.`,
  };
}

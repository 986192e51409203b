import type { Control, Severity } from '../model/index.ts';

/** What stands for a control that is no longer there, so that its findings are still shown and exported. */
export function removedControl(finding: { rule: string; kind: string; severity: Severity }): Control {
  const said = {
    en: 'The control that found this is no longer part of the content.',
    ko: '이 항목을 발견한 점검 항목이 더 이상 콘텐츠에 포함되어 있지 않습니다.',
  };
  return {
    id: finding.rule,
    title: { en: finding.rule, ko: finding.rule },
    why: said,
    severity: finding.severity,
    kind: finding.kind,
    uses: [],
    pass: 'false',
    remediation: { text: said },
    tests: [],
  };
}

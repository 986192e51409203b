import { describe, expect, it } from 'vitest';
import type { Framework, Language } from '../model/index.ts';
import { assessFramework } from './assess.ts';
import type { Evidence } from './evidence.ts';
import { complianceReport } from './report.ts';
import { noResults } from './state.ts';

const framework: Framework = {
  id: 'castle',
  title: { en: 'Castle <order>', ko: '성 규정' },
  publisher: 'The court',
  version: '1',
  extent: 'touched',
  source: 'https://example.org/castle',
  requirements: [
    {
      id: '1',
      title: { en: 'Gates', ko: '성문' },
      children: [
        { id: '1.1', title: { en: 'Gates are shut at night', ko: '밤에는 성문을 닫습니다' } },
        { id: '1.2', title: { en: 'Gates are manned', ko: '성문에 보초를 세웁니다' } },
        {
          id: '1.3',
          title: { en: 'Wardens swear', ko: '성주가 서약합니다' },
          assessment: 'manual',
          evidence: { en: 'The oath', ko: '서약서' },
        },
      ],
    },
  ],
};

function report(language: Language, statement: Partial<Evidence> = {}) {
  const control = (id: string, requirement: string) => ({
    id,
    title: { en: `Control ${id}`, ko: `통제 ${id}` },
    severity: 'high' as const,
    maps: { castle: [requirement] },
  });
  const evidence = { requirement: '1.3', statement: 'Sworn', by: 'Warden', validUntil: '2026-12-31T00:00:00Z' };
  const assessment = assessFramework({
    framework,
    controls: [control('bar', '1.1'), control('guard', '1.2'), control('lost', '9.9')],
    counts: new Map([['bar', { ...noResults, pass: 7 }]]),
    evidence: [{ ...evidence, ...statement }],
    now: new Date('2026-03-01T00:00:00Z'),
  });
  const options = { language, organisation: 'Suwon & Sons', scope: ['111122223333'], preparedBy: 'Jeong' };
  return complianceReport(assessment, options);
}

describe('the HTML report', () => {
  it('states the score with its denominator and what is left out of it', () => {
    const { html } = report('en');
    expect(html).toContain('Of 2 requirements that controls judge, 1 are passed by those controls (50 %).');
    expect(html).toContain('Not part of this figure: 1 requirements');
    expect(report('ko').html).toContain('요구사항 2개 중 1개가 통제를 통과했습니다(50%)');
  });

  it('shows each requirement with its state, controls and evidence, and what was not run', () => {
    const { html } = report('en', { link: 'https://example.org/oath' });
    expect(html).toMatch(/1\.1 Gates are shut at night <span class="badge passing">Passing/);
    expect(html).toMatch(/1\.2 Gates are manned <span class="badge unknown">Unknown/);
    expect(html).toMatch(/1\.3 Wardens swear <span class="badge evidenced">Evidenced/);
    expect(html).toContain('<td>Not run</td>');
    expect(html).toContain('<a href="https://example.org/oath"');
    expect(html).toContain('2026-12-31 00:00 UTC');
  });

  it('says that only touched requirements are listed, and which mappings lead nowhere', () => {
    expect(report('en').html).toContain('lists only the requirements that controls speak to');
    expect(report('en').html).toContain('Control lost names 9.9');
  });

  it('is in the language asked for', () => {
    const { html } = report('ko');
    expect(html).toContain('<html lang="ko">');
    expect(html).toContain('밤에는 성문을 닫습니다');
    expect(html).not.toContain('Gates are shut');
  });

  it('holds no script, loads nothing and makes no link that could run something', () => {
    const { html } = report('en', {
      statement: '<script>alert(1)</script>',
      by: '"><img src=x>',
      link: 'javascript:alert(1)',
    });
    expect(html).not.toMatch(/<script|<img|<link|href="javascript/);
    expect(html).toContain("default-src 'none'");
    expect(html).toContain('Suwon &#38; Sons');
    expect(html).toContain('Castle &#60;order&#62;');
  });
});

describe('the CSV report', () => {
  it('has a header and one row a requirement, readable by spreadsheets as UTF-8', () => {
    const { csv } = report('ko');
    const lines = csv.trimEnd().split('\r\n');
    expect(csv.startsWith('\uFEFF')).toBe(true);
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain('1.1,밤에는 성문을 닫습니다,자동 점검,충족,충족,7,0,0,0,0,0,bar,0,');
    expect(lines[3]).toContain('증적 확보');
  });

  it('keeps a spreadsheet from taking what people wrote for a formula', () => {
    const { csv } = report('en', { statement: '=HYPERLINK("https://example.org","x")', by: '@SUM(A1)' });
    expect(csv).toContain(`"'=HYPERLINK(""https://example.org"",""x"")"`);
    expect(csv).toContain(`"'@SUM(A1)"`);
  });
});

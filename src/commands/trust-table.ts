import type { Report } from '../findings/report.ts';
import type { Language, Text } from '../model/index.ts';
import { clean } from './table-text.ts';

/** Materials listed of one image before the rest is counted. */
const LISTED = 10;

const verdicts: Readonly<Record<'trusted' | 'untrusted' | 'undecided', Text>> = {
  trusted: { en: 'Trusted', ko: '신뢰함' },
  untrusted: { en: 'Not trusted', ko: '신뢰하지 않음' },
  undecided: { en: 'Trust not known', ko: '신뢰 여부 확인 불가' },
};

/** Whether images are trusted, and what became of each signature. */
export function trustLines({ trust }: Report, language: Language): string[] {
  const lines: string[] = [];
  for (const { assetName, verdict, signatures, attestation, reasons } of trust ?? []) {
    lines.push('', `${verdicts[verdict][language]}: ${clean(assetName)}`);
    for (const { status, text } of [signatures, attestation]) {
      if (status !== 'not-applicable') lines.push(`  ${clean(text[language])}`);
    }
    for (const { kind, text, predicateType, notes } of reasons.slice(0, LISTED)) {
      const what = predicateType === undefined ? kind : `${kind} ${predicateType}`;
      lines.push(
        `  - ${clean(what)}: ${[text, ...notes.map((note) => note.text)].map((one) => clean(one[language])).join(' ')}`,
      );
    }
    if (reasons.length > LISTED) lines.push(`  - +${reasons.length - LISTED}`);
  }
  return lines;
}

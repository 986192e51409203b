import type { Report } from '../findings/report.ts';
import { type SbomFormat, type SbomSubject, sbomFormats, writeSbom } from '../findings/sbom/index.ts';
import type { Bom } from '../model/index.ts';
import { languageOf, say } from './language.ts';
import { writeOutput } from './output.ts';
import { deliver, exitCodeOf, type JudgeFlags } from './scan.ts';
import { clean } from './table-text.ts';
import { version } from './version.ts';

/** A format of every scan, or that of a bill of materials. */
export type SoftwareFormat = JudgeFlags['format'] | SbomFormat;

/** Things told as unread before the rest is counted. */
const UNREAD_SHOWN = 10;

const text = {
  unread: { en: 'Not read, so that something may be missing:', ko: '읽지 못해 누락되었을 수 있는 항목:' },
  more: { en: '… and {count} more', ko: '… 외 {count}건' },
};

/** Prints what a scan of software found, or writes the software as a document with what is wrong with it; says what was not read, and sets the exit code. */
export async function deliverSoftware(
  report: Report,
  { subject, bom }: { subject: SbomSubject; bom: Bom },
  flags: Pick<JudgeFlags, 'out' | 'color' | 'failOn'> & { format: SoftwareFormat },
): Promise<void> {
  const { format } = flags;
  if (isSbomFormat(format)) {
    const findings = [...report.findings, ...report.waived];
    await writeOutput([writeSbom(format, { subject, bom, findings, version, now: new Date() })], flags.out);
  } else {
    await deliver(report, { ...flags, format });
  }
  tellUnread(bom);
  process.exitCode = exitCodeOf(report, flags.failOn);
}

function isSbomFormat(format: SoftwareFormat): format is SbomFormat {
  return (sbomFormats as readonly string[]).includes(format);
}

/** On stderr, as formats for programs stay what they are. */
function tellUnread({ unread }: Bom): void {
  if (unread.length === 0) return;
  const language = languageOf(process.env);
  const lines = unread
    .slice(0, UNREAD_SHOWN)
    .map(({ path, reason }) => clean(path === '' ? reason : `${path}: ${reason}`));
  if (unread.length > UNREAD_SHOWN) lines.push(say(text.more, language, { count: unread.length - UNREAD_SHOWN }));
  process.stderr.write(`${[text.unread[language], ...lines.map((line) => `  ${line}`)].join('\n')}\n`);
}

import { styleText } from 'node:util';
import { Command, Option } from 'commander';
import { decide, type GateInput, loadGatePolicy, type Verdict } from '../findings/gate/index.ts';
import type { ReportFinding } from '../findings/report.ts';
import type { ImageTrust } from '../findings/trust.ts';
import { exitCodes, type Language, type Text } from '../model/index.ts';
import { type ImageFlags, withImageFlags } from './image-target.ts';
import { type JudgedImage, judgeImage } from './judge-image.ts';
import { languageOf, say } from './language.ts';
import { checkOutput, writeOutput } from './output.ts';
import { clean } from './table-text.ts';

interface GateFlags extends ImageFlags {
  policy: string;
  format: 'table' | 'json';
  out?: string;
  controls?: string[];
  ownControls?: string;
  params?: string;
  color: boolean;
}

const text = {
  pass: { en: 'PASS', ko: '통과' },
  fail: { en: 'STOP', ko: '차단' },
  until: { en: 'Valid until {time}, for {digest}.', ko: '유효 기한 {time}, 대상 {digest}.' },
  unknown: { en: 'not known', ko: '확인 불가' },
  interrupted: {
    en: 'Interrupted: there is no verdict, which is not the same as a pass.',
    ko: '중단되었습니다. 판정 결과가 없으며, 통과를 뜻하지 않습니다.',
  },
};

/** `gate image REF --policy FILE`: one verdict for a pipeline. */
export function gateCommand(): Command {
  const gate = new Command('gate').description('one verdict for a pipeline: 0 goes on, 1 stops');
  gate.addCommand(
    withImageFlags(new Command('image'))
      .description('judge an image by a policy')
      .argument('<image>', 'reference, archive (docker save, OCI; - for standard input), OCI layout or root folder')
      .requiredOption('--policy <file>', 'what an image has to be: YAML, see docs/images.md')
      .addOption(
        new Option('-f, --format <format>', 'how to print the verdict').choices(['table', 'json']).default('table'),
      )
      .option('-o, --out <file>', 'write the verdict to this file as JSON')
      .option('--controls <ids...>', 'judge only by these controls (ids; * stands for any text)')
      .option('--own-controls <dir>', 'judge by the controls in this folder too')
      .option('--params <file>', 'values of controls, such as the regions allowed: YAML, see docs/controls.md')
      .option('--no-color', 'plain text')
      .action(gateImage),
  );
  return gate;
}

async function gateImage(target: string, flags: GateFlags): Promise<void> {
  const language = languageOf(process.env);
  const policy = await loadGatePolicy(flags.policy);
  await checkOutput(flags.out);
  const judged = await judgeImage(target, { ...flags, connection: 'cli' }, language);
  if (judged === undefined) {
    process.stderr.write(`${text.interrupted[language]}\n`);
    return;
  }
  const verdict = decide(policy, inputOf(judged, new Date()));
  const json = `${JSON.stringify(verdict, null, 2)}\n`;
  if (flags.out !== undefined) await writeOutput([json], flags.out);
  await writeOutput([flags.format === 'json' ? json : verdictText(verdict, language, flags.color)], undefined);
  process.exitCode = verdict.verdict === 'pass' ? exitCodes.clean : exitCodes.findings;
}

/** What a gate asks of an image that was judged. */
function inputOf({ image, report, malware, trustPolicy }: JudgedImage, now: Date): GateInput {
  const { software } = report;
  const trust = report.trust?.find(({ asset }) => asset === image.digest);
  const using = (operation: string) =>
    report.findings.filter(({ rule }) => 'uses' in rule && (rule.uses as string[]).includes(operation));
  const unread = (operation: string) => report.unknown.some((group) => group.operation === operation);
  return {
    subject: image.digest,
    name: image.name,
    findings: report.findings.map((finding) => ({ ...finding, fixable: isFixable(finding) })),
    unknown: [...report.unknown.flatMap(({ controls }) => controls), ...report.errors.map(({ control }) => control)],
    ...(software?.database !== undefined && { database: software.database }),
    unjudged: software?.unjudged.reduce((sum, { packages }) => sum + packages, 0) ?? 0,
    ...(!unread('oci:ListSecrets') && { secrets: using('oci:ListSecrets').length }),
    ...(malware && !unread('oci:ListMalware') && { malware: using('oci:ListMalware').length }),
    ...(trust !== undefined && { trust: trust.verdict, trustReason: trustReason(trust) }),
    ...(trustPolicy !== undefined && { trustPolicy }),
    ...(image.base !== undefined && { base: image.base }),
    now,
  };
}

/** What stands in the way: signatures before attestations. */
function trustReason({ signatures, attestation }: ImageTrust): Text {
  return signatures.status === 'fail' || signatures.status === 'unknown' ? signatures.text : attestation.text;
}

function isFixable({ evidence: { fixed } }: ReportFinding): boolean {
  return Array.isArray(fixed) && fixed.length > 0;
}

function verdictText(verdict: Verdict, language: Language, color: boolean): string {
  const plain = !color || process.stdout.isTTY !== true || process.env.NO_COLOR !== undefined;
  const passed = verdict.verdict === 'pass';
  const word = text[verdict.verdict][language];
  const head = plain ? word : styleText(passed ? ['bold', 'green'] : ['bold', 'red'], word);
  const lines = [`${head}  ${clean(verdict.name)}`];
  for (const { status, text: reason } of verdict.reasons) {
    lines.push(`  - ${status === 'unknown' ? `[${text.unknown[language]}] ` : ''}${clean(reason[language])}`);
  }
  lines.push(say(text.until, language, { time: verdict.expiresAt, digest: verdict.subject }));
  return `${lines.join('\n')}\n`;
}

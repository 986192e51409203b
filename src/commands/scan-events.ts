import { Command, InvalidArgumentError, Option } from 'commander';
import { contentDir, loadDetections } from '../content/index.ts';
import { createDetector, type Detector } from '../engines/detection/index.ts';
import { alertOf } from '../incidents/alerts.ts';
import { incidentExporters } from '../incidents/exports/index.ts';
import { groupIncidents, type IncidentGroup } from '../incidents/group.ts';
import {
  atLeast,
  type Detection,
  type ExitCode,
  exitCodes,
  type Language,
  type Severity,
  severities,
  UserError,
} from '../model/index.ts';
import { type EnrichmentFile, loadEnrichment } from '../sources/enrichment/index.ts';
import { eventFields, eventSources } from '../sources/events/index.ts';
import type { AddressFacts, Enrichment } from '../sources/events/types.ts';
import { detectInLogs, type LogScan, logsAt } from './event-logs.ts';
import { incidentTable } from './incident-table.ts';
import { languageOf, say } from './language.ts';
import { checkOutput, writeOutput } from './output.ts';
import { version } from './version.ts';

interface EventFlags {
  source?: string;
  detections?: string;
  format: 'table' | keyof typeof incidentExporters;
  out?: string;
  failOn: Severity;
  minSeverity: Severity;
  enrichment?: string;
  list?: string[];
  lateness: number;
  timeZone?: string;
  color: boolean;
}

const text = {
  rejected: { en: 'Detection {rule} is not used: {reason}', ko: '탐지 규칙 {rule}은(는) 사용하지 않습니다: {reason}' },
  unused: {
    en: 'The file {name} in {dir} is not used: {problem}.',
    ko: '{dir}의 {name} 파일은 사용하지 않습니다: {problem}.',
  },
  old: { en: '{name} is {days} days old.', ko: '{name} 파일은 {days}일 전에 만들어졌습니다.' },
};

const problems = {
  'too-large': { en: 'it is too large', ko: '너무 큽니다' },
  malformed: { en: 'it cannot be read', ko: '읽을 수 없습니다' },
  'unknown-kind': { en: 'it is of no kind that is known', ko: '알 수 없는 형식입니다' },
} as const;

/** Days after which data on addresses is told to be old. */
const OLD_DAYS = 30;

const DAY = 86_400_000;

export function scanEventsCommand(): Command {
  return new Command('events')
    .description('look for attacks in logs')
    .argument('<place>', 'file, folder or s3://bucket/prefix')
    .addOption(
      new Option('--source <id>', 'the kind of log, where it is not to be told from the records').choices(
        eventSources.map(({ id }) => id),
      ),
    )
    .option('--detections <dir>', 'judge by the detections in this folder too (Sigma)')
    .addOption(
      new Option('-f, --format <format>', 'how to print the incidents')
        .choices(['table', ...Object.keys(incidentExporters)])
        .default('table'),
    )
    .option('-o, --out <file>', 'write to a file instead of the terminal')
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 where an incident is this bad or worse')
        .choices([...severities])
        .default('medium'),
    )
    .addOption(
      new Option('--min-severity <severity>', 'leave out alerts that are less bad')
        .choices([...severities])
        .default('low'),
    )
    .option(
      '--enrichment <dir>',
      'folder of data on addresses and domains: MMDB, cloud ranges, lists; see docs/logs.md',
    )
    .option('--list <name=values...>', 'values of a list that detections ask: trusted_automation=ci,deploy')
    .addOption(
      new Option('--lateness <duration>', 'how much later than others an event may come (60m)')
        .default(3_600_000, '60m')
        .argParser(durationIn),
    )
    .option('--time-zone <name>', 'whose hours and weekdays detections mean; else those of this machine')
    .option('--no-color', 'plain text')
    .action(scanEvents);
}

async function scanEvents(place: string, flags: EventFlags): Promise<void> {
  const language = languageOf(process.env);
  const tell = (line: string) => process.stderr.write(`${line}\n`);
  // What a person may have got wrong is found before the work begins.
  const timeZone = zoneOf(flags.timeZone);
  const lists = listsIn(flags.list ?? []);
  await checkOutput(flags.out);
  const logs = await logsAt(place);
  const enrichment = await enrichmentFor(flags.enrichment, language, tell);
  const { detector, detections } = await detectorFor(flags, lists, eventFields(enrichment, { timeZone }));
  for (const { rule, reason } of detector.rejections)
    tell(say(text.rejected, language, { rule, reason: reason[language] }));

  const scan = await detectInLogs(logs, detector, { source: flags.source, language });
  const incidents = incidentsIn(scan, detections, flags.minSeverity);
  await deliver(incidents, scan, detections, enrichment, flags);
  process.exitCode = exitCodeOf(incidents, scan, detector, flags.failOn);
}

async function detectorFor(flags: EventFlags, lists: Lists, fields: ReturnType<typeof eventFields>) {
  const own = flags.detections === undefined ? [] : [flags.detections];
  const library = await loadDetections(fields.sourcesOf, `${contentDir()}/detections`, ...own);
  const placeholders = new Map<string, readonly (string | number)[]>();
  for (const [name, list] of library.lists) placeholders.set(name, list.default);
  for (const [name, values] of lists) {
    if (!library.lists.has(name)) throw noSuchList(name, [...library.lists.keys()]);
    placeholders.set(name, values);
  }
  const options = { fields, filters: library.filters, placeholders, lateness: flags.lateness };
  const detections = new Map(library.detections.map(({ detection }) => [detection.id, detection]));
  return { detector: createDetector(library.detections, options), detections };
}

function incidentsIn(scan: LogScan, detections: ReadonlyMap<string, Detection>, least: Severity): IncidentGroup[] {
  const alerts = scan.firings.flatMap((firing) => {
    const detection = detections.get(firing.detection);
    if (detection === undefined || !atLeast(detection.severity, least)) return [];
    return [alertOf(firing, detection, scan.activityOf)];
  });
  return groupIncidents(alerts).sort(
    (one, other) =>
      severities.indexOf(one.severity) - severities.indexOf(other.severity) || one.firstAt - other.firstAt,
  );
}

async function deliver(
  incidents: IncidentGroup[],
  scan: LogScan,
  detections: ReadonlyMap<string, Detection>,
  enrichment: Enrichment,
  flags: EventFlags,
): Promise<void> {
  const language = languageOf(process.env);
  const placeOf = (ip: string) => placeIn(enrichment.address(ip));
  if (flags.format === 'table') {
    const plain = flags.out !== undefined || process.stdout.isTTY !== true || process.env.NO_COLOR !== undefined;
    const look = { language, color: flags.color && !plain, width: process.stdout.columns ?? 120 };
    await writeOutput([incidentTable(incidents, { scan, detections, placeOf }, look)], flags.out);
    return;
  }
  const context = { language, version, generatedAt: new Date().toISOString(), detections, placeOf, lost: scan.lost };
  await writeOutput(incidentExporters[flags.format].write(incidents, context), flags.out);
}

/** 1: an incident is at or over the threshold; 3: something could not be judged; else 0. */
function exitCodeOf(
  incidents: readonly IncidentGroup[],
  scan: LogScan,
  detector: Detector,
  failOn: Severity,
): ExitCode {
  if (incidents.some(({ severity }) => atLeast(severity, failOn))) return exitCodes.findings;
  const lost = Object.values(scan.lost).some((count) => count > 0);
  return lost || detector.rejections.length > 0 ? exitCodes.incomplete : exitCodes.clean;
}

async function enrichmentFor(
  dir: string | undefined,
  language: Language,
  tell: (line: string) => void,
): Promise<Enrichment> {
  if (dir === undefined) return { address: () => undefined };
  const { enrichment, files } = await loadEnrichment(dir);
  for (const file of files) {
    const line = noteOn(file, dir, language);
    if (line !== undefined) tell(line);
  }
  return enrichment;
}

function noteOn({ name, problem, madeAt }: EnrichmentFile, dir: string, language: Language): string | undefined {
  if (problem !== undefined) return say(text.unused, language, { name, dir, problem: problems[problem][language] });
  const days = Math.floor((Date.now() - madeAt.getTime()) / DAY);
  return days < OLD_DAYS ? undefined : say(text.old, language, { name, days });
}

/** `Seoul, KR, AS4766 Korea Telecom, tor`: what there is to say of an address in a line. */
function placeIn(facts: AddressFacts | undefined): string | undefined {
  if (facts === undefined) return undefined;
  const { city, country, asn, organisation, cloud, tor, vpn, threats = [] } = facts;
  const network = [asn === undefined ? undefined : `AS${asn}`, organisation]
    .filter((part) => part !== undefined)
    .join(' ');
  const parts = [city, country, network, cloud, tor === true ? 'Tor' : '', vpn === true ? 'VPN' : '', ...threats];
  const said = parts.filter((part) => part !== undefined && part !== '').join(', ');
  return said === '' ? undefined : said;
}

type Lists = readonly (readonly [name: string, values: readonly string[]])[];

function listsIn(given: readonly string[]): Lists {
  return given.map((one) => {
    const at = one.indexOf('=');
    if (at <= 0) {
      throw new UserError('list-malformed', {
        en: `--list takes name=value,value; "${one}" has no name or no value.`,
        ko: `--list에는 이름=값,값 형식이 필요합니다. "${one}"에는 이름이나 값이 없습니다.`,
      });
    }
    return [
      one.slice(0, at),
      one
        .slice(at + 1)
        .split(',')
        .filter((value) => value !== ''),
    ];
  });
}

function noSuchList(name: string, known: readonly string[]): UserError {
  return new UserError('no-such-list', {
    en: `No detection asks for a list "${name}". There are: ${known.join(', ')}.`,
    ko: `"${name}" 목록을 쓰는 탐지 규칙이 없습니다. 사용할 수 있는 목록: ${known.join(', ')}.`,
  });
}

function zoneOf(name: string | undefined): string {
  const zone = name ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new UserError('no-such-time-zone', {
      en: `There is no time zone "${zone}". Use a name such as Asia/Seoul.`,
      ko: `"${zone}" 시간대가 없습니다. Asia/Seoul과 같은 이름을 사용하세요.`,
    });
  }
}

function durationIn(value: string): number {
  const [, number, unit = 'm'] = /^(\d{1,6})(s|m|h|d)$/.exec(value) ?? [];
  if (number === undefined) throw new InvalidArgumentError('90s, 60m, 2h, 1d');
  return Number(number) * { s: 1000, m: 60_000, h: 3_600_000, d: DAY }[unit as 's' | 'm' | 'h' | 'd'];
}

import path from 'node:path';
import { type Command, Option } from 'commander';
import { contentDir, loadControls, loadParams, paramsIn } from '../content/index.ts';
import type { CompiledControl } from '../engines/control/index.ts';
import { productEngine } from '../findings/engine.ts';
import { type ExportFinding, exporters } from '../findings/exports/index.ts';
import type { ParamsFor } from '../findings/judge.ts';
import type { Report } from '../findings/report.ts';
import {
  atLeast,
  type Catalog,
  type Control,
  type ExitCode,
  exitCodes,
  fitsWildcard,
  type Severity,
  severities,
  UserError,
} from '../model/index.ts';
import { namesIn } from './flags.ts';
import { languageOf } from './language.ts';
import { writeOutput } from './output.ts';
import { reportTable } from './report-table.ts';
import { version } from './version.ts';

/** Options of every scan: what to judge by, and how to tell. */
export interface JudgeFlags {
  format: 'table' | keyof typeof exporters;
  out?: string;
  failOn: Severity;
  controls?: string[];
  services?: string[];
  ownControls?: string;
  params?: string;
  color: boolean;
}

/**
 * Adds the options that every scan has.
 *
 * @param documents formats that only this scan can be told in
 */
export function withJudgeFlags(command: Command, documents: readonly string[] = []): Command {
  return command
    .addOption(
      new Option('-f, --format <format>', 'how to print the findings')
        .choices(['table', ...Object.keys(exporters), ...documents])
        .default('table'),
    )
    .option('-o, --out <file>', 'write to a file instead of the terminal')
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 where something this bad or worse failed')
        .choices([...severities])
        .default('low'),
    )
    .option('--controls <ids...>', 'judge only by these controls (ids; * stands for any text)')
    .option('--own-controls <dir>', 'judge by the controls in this folder too')
    .option('--params <file>', 'values of controls, such as the regions allowed: YAML, see docs/controls.md')
    .option('--services <names...>', 'look only at these services (s3 iam ec2 ...)')
    .option('--no-color', 'plain text');
}

/**
 * The controls over what a catalog makes that the flags choose.
 *
 * @throws UserError where a name chooses none
 */
export async function chosenControls(
  flags: Pick<JudgeFlags, 'controls' | 'services' | 'ownControls'>,
  catalog: Catalog,
): Promise<Control[]> {
  // Each provider's controls lie in a folder of their own: reading all would take a second.
  const own = await controlsBelow(path.join(contentDir(), 'controls', catalog.provider), flags);
  const all = own.filter(({ kind }) => kind.startsWith(`${catalog.provider}.`));
  let chosen = all;
  if (flags.controls !== undefined) {
    const patterns = namesIn(flags.controls) ?? [];
    for (const pattern of patterns) {
      if (!all.some((control) => fitsWildcard(control.id, pattern)))
        throw noSuch(
          'control',
          pattern,
          closest(
            pattern,
            all.map((one) => one.id),
          ),
        );
    }
    chosen = chosen.filter((control) => patterns.some((pattern) => fitsWildcard(control.id, pattern)));
  }
  if (flags.services !== undefined) {
    const services = new Set(namesIn(flags.services));
    const known = new Set(catalog.calls.map((call) => call.service));
    for (const service of services)
      if (!known.has(service)) throw noSuch('service', service, closest(service, [...known]));
    chosen = chosen.filter((control) =>
      control.uses.some((operation) => services.has(operation.split(':')[0] as string)),
    );
  }
  return chosen;
}

function controlsBelow(dir: string, { ownControls }: Pick<JudgeFlags, 'ownControls'>): Promise<Control[]> {
  return loadControls(dir, ...(ownControls === undefined ? [] : [ownControls]));
}

/**
 * The values that the file of `--params` sets.
 *
 * @throws UserError where it cannot be read, or sets what no control has
 */
export async function paramsFor(flags: Pick<JudgeFlags, 'params' | 'ownControls'>): Promise<{ params?: ParamsFor }> {
  if (flags.params === undefined) return {};
  return {
    params: paramsIn(await loadParams(flags.params, await controlsBelow(path.join(contentDir(), 'controls'), flags))),
  };
}

export async function compile(controls: readonly Control[]): Promise<CompiledControl[]> {
  const engine = await productEngine();
  return controls.map((control) => engine.compile(control));
}

/** Prints a report, or writes it to a file, in the format asked for. */
export async function deliver(report: Report, flags: Pick<JudgeFlags, 'format' | 'out' | 'color'>): Promise<void> {
  const language = languageOf(process.env);
  if (flags.format === 'table') {
    const plain = flags.out !== undefined || process.stdout.isTTY !== true || process.env.NO_COLOR !== undefined;
    const look = { language, color: flags.color && !plain, width: process.stdout.columns ?? 120 };
    await writeOutput([reportTable(report, look)], flags.out);
  } else {
    const { unknown, trust } = report;
    const context = {
      language,
      version,
      generatedAt: new Date().toISOString(),
      unknown,
      ...(trust !== undefined && { trust }),
    };
    await writeOutput(exporters[flags.format].write(exportFindings(report), context), flags.out);
  }
}

function* exportFindings({ findings, waived }: Report): Generator<ExportFinding> {
  for (const { judgedAt, status: _status, control: _control, ...rest } of findings) {
    yield { ...rest, status: 'open', firstSeen: judgedAt, lastSeen: judgedAt };
  }
  for (const { judgedAt, status: _status, control: _control, waiver: _waiver, ...rest } of waived) {
    yield { ...rest, status: 'open', excepted: true, firstSeen: judgedAt, lastSeen: judgedAt };
  }
}

/** 1: something at or over the threshold failed; 2: a control broke; 3: something could not be read; else 0. */
export function exitCodeOf(report: Report, failOn: Severity): ExitCode {
  if (severities.some((severity) => atLeast(severity, failOn) && report.failed[severity] > 0))
    return exitCodes.findings;
  if (report.counts.error > 0) return exitCodes.usage;
  return report.incomplete ? exitCodes.incomplete : exitCodes.clean;
}

function noSuch(what: 'control' | 'service', name: string, near: string | undefined): UserError {
  const hint =
    near === undefined ? { en: '', ko: '' } : { en: ` Did you mean ${near}?`, ko: ` ${near}을(를) 찾으셨나요?` };
  return new UserError(`no-such-${what}`, {
    en: `There is no ${what} "${name}".${hint.en} "hwaseong controls list" shows all of them.`,
    ko: `${what === 'control' ? '점검 항목' : '서비스'} "${name}"이(가) 없습니다.${hint.ko} "hwaseong controls list"로 전체 목록을 볼 수 있습니다.`,
  });
}

/** The name that shares the most three-letter pieces, if it shares half of them. */
function closest(name: string, names: readonly string[]): string | undefined {
  const pieces = (text: string) =>
    new Set(Array.from({ length: Math.max(0, text.length - 2) }, (_, at) => text.slice(at, at + 3)));
  const wanted = pieces(name);
  let best: { name: string; shared: number } | undefined;
  for (const candidate of names) {
    const shared = [...pieces(candidate)].filter((piece) => wanted.has(piece)).length;
    if (shared * 2 >= wanted.size && shared > 0 && (best === undefined || shared > best.shared))
      best = { name: candidate, shared };
  }
  return best?.name;
}

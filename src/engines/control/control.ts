import type { Environment } from '@marcbachmann/cel-js';
import {
  type Asset,
  type CelFunction,
  type Control,
  FactUnknown,
  type Json,
  type Missing,
  type Result,
  UserError,
} from '../../model/index.ts';
import { createEnvironment, type Meter } from './environment.ts';
import { refusal, rewrite } from './rewrite.ts';
import { assetView, type CelValue, fromCel, incompleteList, listView, type Touch, toCel } from './values.ts';

/** What one judgement looks at. */
export interface JudgeInput {
  asset: Asset;
  /**
   * For each `related` name of the control: what was found, and why it may not be all; with `closed`, the only reason is
   * that these regions are closed to everybody. May be getters.
   */
  related: Record<string, { assets: readonly Asset[]; missing?: Missing; closed?: readonly string[] }>;
  /** Values that were set for this account; defaults stand for the rest. */
  params?: Record<string, Json>;
  now: Date;
  touch?: Touch;
}

export interface CompiledControl {
  readonly control: Control;
  /** One result, or one for each element of `each`. Never throws. */
  judge(input: JudgeInput): Result[];
}

export interface ControlEngine {
  /**
   * Compiles a control's expressions.
   *
   * @throws UserError `control-malformed` where one does not parse or type-check
   */
  compile(control: Control): CompiledControl;
}

type Evaluate = (context: Record<string, unknown>) => unknown;

/** Most elements of `each` that are judged one by one. */
const MAX_ELEMENTS = 10_000;

/** Longest evidence value kept, as JSON text. */
const MAX_EVIDENCE = 16_000;

/** An engine with the given functions for its expressions beside the standard ones of CEL. */
export function createControlEngine(functions: readonly CelFunction[]): ControlEngine {
  const { environment, meter } = createEnvironment(functions);
  const clock = new Set(functions.filter((one) => one.clock === true).map((one) => one.name));
  return { compile: (control) => compileControl(control, { environment, meter, clock }) };
}

interface Compiler {
  environment: Environment;
  meter: Meter;
  clock: ReadonlySet<string>;
}

function compileControl(control: Control, { environment, meter, clock }: Compiler): CompiledControl {
  const compile = (place: string, source: string): Evaluate => {
    try {
      const { ast } = environment.parse(source);
      const refused = refusal(ast);
      if (refused !== undefined) throw new Error(refused);
      const compiled = environment.parse(rewrite(ast, clock));
      const checked = compiled.check();
      if (!checked.valid) throw checked.error ?? new Error('type error');
      return compiled;
    } catch (error) {
      throw malformed(control.id, place, error);
    }
  };
  const optional = (place: string, source: string | undefined) =>
    source === undefined ? undefined : compile(place, source);

  const each = optional('each', control.each);
  const key = optional('key', control.key);
  const when = optional('when', control.when);
  const pass = compile('pass', control.pass);
  const evidence = Object.entries(control.evidence ?? {}).map(
    ([name, source]) => [name, compile(`evidence.${name}`, source)] as const,
  );
  const defaults = Object.fromEntries(
    Object.entries(control.params ?? {}).map(([name, param]) => [name, param.default as Json]),
  );

  function judge(input: JudgeInput): Result[] {
    const { asset, now } = input;
    const base = {
      control: control.id,
      asset: asset.id,
      kind: asset.kind,
      provider: asset.provider,
      account: asset.account,
      region: asset.region,
      judgedAt: now.toISOString(),
    };
    const closed = new Set<string>();
    const context: Record<string, unknown> = {
      asset: assetView(asset, input.touch),
      item: null,
      params: toCel({ ...defaults, ...input.params }),
      related: relatedView(input, (found) => {
        for (const region of found.closed ?? []) closed.add(region);
        return true;
      }),
      now,
    };
    /** What is asked for is not there, whatever may have been left in regions that are closed: it guards nothing there. */
    const failsWithoutClosed = (): Pick<Result, 'status' | 'evidence'> | undefined => {
      const open = {
        ...context,
        related: relatedView(input, ({ closed: regions = [] }) => {
          for (const region of regions) closed.add(region);
          return regions.length === 0;
        }),
      };
      meter.reset();
      try {
        if ((when !== undefined && when(open) !== true) || pass(open) !== false) return undefined;
        return { status: 'fail', evidence: { ...show(open), closedRegions: [...closed].sort() } };
      } catch {
        // Something else is unknown too; the first reason stands.
        return undefined;
      }
    };
    const judgeOne = (discriminator: string): Result => {
      const own = { ...base, discriminator };
      meter.reset();
      try {
        if (when !== undefined && when(context) !== true) return { ...own, status: 'not-applicable', evidence: {} };
        const passed = pass(context);
        if (typeof passed !== 'boolean') throw new TypeError(`pass gave ${typeof passed}, not true or false`);
        return { ...own, status: passed ? 'pass' : 'fail', evidence: show(context) };
      } catch (error) {
        const failed = failure(error);
        const without = failed.status === 'unknown' && closed.size > 0 ? failsWithoutClosed() : undefined;
        return { ...own, evidence: {}, ...(without ?? failed) };
      }
    };
    if (each === undefined) return [judgeOne('')];

    const results: Result[] = [];
    meter.reset();
    try {
      const elements = each(context);
      if (elements === null || elements === undefined)
        return [{ ...base, discriminator: '', status: 'not-applicable', evidence: {} }];
      if (!Array.isArray(elements)) throw new TypeError('each gave no list');
      for (let index = 0; index < elements.length; index++) {
        if (index >= MAX_ELEMENTS) throw new FactUnknown(control.uses[0] as string, 'TooManyElements');
        context.item = elements[index];
        results.push(judgeOne(key === undefined ? String(index) : String(fromCel(key(context)))));
      }
    } catch (error) {
      results.push({ ...base, discriminator: '*', evidence: {}, ...failure(error) });
    }
    if (results.length === 0) results.push({ ...base, discriminator: '', status: 'not-applicable', evidence: {} });
    return results;
  }

  function show(context: Record<string, unknown>): Record<string, Json> {
    const shown: Record<string, Json> = {};
    for (const [name, evaluate] of evidence) {
      try {
        const value = fromCel(evaluate(context));
        const text = JSON.stringify(value);
        shown[name] = text.length > MAX_EVIDENCE ? `${text.slice(0, MAX_EVIDENCE)}…` : value;
      } catch (error) {
        // Evidence only shows; the verdict stands without it.
        shown[name] = { $unknown: error instanceof Error ? (error.message.split('\n')[0] as string) : 'unknown' };
      }
    }
    return shown;
  }

  return { control, judge };
}

type Related = JudgeInput['related'][string];

/**
 * Looked up and turned into CEL's values only when an expression reaches for it: most judgements are decided before.
 * `lacking` tells, as it is reached for, whether a list that is not whole counts as such.
 */
function relatedView(input: JudgeInput, lacking: (found: Related) => boolean): Record<string, CelValue> {
  const view: Record<string, CelValue> = {};
  for (const name of Object.keys(input.related)) {
    let list: CelValue[] | undefined;
    // Not enumerable for the same reason as an asset's traps: an incomplete list throws when it is looked through.
    Object.defineProperty(view, name, {
      enumerable: false,
      get() {
        if (list === undefined) {
          const found = input.related[name] as Related;
          const known = listView(found.assets, input.touch);
          list = found.missing !== undefined && lacking(found) ? incompleteList(known, found.missing) : known;
        }
        return list;
      },
    });
  }
  return view;
}

function failure(error: unknown): Pick<Result, 'status' | 'unknown' | 'error'> {
  if (error instanceof FactUnknown) {
    const { operation, code, permission } = error;
    return {
      status: 'unknown',
      unknown: permission === undefined ? { operation, code } : { operation, code, permission },
    };
  }
  return { status: 'error', error: error instanceof Error ? (error.message.split('\n')[0] as string) : String(error) };
}

/** The judgement of a place where the assets of a control's kind could not be listed. */
export function unknownPlace(
  control: Control,
  place: { asset: string; provider: string; account: string; region: string; missing: Missing },
  now: Date,
): Result {
  const { missing, ...where } = place;
  const { operation, code, permission } = missing;
  return {
    control: control.id,
    ...where,
    kind: control.kind,
    discriminator: '*',
    status: 'unknown',
    evidence: {},
    unknown: permission === undefined ? { operation, code } : { operation, code, permission },
    judgedAt: now.toISOString(),
  };
}

function malformed(id: string, place: string, error: unknown): UserError {
  const reason = error instanceof Error ? (error.message.split('\n')[0] as string) : String(error);
  return new UserError(
    'control-malformed',
    {
      en: `The expression "${place}" of control ${id} cannot be used: ${reason}. Correct it in the control's file.`,
      ko: `점검 항목 ${id}의 "${place}" 식을 사용할 수 없습니다: ${reason}. 해당 점검 항목 파일에서 수정하세요.`,
    },
    { cause: error },
  );
}

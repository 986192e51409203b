import { type CompiledControl, type JudgeInput, type Touch, unknownPlace } from '../engines/control/index.ts';
import type { Inventory, Lookup } from '../inventory/index.ts';
import { GLOBAL, type Json, type Result } from '../model/index.ts';

/** Values that an organisation or an account has set for the params of a control. */
export type ParamsFor = (control: string, account: string) => Record<string, Json> | undefined;

export interface JudgeOptions {
  now: Date;
  params?: ParamsFor;
  touch?: Touch;
}

/**
 * Judges every asset of an inventory by every control of its kind, asset by asset.
 * Where the assets of a kind could not be listed, each of its controls gives one `unknown` for that place.
 */
export function* judge(
  inventory: Inventory,
  lookup: Lookup,
  controls: readonly CompiledControl[],
  options: JudgeOptions,
): Generator<Result> {
  const byKind = Map.groupBy(controls, (compiled) => compiled.control.kind);
  for (const [kind, ofKind] of byKind) {
    for (const entry of inventory.ofKind(kind)) {
      // A region that was left out is not judged at all: that nobody looked is told once, not by every control.
      if (kind === `${entry.provider}.region` && lookup.leftOut(entry.account, entry.region)) continue;
      const asset = inventory.load(entry);
      for (const compiled of ofKind) {
        if (lookup.notAsked(asset, compiled.control.uses)) continue;
        const related: JudgeInput['related'] = {};
        for (const [name, wanted] of Object.entries(compiled.control.related ?? {})) {
          Object.defineProperty(related, name, { enumerable: true, get: () => lookup.related(entry, wanted) });
        }
        const params = options.params?.(compiled.control.id, entry.account);
        yield* compiled.judge({
          asset,
          related,
          now: options.now,
          ...(params === undefined ? {} : { params }),
          ...(options.touch === undefined ? {} : { touch: options.touch }),
        });
      }
    }
    // A kind begins with its provider, and so do the ids of accounts and regions.
    const provider = kind.slice(0, kind.indexOf('.'));
    for (const { account, region, missing, thing } of lookup.gaps(kind)) {
      const place = region === GLOBAL ? `${provider}:${account}` : `${provider}:${account}:${region}`;
      for (const { control } of ofKind) {
        yield unknownPlace(control, { asset: thing ?? place, provider, account, region, missing }, options.now);
      }
    }
  }
}

import type { CompiledControl } from '../engines/control/index.ts';
import { answersOf, buildInventory, createLookup, type Inventory, type WrittenFacts } from '../inventory/index.ts';
import { type Catalog, type Control, type ControlTest, type Json, type Result, UserError } from '../model/index.ts';
import { redact } from '../platform/redaction/index.ts';
import { judge } from './judge.ts';

/** The clock of a test that names none. */
const NOW = '2026-06-01T00:00:00Z';

/** Tests hold no real secret; the key only has to be there. */
const KEY = Buffer.alloc(32);

export interface ControlTestOutcome {
  results: Result[];
  /** Asset name, with ` discriminator` where there is one → status. */
  statuses: Record<string, string>;
  /** `service:Operation` of every fact that the expressions read. */
  touched: Set<string>;
}

/**
 * Judges the facts of one of a control's tests through the same inventory and engine as a scan.
 *
 * @throws UserError where the facts name no call of the catalog
 */
export async function runControlTest(
  compiled: CompiledControl,
  test: Pick<ControlTest, 'facts' | 'params' | 'now'>,
  catalog: Catalog,
): Promise<ControlTestOutcome> {
  const { control } = compiled;
  const answers = answersOf(catalog, test.facts as WrittenFacts, {
    redact: (item, entry) => redact(item, entry.sensitive ?? [], KEY),
  });
  const inventory = await buildInventory(catalog, answers);
  const touched = new Set<string>();
  const fields = fieldOperations(catalog);
  const options = {
    now: new Date(test.now ?? NOW),
    params: () => test.params as Record<string, Json> | undefined,
    touch: (kind: string, field: string) => {
      const operation = fields.get(`${kind} ${field}`);
      if (operation !== undefined) touched.add(operation);
    },
  };
  const results = [...judge(inventory, createLookup(catalog, inventory), [compiled], options)];
  return { results, statuses: statusesOf(control, inventory, results), touched };
}

/** What a test expects, put beside what came; undefined where they agree. */
export function disagreement(test: ControlTest, outcome: ControlTestOutcome): string | undefined {
  const errors = outcome.results.filter((result) => result.status === 'error').map((result) => result.error);
  const said = `${JSON.stringify(outcome.statuses)}${errors.length > 0 ? ` (${errors.join('; ')})` : ''}`;
  if (typeof test.expect === 'string') {
    const all = new Set(Object.values(outcome.statuses));
    const agrees = all.size === 0 ? test.expect === 'none' : all.size === 1 && all.has(test.expect);
    return agrees ? undefined : `expected ${test.expect}, got ${said}`;
  }
  const expected = Object.entries(test.expect);
  const agrees =
    expected.length === Object.keys(outcome.statuses).length &&
    expected.every(([name, status]) => outcome.statuses[name] === status);
  return agrees ? undefined : `expected ${JSON.stringify(test.expect)}, got ${said}`;
}

function fieldOperations(catalog: Catalog): Map<string, string> {
  const fields = new Map<string, string>();
  for (const call of catalog.calls) {
    if (call.as !== undefined && call.each !== undefined) {
      fields.set(`${call.each.kind} ${call.as}`, `${call.service}:${call.operation}`);
    }
  }
  return fields;
}

function statusesOf(control: Control, inventory: Inventory, results: readonly Result[]): Record<string, string> {
  const statuses: Record<string, string> = {};
  for (const result of results) {
    const name = inventory.find(result.asset)?.name ?? result.asset;
    statuses[result.discriminator === '' ? name : `${name} ${result.discriminator}`] = result.status;
  }
  if (Object.keys(statuses).length < new Set(results.map((one) => `${one.asset} ${one.discriminator}`)).size) {
    throw new UserError('control-test-ambiguous', {
      en: `Two assets of a test of ${control.id} have the same name. Give them different names.`,
      ko: `${control.id}의 시험에 이름이 같은 자산이 둘 있습니다. 서로 다른 이름을 지정하세요.`,
    });
  }
  return statuses;
}

import type { ParamsFor } from '../findings/judge.ts';
import type { Json } from '../model/index.ts';
import type { Services } from './services.ts';

/** Values that somebody set for params of controls, by control and account (`''`: the whole organisation). */
export type SetParams = ReadonlyMap<string, ReadonlyMap<string, { [name: string]: Json }>>;

/** Every value that was set. */
export async function readSetParams({ db, tenant }: Pick<Services, 'db' | 'tenant'>): Promise<SetParams> {
  const rows = await db
    .selectFrom('params')
    .select(['control', 'account', 'values'])
    .where('tenant', '=', tenant)
    .execute();
  const params = new Map<string, Map<string, { [name: string]: Json }>>();
  for (const { control, account, values } of rows) {
    const accounts = params.get(control) ?? new Map<string, { [name: string]: Json }>();
    accounts.set(account, values);
    params.set(control, accounts);
  }
  return params;
}

/** Params as a judgement asks for them: an account's values over those of the organisation. */
export async function readParams(services: Pick<Services, 'db' | 'tenant'>): Promise<ParamsFor> {
  const params = await readSetParams(services);
  return (control, account) => {
    const set = params.get(control);
    return set === undefined ? undefined : { ...set.get(''), ...set.get(account) };
  };
}

/** Name of the parameter by which controls are told which tags mark what matters most. */
const CROWN_JEWELS = 'crownJewels';

/** Tags (`key` or `key=value`, lower case) of the assets that matter most, by the organisation's setting. */
export async function crownJewels(services: Pick<Services, 'db' | 'tenant' | 'content'>): Promise<Set<string>> {
  const tags = listIn(services.content, await readSetParams(services), CROWN_JEWELS, '');
  return new Set(tags.map((tag) => tag.toLowerCase()));
}

/** Name of the parameter by which controls are told where assets may be. */
const ALLOWED_REGIONS = 'allowedRegions';

/** Where the assets of an account may be, by its own setting, else by that of the organisation; empty while none is set. */
export async function allowedRegions(
  services: Pick<Services, 'db' | 'tenant' | 'content'>,
): Promise<(account: string) => ReadonlySet<string>> {
  const set = await readSetParams(services);
  const known = new Map<string, ReadonlySet<string>>();
  const regionsOf = (account: string): ReadonlySet<string> => {
    const own = listIn(services.content, set, ALLOWED_REGIONS, account);
    return own.length > 0 || account === '' ? new Set(own) : allowed('');
  };
  const allowed = (account: string): ReadonlySet<string> => {
    const regions = known.get(account) ?? regionsOf(account);
    known.set(account, regions);
    return regions;
  };
  return allowed;
}

/**
 * A list that several controls may ask for under one name, as set for an account (`''`: the organisation) or by default:
 * of the first control that has one.
 */
function listIn(content: Services['content'], set: SetParams, name: string, account: string): string[] {
  for (const { id, params } of content.controls.values()) {
    const value = set.get(id)?.get(account)?.[name] ?? params?.[name]?.default;
    if (Array.isArray(value) && value.length > 0) return value.map(String);
  }
  return [];
}

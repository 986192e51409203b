import { run } from './command.ts';
import { keyValues } from './login.ts';
import { configLines, type HostFiles, matching } from './root.ts';
import { isEnabled, type Service } from './units.ts';

/** Whether what nobody allowed comes in. */
export type Firewall = {
  /** `running`: as the kernel has it; `configured`: as it will be after a start. */
  source: 'running' | 'configured';
  tools: string[];
  /** Input that no rule allows is dropped or refused. Null where the family was not told. */
  ipv4: boolean | null;
  ipv6: boolean | null;
  rules: number;
};

/** The firewall of the system itself; one in front of it is not seen. */
export async function readFirewall(files: HostFiles, services: readonly Service[]): Promise<Firewall> {
  const configured = fromFiles(files, services);
  if (!files.running) return configured;
  const nft = await run('nft', ['-j', 'list', 'ruleset']);
  // Rules made by iptables lie in nftables today; nft does not tell all of their conditions, and those of older kernels lie elsewhere.
  const saved4 = [await run('iptables-save', []), await run('iptables-legacy-save', [])];
  const saved6 = [await run('ip6tables-save', []), await run('ip6tables-legacy-save', [])];
  const said = [nft, ...saved4, ...saved6];
  if (said.every(({ outcome }) => outcome === 'missing'))
    return { ...configured, source: 'running', ipv4: false, ipv6: false };
  const refused = said.find(({ outcome }) => outcome === 'denied' || outcome === 'failed');
  const nftables = nft.outcome === 'done' ? parseNft(nft.text) : undefined;
  const tables4 = saved4.map(({ outcome, text }) => parseIptables(outcome === 'done' ? text : ''));
  const tables6 = saved6.map(({ outcome, text }) => parseIptables(outcome === 'done' ? text : ''));
  const ipv4 = nftables?.ipv4 === true || tables4.some(({ filtered }) => filtered);
  const ipv6 = nftables?.ipv6 === true || tables6.some(({ filtered }) => filtered);
  // Who filters is known even where another tool said nothing; that nobody does is not.
  if (refused !== undefined && !(ipv4 && ipv6))
    files.miss({
      code: refused.outcome === 'denied' ? 'AccessDenied' : 'CommandFailed',
      message: refused.text.trim().split('\n')[0] || 'the rules could not be listed',
      ...(refused.outcome === 'denied' && { permission: 'root' }),
    });
  if (nft.outcome === 'done' && nftables === undefined)
    files.miss({ code: 'Malformed', message: 'what nft said is no JSON' });
  return {
    source: 'running',
    tools: configured.tools,
    ipv4,
    ipv6,
    // Those of iptables may be counted by nft too.
    rules: Math.max(
      nftables?.rules ?? 0,
      [...tables4, ...tables6].reduce((sum, { rules }) => sum + rules, 0),
    ),
  };
}

interface NftRule {
  expr: unknown[];
}

/** Rules as `nft -j list ruleset` gives them (libnftables-json(5)): whether input is filtered where no rule allows it; undefined where it is no such. */
export function parseNft(text: string): { ipv4: boolean; ipv6: boolean; rules: number } | undefined {
  let all: unknown;
  try {
    all = (JSON.parse(text) as { nftables?: unknown } | null)?.nftables;
  } catch {
    return undefined;
  }
  if (!Array.isArray(all)) return undefined;
  const chains = new Map<string, NftRule[]>();
  const inputs: { key: string; family: string; policy: string }[] = [];
  let count = 0;
  for (const one of all) {
    const { chain, rule } = fields(one);
    const { family, table, name, hook, policy, type } = fields(chain);
    if (typeof name === 'string') {
      const key = `${family} ${table} ${name}`;
      if (!chains.has(key)) chains.set(key, []);
      if (hook === 'input' && type === 'filter')
        inputs.push({ key, family: String(family), policy: typeof policy === 'string' ? policy : 'accept' });
    }
    const told = fields(rule);
    if (Array.isArray(told.expr)) {
      const key = `${told.family} ${told.table} ${told.chain}`;
      const list = chains.get(key);
      if (list === undefined) chains.set(key, [{ expr: told.expr }]);
      else list.push({ expr: told.expr });
      count += 1;
    }
  }
  const filters = (family: string) =>
    inputs.some((input) => {
      if (input.family !== family && input.family !== 'inet') return false;
      const verdict = endOf(input.key.split(' ').slice(0, 2).join(' '), input.key, 0);
      return verdict === 'drop' || (verdict === undefined && input.policy === 'drop');
    });
  return { ipv4: filters('ip'), ipv6: filters('ip6'), rules: count };

  /** What becomes of a packet that no condition of a chain fits. */
  function endOf(table: string, key: string, depth: number): 'drop' | 'accept' | undefined {
    if (depth > 16) return undefined;
    for (const { expr } of chains.get(key) ?? []) {
      const said = expr.map(fields);
      const targets = said.flatMap(({ xt }) => (xt === undefined ? [] : [fields(xt)]));
      if (said.some((one) => 'match' in one || 'limit' in one || 'vmap' in one || 'lookup' in one)) continue;
      // A match of iptables, or one that nft does not know, is a condition.
      if (targets.some(({ type }) => type !== 'target')) continue;
      if (targets.some(({ name }) => name === 'REJECT' || name === 'DROP')) return 'drop';
      if (said.some((one) => 'drop' in one || 'reject' in one)) return 'drop';
      if (said.some((one) => 'accept' in one)) return 'accept';
      if (said.some((one) => 'return' in one)) return undefined;
      const way = said.find((one) => 'jump' in one || 'goto' in one);
      if (way === undefined) continue;
      const verdict = endOf(table, `${table} ${String(fields(way.jump ?? way.goto).target)}`, depth + 1);
      if (verdict !== undefined || 'goto' in way) return verdict;
    }
    return undefined;
  }
}

/** What `iptables-save` or a file of rules says of the chain INPUT. */
export function parseIptables(text: string): { filtered: boolean; rules: number } {
  const policies = new Map<string, string>();
  const chains = new Map<string, string[]>();
  let table = '';
  let rules = 0;
  for (const { text: line } of configLines(text)) {
    if (line.startsWith('*')) table = line.slice(1).trim();
    if (table !== 'filter') continue;
    const [, chain, policy] = /^:(\S+)\s+(\S+)/.exec(line) ?? [];
    if (chain !== undefined) policies.set(chain, policy ?? '-');
    const [, of, rest] = /^-A\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (of === undefined) continue;
    rules += 1;
    const list = chains.get(of);
    if (list === undefined) chains.set(of, [rest ?? '']);
    else list.push(rest ?? '');
  }
  const end = endOf('INPUT', 0);
  return {
    filtered: end === 'drop' || (end === undefined && /^(?:DROP|REJECT)$/.test(policies.get('INPUT') ?? '')),
    rules,
  };

  function endOf(chain: string, depth: number): 'drop' | 'accept' | undefined {
    if (depth > 16) return undefined;
    for (const rule of chains.get(chain) ?? []) {
      const [, jump, target = ''] =
        /^(?:-m comment --comment (?:"[^"]*"|\S+) )?-([jg]) (\S+)(?: --reject-with \S+)?$/.exec(rule) ?? [];
      if (jump === undefined) continue;
      if (target === 'DROP' || target === 'REJECT') return 'drop';
      if (target === 'ACCEPT') return 'accept';
      if (target === 'RETURN') return undefined;
      const verdict = endOf(target, depth + 1);
      if (verdict !== undefined || jump === 'g') return verdict;
    }
    return undefined;
  }
}

/** What the files of the usual tools set up when the system starts. */
function fromFiles(files: HostFiles, services: readonly Service[]): Firewall {
  const tools: string[] = [];
  let [ipv4, ipv6, rules] = [false, false, 0];
  const setting = (file: string, name: string) =>
    keyValues(files.text(file) ?? '')
      .findLast(([key]) => key === name)?.[1]
      .replace(/^["'](.*)["']$/, '$1');

  if (files.exists('etc/ufw/ufw.conf') && files.exists('usr/sbin/ufw')) {
    tools.push('ufw');
    if (setting('etc/ufw/ufw.conf', 'ENABLED') === 'yes' && isEnabled(services, 'ufw')) {
      const filtered = /^(?:DROP|REJECT)$/.test(setting('etc/default/ufw', 'DEFAULT_INPUT_POLICY') ?? '');
      ipv4 ||= filtered;
      ipv6 ||= filtered && setting('etc/default/ufw', 'IPV6') !== 'no';
    }
  }
  if (files.exists('usr/sbin/firewalld')) {
    tools.push('firewalld');
    if (isEnabled(services, 'firewalld')) {
      const zone = setting('etc/firewalld/firewalld.conf', 'DefaultZone') ?? 'public';
      const text = /^[\w-]{1,60}$/.test(zone)
        ? (files.text(`etc/firewalld/zones/${zone}.xml`) ?? files.text(`usr/lib/firewalld/zones/${zone}.xml`) ?? '')
        : '';
      // A zone without a target refuses what it does not name.
      const filtered = !/<zone[^>]{0,500}target="ACCEPT"/.test(text);
      ipv4 ||= filtered;
      ipv6 ||= filtered;
    }
  }
  for (const file of ['etc/nftables.conf', 'etc/sysconfig/nftables.conf']) {
    const text = files.text(file);
    if (text === undefined) continue;
    tools.push('nftables');
    if (!isEnabled(services, 'nftables')) continue;
    const parsed = parseNftFile(text);
    ipv4 ||= parsed.ipv4;
    ipv6 ||= parsed.ipv6;
  }
  const saved = [
    ['etc/iptables/rules.v4', 'etc/sysconfig/iptables', 'etc/iptables/rules-save'],
    ['etc/iptables/rules.v6', 'etc/sysconfig/ip6tables', 'etc/iptables/rules6-save'],
  ] as const;
  for (const [index, names] of saved.entries()) {
    for (const file of names) {
      const text = files.text(file);
      if (text === undefined) continue;
      if (!tools.includes('iptables')) tools.push('iptables');
      if (!isEnabled(services, 'netfilter-persistent', 'iptables', 'ip6tables')) continue;
      const parsed = parseIptables(text);
      rules += parsed.rules;
      if (index === 0) ipv4 ||= parsed.filtered;
      else ipv6 ||= parsed.filtered;
    }
  }
  if (matching(files, 'usr/sbin/nft').length > 0 && !tools.includes('nftables')) tools.push('nftables');
  return { source: 'configured', tools: [...new Set(tools)], ipv4, ipv6, rules };
}

/** Chains of an nftables file that hook into input with the policy drop, or end in an unconditional drop or reject. */
export function parseNftFile(text: string): { ipv4: boolean; ipv6: boolean } {
  const found = { ipv4: false, ipv6: false };
  let family = 'ip';
  let chain: { input: boolean; drops: boolean } | undefined;
  for (const { text: line } of configLines(text.replace(/\s#.*$/gm, ''))) {
    for (const part of line
      .slice(0, 4000)
      .split(/[;{]/)
      .map((one) => one.trim())) {
      const table = /^table\s+(?:(ip|ip6|inet|arp|bridge|netdev)\s+)?\S+$/.exec(part);
      if (table !== null) family = table[1] ?? 'ip';
      if (/^chain\s+\S+$/.test(part)) chain = { input: false, drops: false };
      else if (chain !== undefined) {
        if (/\bhook\s+input\b/.test(part)) chain.input = true;
        if (
          /^policy\s+drop$/.test(part) ||
          /^(?:counter\s+)?(?:log\b.*\s)?(?:drop|reject\b.*)$/.test(part.replace(/\s*\}.*$/, ''))
        )
          chain.drops = true;
        if (chain.input && chain.drops) {
          if (family === 'ip' || family === 'inet') found.ipv4 = true;
          if (family === 'ip6' || family === 'inet') found.ipv6 = true;
        }
      }
    }
  }
  return found;
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

import { type Language, languages, type Severity, severities, severityWords, type Text } from '../model/index.ts';
import type { Notice } from './types.ts';

/** What a channel is given to say. Short: whoever wants more follows the link. */
export interface Message {
  /** Stable for one delivery, through all its attempts. */
  id: string;
  kind: Notice['kind'] | 'digest' | 'history';
  severity: Severity;
  /** One line, in each language that the channel is told in. */
  titles: string[];
  /** One or two sentences in each of them. */
  summaries: string[];
  /** What every channel shows beside it: `Account`, `111122223333`. */
  facts: { name: string; value: string }[];
  /** Address of the page in the console; undefined where the console's address is not known. */
  link?: string;
  at: Date;
  /** The notices that it tells of. */
  notices: readonly StoredNotice[];
}

/** A notice as it is kept. */
export type StoredNotice = Omit<Notice, 'tags' | 'channels'>;

/** Most notices that a digest lists one by one. */
const MOST_LISTED = 10;

const words = {
  account: { en: 'Account', ko: '계정' },
  asset: { en: 'Asset', ko: '자산' },
  technique: { en: 'ATT&CK', ko: 'ATT&CK' },
  time: { en: 'Time', ko: '시각' },
  more: (count: number): Text => ({ en: `and ${count} more`, ko: `외 ${count}건` }),
  digest: (count: number): Text => ({
    en: `${count} new security incidents and alerts`,
    ko: `새 보안 인시던트 및 경보 ${count}건`,
  }),
  history: (count: number): Text => ({
    en: `History: ${count} ${count === 1 ? 'incident or alert' : 'incidents and alerts'} in older events`,
    ko: `과거 기록: 지난 이벤트에서 발견된 인시던트 및 경보 ${count}건`,
  }),
  vulnerabilities: (count: number): Text => ({ en: `${count} new vulnerabilities`, ko: `새 취약점 ${count}건` }),
};

/**
 * What a channel says of notices: of one as it is, of several as a list, worst first.
 *
 * @param channel.history they were long past when they became known: a list that calls nobody, however bad they were
 */
export function messageOf(
  id: string,
  notices: readonly StoredNotice[],
  channel: { language: Language | 'both'; consoleUrl: string; history?: boolean },
): Message {
  const spoken = channel.language === 'both' ? languages : [channel.language];
  const sorted = [...notices].sort((a, b) => rank(a) - rank(b) || a.at.getTime() - b.at.getTime());
  const [first] = sorted;
  if (first === undefined) throw new Error('nothing to tell');
  const say = (text: (language: Language) => string) => spoken.map(text);
  const alike = sorted.every(({ kind }) => kind === 'vulnerability');
  const listPath = alike ? '/vulnerabilities' : '/incidents';
  const link =
    channel.consoleUrl === '' ? {} : { link: address(channel.consoleUrl, sorted.length === 1 ? first.path : listPath) };
  if (channel.history === true) {
    return {
      id,
      kind: 'history',
      severity: 'info',
      titles: say((language) => words.history(sorted.length)[language]),
      summaries: say((language) => listed(sorted, language)),
      facts: [],
      ...link,
      at: first.at,
      notices: sorted,
    };
  }
  if (sorted.length === 1) {
    return {
      id,
      kind: first.kind,
      severity: first.severity,
      titles: say((language) => `[${severityWords[first.severity][language]}] ${first.title[language]}`),
      summaries: say((language) => first.summary[language]),
      facts: factsOf(first, spoken),
      ...link,
      at: first.at,
      notices: sorted,
    };
  }
  return {
    id,
    kind: 'digest',
    severity: first.severity,
    titles: say((language) => {
      const title = (alike ? words.vulnerabilities : words.digest)(sorted.length);
      return `[${severityWords[first.severity][language]}] ${title[language]}`;
    }),
    summaries: say((language) => listed(sorted, language)),
    facts: [],
    ...link,
    at: first.at,
    notices: sorted,
  };
}

function listed(notices: readonly StoredNotice[], language: Language): string {
  const lines = notices
    .slice(0, MOST_LISTED)
    .map(({ severity, title }) => `- [${severityWords[severity][language]}] ${title[language]}`);
  if (notices.length > MOST_LISTED) lines.push(`- ${words.more(notices.length - MOST_LISTED)[language]}`);
  return lines.join('\n');
}

function factsOf(notice: StoredNotice, spoken: readonly Language[]): Message['facts'] {
  const name = (text: Text) => [...new Set(spoken.map((language) => text[language]))].join(' / ');
  const facts = [{ name: name(words.time), value: notice.at.toISOString() }];
  if (notice.account !== '') facts.push({ name: name(words.account), value: notice.account });
  const [asset, ...others] = notice.assets;
  if (asset !== undefined) {
    const more = others.length === 0 ? '' : ` ${name(words.more(others.length))}`;
    facts.push({ name: name(words.asset), value: `${asset}${more}` });
  }
  if (notice.techniques.length > 0) facts.push({ name: words.technique.en, value: notice.techniques.join(', ') });
  return facts;
}

function rank({ severity }: StoredNotice): number {
  return severities.indexOf(severity);
}

function address(consoleUrl: string, path: string): string {
  return `${consoleUrl.replace(/\/+$/, '')}${path}`;
}

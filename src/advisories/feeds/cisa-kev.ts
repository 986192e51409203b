import { isObject } from '../../model/index.ts';
import { wholeText } from './documents.ts';
import type { Feed } from './types.ts';
import { isCve, objectsIn, textIn } from './values.ts';

/** CISA's catalogue of vulnerabilities that are exploited. */
export const cisaKev: Feed = {
  id: 'cisa-kev',
  title: 'CISA Known Exploited Vulnerabilities',
  licence: 'CC0-1.0',
  ecosystems: [],
  published: {
    'known_exploited_vulnerabilities.json':
      'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
  },
  takes: (path) => /(^|\/)known_exploited_vulnerabilities\.json$/.test(path),
  async *read(input) {
    for await (const file of input.files) {
      const text = await wholeText(file, input);
      if (text === undefined) continue;
      let document: unknown;
      try {
        document = JSON.parse(text);
      } catch (error) {
        input.reject(file.path, (error as Error).message);
        continue;
      }
      if (!isObject(document) || !Array.isArray(document['vulnerabilities'])) {
        input.reject(file.path, 'it is no catalogue');
        continue;
      }
      for (const [index, one] of objectsIn(document, 'vulnerabilities').entries()) {
        const id = textIn(one, 'cveID');
        const added = textIn(one, 'dateAdded');
        if (id === undefined || !isCve(id) || added === undefined || !/^\d{4}-\d\d-\d\d$/.test(added)) {
          input.reject(`${file.path}:[${index}]`, 'it has no CVE or no date');
          continue;
        }
        const due = textIn(one, 'dueDate');
        yield {
          enriches: 'exploited',
          id,
          added,
          ...(due !== undefined && /^\d{4}-\d\d-\d\d$/.test(due) && { due }),
          ransomware: textIn(one, 'knownRansomwareCampaignUse') === 'Known',
        };
      }
    }
  },
};

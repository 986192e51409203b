import { linesOf } from '../read/text.ts';
import type { Feed } from './types.ts';
import { isCve } from './values.ts';

/** FIRST's Exploit Prediction Scoring System: `cve,epss,percentile` a line (https://www.first.org/epss/data_stats). */
export const epss: Feed = {
  id: 'epss',
  title: 'FIRST EPSS',
  licence: 'free to use with attribution',
  attribution: 'EPSS by FIRST.org, https://www.first.org/epss',
  ecosystems: [],
  published: { 'epss_scores-current.csv.gz': 'https://epss.empiricalsecurity.com/epss_scores-current.csv.gz' },
  takes: (path) => /\.csv$/i.test(path),
  async *read(input) {
    for await (const file of input.files) {
      let number = 0;
      for await (const line of linesOf(file)) {
        number += 1;
        if (line === '' || line.startsWith('#') || line.startsWith('cve,')) continue;
        const [id = '', probability = '', percentile = ''] = line.split(',');
        if (!isCve(id) || !isShare(probability) || !isShare(percentile))
          input.reject(`${file.path}:${number}`, 'it is no score');
        else yield { enriches: 'epss', id, probability: Number(probability), percentile: Number(percentile) };
      }
    }
  },
};

function isShare(text: string): boolean {
  return /^\d(\.\d+)?(e-?\d+)?$/i.test(text) && Number(text) >= 0 && Number(text) <= 1;
}

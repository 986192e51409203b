import { existsSync } from 'node:fs';
import path from 'node:path';
import { columns, type Suite } from '../suite.ts';
import { type FileContrast, scoreContrast } from './contrast.ts';
import { type CorrelationScore, scoreCorrelations } from './correlation.ts';
import { type FalcoScore, scoreFalco } from './falco.ts';
import { loadLibrary } from './library.ts';
import { type StreamScore, scoreStream } from './stream.ts';
import { type NormalisationScore, scoreNormalisation } from './traildiscover.ts';

/** Least mean contrast of a file of labelled single events. */
const contrastBars: Readonly<Record<string, number>> = {
  aws: 0.8,
  azure: 0.6,
  gcp: 0.6,
  k8s: 0.6,
  okta: 0.6,
  github: 0.6,
};
const leastRecall = 12 / 13;
const mostNoise = { per1000: 5, distinct: 15 };

/** What the sets in the folder came to; a set that is not there has no score. */
export interface DetectionScores {
  contrast: Record<string, FileContrast> | undefined;
  stream: StreamScore | undefined;
  kubernetes: FalcoScore | undefined;
  correlation: CorrelationScore | undefined;
  normalised: NormalisationScore | undefined;
}

/** Detection: log events with what must be said about them. */
export const detection: Suite = {
  name: 'detection',
  async run(dir, { only, verbose }) {
    const scores = await scoreDetection(dir, only);
    return {
      json: { ...summary(scores), ...(verbose ? { details: scores } : {}) },
      lines: lines(scores, verbose === true),
      underBar: only === undefined ? underBar(scores) : undefined,
    };
  },
};

/** Scores whatever sets lie in the folder. With `only`, one rule of the labelled single events and nothing else. */
async function scoreDetection(dir: string, only?: string): Promise<DetectionScores> {
  const library = await loadLibrary();
  const ofSet = async <T>(name: string, score: (folder: string) => Promise<T>): Promise<T | undefined> => {
    const folder = path.join(dir, name);
    return existsSync(folder) ? score(folder) : undefined;
  };
  const contrast = await ofSet('panther', (folder) => scoreContrast(folder, library, only));
  if (only !== undefined) {
    return { contrast, stream: undefined, kubernetes: undefined, correlation: undefined, normalised: undefined };
  }
  return {
    contrast,
    stream: await ofSet('invictus', (folder) => scoreStream(folder, library)),
    kubernetes: await ofSet('falco-k8s-audit', (folder) => scoreFalco(folder, library)),
    correlation: await ofSet('panther-correlation', scoreCorrelations),
    normalised: await ofSet('traildiscover', scoreNormalisation),
  };
}

/** Why the scores are under their bars, or undefined. */
function underBar(scores: DetectionScores): string | undefined {
  const { contrast, stream } = scores;
  const short: string[] = [];
  if (Object.values(scores).every((score) => score === undefined)) short.push('the folder holds no labelled logs');
  if (contrast !== undefined && Object.keys(contrast).length === 0) short.push('the labelled events are missing');
  if (stream !== undefined && stream.recall.techniques === 0) short.push('the labelled stream is missing');
  for (const [file, bar] of Object.entries(contrastBars)) {
    const score = contrast?.[file]?.score;
    if (score !== undefined && score < bar) short.push(`contrast of ${file} ${score.toFixed(3)}, at least ${bar}`);
  }
  if (stream !== undefined) {
    const { recall, noise, time, differing } = stream;
    if (recall.found < leastRecall * recall.techniques) short.push(`techniques missed: ${recall.missed.join(', ')}`);
    if (noise.per1000 > mostNoise.per1000) short.push(`noise ${noise.per1000.toFixed(2)} per 1,000 events`);
    if (noise.distinct > mostNoise.distinct) short.push(`${noise.distinct} distinct noisy alerts`);
    if (!time.same) short.push(`alerts differ with the order: ${JSON.stringify(differing)}`);
  }
  return short.length === 0 ? undefined : short.join('; ');
}

function summary({ contrast, stream, kubernetes, correlation, normalised }: DetectionScores): Record<string, unknown> {
  const perFile = <T>(of: (file: FileContrast) => T) =>
    contrast && Object.fromEntries(Object.entries(contrast).map(([name, file]) => [name, of(file)]));
  return {
    contrast: perFile(({ score, rules }) => ({
      score,
      rules: rules.length,
      full: rules.filter((rule) => rule.contrast === 1).length,
      none: rules.filter((rule) => rule.contrast === 0).length,
    })),
    recall: stream?.recall,
    noise: stream?.noise,
    time: stream?.time,
    falsePositives: perFile(falsePositiveShare),
    kubernetes,
    correlation,
    normalised,
  };
}

function falsePositiveShare({ falsePositives, negatives }: FileContrast): number {
  return negatives === 0 ? 0 : falsePositives.length / negatives;
}

function lines(scores: DetectionScores, verbose: boolean): string[] {
  const { contrast = {}, stream, kubernetes, correlation, normalised } = scores;
  const printed = [columns('contrast', ['score', 'rules', 'J = 1', 'J = 0', 'false +'])];
  for (const [name, file] of Object.entries(contrast)) {
    printed.push(
      columns(name, [
        file.score.toFixed(3),
        file.rules.length,
        file.rules.filter((rule) => rule.contrast === 1).length,
        file.rules.filter((rule) => rule.contrast === 0).length,
        falsePositiveShare(file).toFixed(3),
      ]),
    );
    if (verbose) printed.push(...contrastDetails(file));
  }
  if (stream !== undefined) {
    const { recall, noise, time } = stream;
    printed.push(
      '',
      `recall       ${recall.found} of ${recall.techniques} techniques${recall.missed.map((one) => `; missed ${one}`).join('')}`,
      `noise        ${noise.per1000.toFixed(2)} alerts per 1,000 ordinary events, ${noise.distinct} distinct`,
      `time         ${time.same ? 'the same alerts in every order' : `alerts differ with the order: ${JSON.stringify(stream.differing)}`}`,
    );
    if (verbose) {
      printed.push(
        ...Object.entries(stream.foundBy).map(([technique, ids]) => `  found ${technique}: ${ids.join(', ')}`),
      );
      printed.push(...Object.entries(stream.noisy).map(([who, times]) => `  noise ${times} × ${who}`));
    }
  }
  if (kubernetes !== undefined)
    printed.push(
      `kubernetes   ${kubernetes.equal} of ${kubernetes.cases} traces`,
      ...kubernetes.wrong.map((one) => `  ${one}`),
    );
  if (correlation !== undefined) {
    printed.push(
      `correlation  ${correlation.right} of ${correlation.cases} sequences`,
      ...correlation.wrong.map((one) => `  ${one}`),
    );
  }
  if (normalised !== undefined) {
    printed.push(
      `normalised   ${normalised.normalised} of ${normalised.events} events`,
      ...normalised.differing.map(({ id, lacking }) => `  ${id}: ${lacking.join(', ')}`),
    );
  }
  return printed;
}

function contrastDetails({ rules, falsePositives, unread }: FileContrast): string[] {
  return [
    ...rules
      .toSorted((a, b) => a.contrast - b.contrast)
      .flatMap(({ rule, contrast, best, wrong }) => [
        `  ${contrast.toFixed(2)} ${rule}  ${best ?? 'nothing'}`,
        ...wrong.map((one) => `         ${one}`),
      ]),
    ...falsePositives.map(({ event, detections }) => `  false positive ${event}: ${detections.join(', ')}`),
    ...unread.map((id) => `  no source of ours: ${id}`),
  ];
}

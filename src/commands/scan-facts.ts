import { Command } from 'commander';
import { judgeFacts } from '../findings/judge-facts.ts';
import { type Catalog, UserError } from '../model/index.ts';
import { readAnswers } from '../platform/segments/index.ts';
import { catalogs } from '../sources/catalogs.ts';
import { judgingAdvisories } from './advisories.ts';
import { type ImageFlags, trustOf, withTrustFlag } from './image-target.ts';
import { languageOf } from './language.ts';
import { checkOutput } from './output.ts';
import { chosenControls, compile, deliver, exitCodeOf, type JudgeFlags, paramsFor, withJudgeFlags } from './scan.ts';
import { type WaiverFlags, waiversOf, withWaiverFlags } from './waivers.ts';

export function scanFactsCommand(): Command {
  return withTrustFlag(withWaiverFlags(withJudgeFlags(new Command('facts'))))
    .description('judge a recording; needs no cloud')
    .argument('<dir>', 'folder that a scan with --facts has written')
    .action(scanFacts);
}

async function scanFacts(dir: string, flags: JudgeFlags & WaiverFlags & Pick<ImageFlags, 'trust'>): Promise<void> {
  const now = new Date();
  const catalog = await catalogIn(dir);
  const controls = await chosenControls(flags, catalog);
  const params = await paramsFor(flags);
  const waives = await waiversOf(flags, now, languageOf(process.env));
  // Nothing is collected: signatures are judged as far as the recording has them.
  const trust = await trustOf(flags);
  await checkOutput(flags.out);
  const judging = judgingAdvisories(flags.db);
  try {
    const report = await judgeFacts(dir, catalog, await compile(controls), {
      now,
      waives,
      ...params,
      ...(trust !== undefined && { trust: trust.judge }),
      ...(judging.advisories !== undefined && { advisories: judging.advisories }),
    });
    await deliver(report, flags);
    process.exitCode = exitCodeOf(report, flags.failOn);
  } finally {
    judging.close();
  }
}

/** The call table of what a folder holds facts of. */
async function catalogIn(dir: string): Promise<Catalog> {
  for await (const { collection } of readAnswers(dir)) {
    const catalog = catalogs.find(({ provider }) => provider === collection.provider);
    if (catalog !== undefined) return catalog;
  }
  throw noFacts(dir);
}

/** Nothing seen is not the same as nothing wrong. */
function noFacts(dir: string): UserError {
  return new UserError('facts-empty', {
    en: `There are no facts in ${dir}. Name a folder that "hwaseong scan ... --facts DIR" has written.`,
    ko: `${dir}에 수집 기록(facts)이 없습니다. "hwaseong scan ... --facts DIR"로 만든 폴더를 지정하세요.`,
  });
}

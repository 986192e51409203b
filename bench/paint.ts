import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { type Benchmark, quantile } from './benchmark.ts';
import { type Product, startProduct, withFolder } from './product.ts';

/** Openings of the console, each in a browser profile of its own; the middle one counts. */
const TIMES = 9;

/** How soon a person who opens the console sees what matters, on the sample organisation. */
export const paint: Benchmark = {
  name: 'paint',
  title: 'First useful paint of the console on the sample organisation',
  run: ({ scale, say }) =>
    withFolder(async (dataDir) => {
      const product = await startProduct(dataDir);
      const browser = await startChromium();
      try {
        await sampleJudged(product);
        const times = Math.max(3, Math.round(TIMES * scale));
        const cold: number[] = [];
        const warm: number[] = [];
        const empty: number[] = [];
        for (let turn = 0; turn < times; turn++) {
          const context = await signedIn(browser, product);
          cold.push(await usefulPaint(context, product));
          warm.push(await usefulPaint(context, product));
          empty.push(await emptyPaint(context, product));
          await context.close();
        }
        say(`cold ${cold.map(Math.round).join(' ')}, again ${warm.map(Math.round).join(' ')} ms`);
        const floor = quantile(empty, 0.5);
        const bar = { most: 1500 };
        return [
          { name: 'First visit, nothing cached', value: quantile(cold, 0.5), unit: 'ms', floor, bar },
          { name: 'Later visit', value: quantile(warm, 0.5), unit: 'ms', floor },
        ];
      } finally {
        await browser.close();
        await product.stop();
      }
    }),
};

function startChromium(): Promise<Browser> {
  const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const executablePath = candidates.find((candidate) => candidate !== undefined && existsSync(candidate));
  if (executablePath === undefined) throw new Error('No Chromium was found: install it, or name it in CHROMIUM.');
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
  return chromium.launch({ executablePath, args });
}

async function sampleJudged({ admin }: Product): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const { json } = await admin.get('/api/v1/connections');
    const [sample] = json.items;
    if (sample?.lastScan?.finishedAt) return;
    await sleep(200);
  }
  throw new Error('The sample organisation was not judged within two minutes');
}

async function signedIn(browser: Browser, { url, admin }: Product): Promise<BrowserContext> {
  const context = await browser.newContext();
  const [name = '', value = ''] = admin.cookie?.split('=') ?? [];
  await context.addCookies([{ name, value, url }]);
  return context;
}

/**
 * Milliseconds from the start of the navigation to the first frame that shows what the overview is for: findings by
 * severity, and the risks to look at first.
 */
async function usefulPaint(context: BrowserContext, { url }: Product): Promise<number> {
  const page = await context.newPage();
  await page.addInitScript(() => {
    const observer = new MutationObserver(() => {
      if (document.querySelector('main a[href^="/findings"]') === null) return;
      observer.disconnect();
      // The frame after the one that was asked for holds the change.
      requestAnimationFrame(() => requestAnimationFrame(() => Object.assign(window, { painted: performance.now() })));
    });
    observer.observe(document, { childList: true, subtree: true });
  });
  await page.goto(url);
  const painted = await page.waitForFunction(() => (window as { painted?: number }).painted);
  const milliseconds = (await painted.jsonValue()) ?? 0;
  await page.close();
  return milliseconds;
}

/** The same of a page of the same server on which there is nothing to do. */
async function emptyPaint(context: BrowserContext, { url }: Product): Promise<number> {
  const page = await context.newPage();
  await page.addInitScript(() => {
    addEventListener('DOMContentLoaded', () =>
      requestAnimationFrame(() => requestAnimationFrame(() => Object.assign(window, { painted: performance.now() }))),
    );
  });
  await page.goto(new URL('/healthz', url).href);
  const painted = await page.waitForFunction(() => (window as { painted?: number }).painted);
  const milliseconds = (await painted.jsonValue()) ?? 0;
  await page.close();
  return milliseconds;
}

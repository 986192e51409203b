import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A Chromium of this machine; undefined where there is none. In CI that is an error. */
export const chromiumPath = find();

function find(): string | undefined {
  const found = places.find((place) => place !== undefined && existsSync(place));
  if (found === undefined && process.env.CI !== undefined)
    throw new Error('Chromium is not installed; see CONTRIBUTING');
  return found;
}

/** Starts it without a window and without talking to anybody but the pages it opens. */
export async function openBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('Chromium is not installed; see CONTRIBUTING');
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

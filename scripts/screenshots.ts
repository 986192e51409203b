import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { openBrowser } from '../test/browser/browser.ts';
import { startConsole } from '../test/browser/console-server.ts';
import { en } from '../web/src/i18n/en/index.ts';

/** Pictures of the console on the sample organisation, for the documentation: `npm run screenshots`. */
const pictures = [
  { name: 'overview', address: '/' },
  { name: 'findings', address: '/findings' },
  { name: 'inventory', address: '/inventory' },
  { name: 'compliance', address: '/compliance/isms-p-2023' },
  { name: 'incidents', address: '/incidents' },
  { name: 'incident', address: 'incident' },
  { name: 'events', address: '/events?span=7d' },
  { name: 'attack', address: '/detections/attack' },
  { name: 'images', address: '/images' },
  { name: 'image', address: 'image' },
  { name: 'vulnerabilities', address: '/vulnerabilities' },
  { name: 'overview-dark', address: '/', dark: true },
  { name: 'overview-ko', address: '/', korean: true },
  { name: 'findings-ko', address: '/findings', korean: true },
  { name: 'compliance-ko', address: '/compliance/isms-p-2023', korean: true },
  { name: 'incident-ko', address: 'incident', korean: true },
  { name: 'attack-ko', address: '/detections/attack', korean: true },
  { name: 'image-ko', address: 'image', korean: true },
  { name: 'phone-ko', address: '/findings', korean: true, phone: true },
];

const folder = path.join(import.meta.dirname, '../docs/images');
await mkdir(folder, { recursive: true });
const server = await startConsole();
const browser = await openBrowser();
const first = await browser.newContext({ locale: 'en-US' });
const page = await first.newPage();
await page.goto(server.link);
await page.getByRole('button', { name: en.account.link.enter }).click();
await page.getByLabel(en.account.newPassword, { exact: true }).fill('a password for pictures');
await page.getByLabel(en.account.again, { exact: true }).fill('a password for pictures');
await page.getByRole('button', { name: en.account.first.save }).click();
await page
  .getByText(/critical and high/)
  .first()
  .waitFor({ timeout: 120_000 });

/** Pages that have an id in their address: the first of its list. */
const found: Record<string, string> = {
  incident: await firstOf('/incidents'),
  image: await firstOf('/images'),
};

async function firstOf(list: string): Promise<string> {
  await page.goto(server.url + list);
  const link = page.getByRole('main').getByRole('row').getByRole('link').first();
  await link.waitFor({ timeout: 120_000 });
  await link.click();
  await page.waitForURL((url) => url.pathname.startsWith(`${list}/`));
  return new URL(page.url()).pathname;
}

for (const { name, address, dark, korean, phone } of pictures) {
  const context = await browser.newContext({
    storageState: await first.storageState({ indexedDB: false }),
    locale: korean === true ? 'ko-KR' : 'en-US',
    colorScheme: dark === true ? 'dark' : 'light',
    viewport: phone === true ? { width: 390, height: 844 } : { width: 1280, height: 800 },
    reducedMotion: 'reduce',
  });
  // The first page keeps its language for the machine; a picture has its own.
  await context.addInitScript(`localStorage.removeItem('hwaseong.language')`);
  const shown = await context.newPage();
  await shown.goto(server.url + (found[address] ?? address));
  await shown.getByRole('heading', { level: 1 }).waitFor();
  await shown.waitForLoadState('networkidle');
  await shown.screenshot({ path: path.join(folder, `${name}.png`) });
  await context.close();
  console.log(path.join('docs/images', `${name}.png`));
}
await browser.close();
await server.stop();

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { updateAdvisories } from '../../src/advisories/index.ts';
import { layoutOf } from '../../src/sources/image/image.fixture.ts';
import { further } from '../../web/src/i18n/en/further.ts';
import { en } from '../../web/src/i18n/en/index.ts';
import { further as koFurther } from '../../web/src/i18n/ko/further.ts';
import { chromiumPath, openBrowser } from './browser.ts';
import { type ConsoleServer, startConsole } from './console-server.ts';
import { uploadToken } from './events.ts';

const password = 'a long enough password 1';
const main = path.join(import.meta.dirname, '../../src/main.ts');

/** Pages about images, each with words that stand on it. */
const imagePages = [
  ['/images', koFurther.images.tab.registries],
  ['/vulnerabilities', 'CVE-2026-0001'],
  ['/packages', koFurther.packages.answer],
  ['/hosts', koFurther.hosts.noneText],
  ['/registries', koFurther.registries.local],
  ['/settings/advisories', koFurther.advisories.air],
  ['/connections/new?to=registry', koFurther.registries.form.title],
] as const;

/** A feed of one advisory, as a mirror has it. */
function writeFeed(folder: string): void {
  mkdirSync(path.join(folder, 'osv'), { recursive: true });
  const record = {
    id: 'GHSA-aaaa-bbbb-cccc',
    aliases: ['CVE-2026-0001'],
    summary: 'left writes where it should not',
    modified: '2026-01-01T00:00:00Z',
    affected: [
      {
        package: { ecosystem: 'npm', name: 'left' },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.2.0' }] }],
      },
    ],
    database_specific: { severity: 'HIGH' },
  };
  writeFileSync(path.join(folder, 'osv', `${record.id}.json`), JSON.stringify(record));
}

describe.skipIf(chromiumPath === undefined)('images in the console, in a real browser', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hwaseong-images-'));
  const advisories = path.join(folder, 'advisories.sqlite');
  const layout = path.join(folder, 'shop');
  let server: ConsoleServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    writeFeed(path.join(folder, 'feeds'));
    await updateAdvisories(advisories, { from: path.join(folder, 'feeds'), now: new Date(), env: {} });
    layoutOf(layout, {
      tag: '1.0',
      layers: [
        [{ name: 'etc/os-release', content: 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12"\n' }],
        [{ name: 'app/node_modules/left/package.json', content: JSON.stringify({ name: 'left', version: '1.0.0' }) }],
      ],
    });
    [server, browser] = await Promise.all([
      startConsole({ HWASEONG_ADVISORIES: advisories }, ['--no-sample']),
      openBrowser(),
    ]);
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      // Asking who is signed in before anybody is answers 401, and browsers log that.
      if (message.type() === 'error' && !message.text().includes('401')) problems.push(message.text());
    });
    await page.goto(server.link);
    await page.getByRole('button', { name: en.account.link.enter }).click();
    await page.getByLabel(en.account.newPassword, { exact: true }).fill(password);
    await page.getByLabel(en.account.again, { exact: true }).fill(password);
    await page.getByRole('button', { name: en.account.first.save }).click();
    await page.waitForURL(`${server.url}/`);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('says how the first image gets here', async () => {
    await page.getByRole('link', { name: en.frame.page.images, exact: true }).click();
    await page.getByRole('heading', { name: further.images.empty.title }).last().waitFor();
    await page.getByText('hwaseong scan image').waitFor();
    await page.getByRole('link', { name: further.images.empty.connect }).waitFor();
  });

  it('shows an image that was sent, and what to do first about it', async () => {
    const token = await uploadToken(page);
    await promisify(execFile)(process.execPath, [main, 'scan', 'image', layout, '--server', server.url], {
      env: { ...process.env, HWASEONG_LANG: 'en', HWASEONG_TOKEN: token, HWASEONG_ADVISORIES: advisories },
      // 1: something failed, which is what the image is for.
    }).catch((error: { code?: unknown }) => expect(error.code).toBe(1));
    const row = page.getByRole('row', { name: /shop/ });
    await row.waitFor({ timeout: 60_000 });
    await row.getByRole('link').first().click();
    await page.waitForURL(/\/images\/sha256:/);
    await page.getByText('Update left from 1.0.0 to 1.2.0').waitFor();
  }, 120_000);

  it('tells why a package counts as vulnerable, and takes an exception', async () => {
    await page
      .getByRole('link', { name: new RegExp(`^${further.images.section.vulnerabilities}`) })
      .last()
      .click();
    await page.getByRole('link', { name: 'CVE-2026-0001' }).click();
    await page.getByRole('heading', { name: further.vulnerabilities.whyMatched }).waitFor();
    await page.getByText('below 1.2.0').waitFor();
    await page.getByRole('button', { name: en.findings.except, exact: true }).click();
    await page.getByLabel(en.exception.reason).fill('Not reachable from outside');
    await page.getByRole('button', { name: en.exception.make }).click();
    await page.getByRole('button', { name: en.act.undo }).click();
    await page.getByRole('button', { name: en.findings.except, exact: true }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('tells what each layer brought, and hands out the bill of materials', async () => {
    await page.getByRole('link', { name: new RegExp(`^${further.images.section.layers}`) }).click();
    await page.getByText('Layer 2', { exact: true }).waitFor();
    await page.getByRole('button', { name: further.images.sbom }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /CycloneDX/ }).click(),
    ]);
    expect(await readFile(await download.path(), 'utf8')).toContain('pkg:npm/left@1.0.0');
  });

  it('leads from a vulnerability to every place of it, and from a package to who has it', async () => {
    await page.goto(`${server.url}/vulnerabilities`);
    await page.getByRole('link', { name: 'CVE-2026-0001' }).click();
    const panel = page.getByRole('complementary', { name: further.vulnerabilities.one });
    await panel.getByRole('link', { name: 'left 1.0.0' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: further.images.tab.packages }).click();
    await page.getByRole('link', { name: 'left', exact: true }).click();
    const found = page.getByRole('complementary', { name: further.packages.one });
    await found.getByRole('link', { name: 'CVE-2026-0001' }).waitFor();
    await found.getByRole('link', { name: /shop/ }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('keeps findings of vulnerabilities apart from those of controls where asked', async () => {
    await page.goto(`${server.url}/findings?class=vulnerability`);
    await page.getByRole('link', { name: /left writes where it should not/ }).waitFor();
    await page.getByText('left 1.0.0', { exact: true }).waitFor();
  });

  it.each(imagePages)('has %s in Korean on a phone, nothing cut off sideways', async (address, words) => {
    const korean = await browser.newContext({
      storageState: await context.storageState(),
      locale: 'ko-KR',
      viewport: { width: 390, height: 844 },
    });
    const phone = await korean.newPage();
    phone.setDefaultTimeout(20_000);
    await phone.goto(server.url + address);
    await phone.getByText(words).first().waitFor();
    expect(await phone.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await korean.close();
  });

  it('made no error in the browser', () => {
    expect(problems).toEqual([]);
  });
});

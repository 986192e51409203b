import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { further } from '../../web/src/i18n/en/further.ts';
import { en } from '../../web/src/i18n/en/index.ts';
import { further as koFurther } from '../../web/src/i18n/ko/further.ts';
import { ko } from '../../web/src/i18n/ko/index.ts';
import { chromiumPath, openBrowser } from './browser.ts';
import { type ConsoleServer, startConsole } from './console-server.ts';
import { sendEvents, takeover, uploadToken } from './events.ts';

/** Pages about what happens, each with words that stand on it. */
const eventPages = [
  ['/incidents', koFurther.incidents.tab.alerts],
  ['/events', koFurther.events.filter.actor],
  ['/events/live', koFurther.events.live.answer],
  ['/events/sql', koFurther.events.sql.answer],
  ['/detections', koFurther.detections.state.silent],
  ['/detections/attack', koFurther.attack.state.seen],
  ['/detections/watches', koFurther.watches.named],
  ['/detections/lists', koFurther.lists.answer],
] as const;

const password = 'a long enough password 1';

describe.skipIf(chromiumPath === undefined)('the console, in a real browser', () => {
  let server: ConsoleServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    [server, browser] = await Promise.all([startConsole(), openBrowser()]);
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      // Asking who is signed in before anybody is answers 401, SQL that is refused 400, and browsers log that.
      const expected = /401|400/;
      if (message.type() === 'error' && !expected.test(message.text())) problems.push(message.text());
    });
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('signs in by the one-time link and chooses a password', async () => {
    await page.goto(server.link);
    await page.getByRole('button', { name: en.account.link.enter }).click();
    await page.getByLabel(en.account.newPassword, { exact: true }).fill(password);
    await page.getByLabel(en.account.again, { exact: true }).fill(password);
    await page.getByRole('button', { name: en.account.first.save }).click();
    await page.waitForURL(`${server.url}/`);
    expect(page.url()).not.toContain('token');
  });

  it('opens on the sample organisation, with the sentence that matters and the list that proves it', async () => {
    const answer = page.getByRole('heading', { level: 1 });
    await expect.poll(() => answer.textContent(), { timeout: 60_000 }).toMatch(/\d+ critical and high/);
    await expect.poll(() => page.getByText(en.overview.coverage.title).count()).toBeGreaterThan(0);
  }, 90_000);

  it('shows every region on the map, and narrows the list to one', async () => {
    await page.getByRole('link', { name: en.frame.page.inventory, exact: true }).click();
    const seoul = page.getByRole('button', { name: /^ap-northeast-2, / });
    await seoul.press('Enter');
    await expect.poll(() => page.url()).toContain('ap-northeast-2');
    expect(await page.getByRole('button', { name: /^[a-z]{2}-[a-z]+-\d, / }).count()).toBeGreaterThan(20);
  });

  it('finds a public bucket, says why and how to mend it, and keeps the address', async () => {
    await page.goto(`${server.url}/findings?rule=aws-s3-bucket-public-access`);
    const row = page.getByRole('row', { name: /S3 buckets are not open to the world/ }).first();
    await row.getByText('S3 buckets are not open to the world').click();
    await page.getByRole('heading', { name: en.findings.why }).waitFor();
    await page.getByRole('heading', { name: en.findings.fix }).waitFor();
    const address = page.url();
    await page.reload();
    await page.getByRole('heading', { name: en.findings.proof }).waitFor();
    expect(page.url()).toBe(address);
  });

  it('accepts a risk for a time, and takes that back', async () => {
    await page.keyboard.press('e');
    await page.getByLabel(en.exception.reason).fill('The pictures of the shop are meant for everybody.');
    await page.getByRole('button', { name: en.exception.make }).click();
    await page
      .getByText(/^Excepted until/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: en.act.undo }).first().click();
    await page.getByText(en.exception.ended).first().waitFor();
  });

  it('goes from a framework to its requirements, unknown and manual apart', async () => {
    await page.goto(`${server.url}/compliance`);
    await page
      .getByText(/ISMS-P/)
      .first()
      .click();
    await page.waitForURL(/compliance\/isms-p-2023/);
    await page.getByText('2.6.1').first().waitFor();
  });

  it('shows events as they pass, by the HTTP intake', async () => {
    await page.goto(`${server.url}/events/live`);
    await page.getByText(further.events.live.open).waitFor();
    expect(await sendEvents(server.url, await uploadToken(page), takeover(Date.now()))).toBe(3);
    await page.getByRole('row', { name: /StopLogging/ }).waitFor();
  });

  it('makes one incident of them, with a timeline that tells them in order', async () => {
    await page.getByRole('link', { name: en.frame.page.incidents, exact: true }).click();
    await page.getByRole('row', { name: /nari/ }).first().getByRole('link').click();
    await page.getByRole('heading', { name: further.incidents.timeline }).waitFor();
    const told = (await page.locator('main ol').first().textContent()) ?? '';
    expect(told.indexOf('ConsoleLogin')).toBeGreaterThan(-1);
    expect(told.indexOf('CreateAccessKey')).toBeGreaterThan(told.indexOf('ConsoleLogin'));
    expect(told.indexOf('StopLogging')).toBeGreaterThan(told.indexOf('CreateAccessKey'));
  });

  it('goes on to all events of that time, and to the record of one', async () => {
    await page.getByText(further.incidents.allEvents).click();
    await page.waitForURL(/\/events\?.*actor=/);
    await page
      .getByRole('row', { name: /StopLogging/ })
      .getByRole('link')
      .click();
    await page.getByRole('heading', { name: further.events.record }).waitFor();
    await page.getByText('arn:aws:cloudtrail:ap-northeast-2:111122223333:trail/audit').first().waitFor();
  });

  it('lets a detection be silent about the likes of an alert, and takes that back', async () => {
    await page.goto(`${server.url}/alerts?detection=aws-console-sign-in-without-mfa`);
    await page.getByText('AWS console sign-in without a second factor').first().click();
    await page.getByRole('heading', { name: further.incidents.evidence }).waitFor();
    await page.keyboard.press('e');
    await page.getByLabel(en.exception.reason).fill('The emergency account has no second factor yet.');
    await page.getByRole('dialog').getByRole('button', { name: further.incidents.except }).click();
    await page.getByText(/^Silent about this until/).waitFor();
    await page.goto(`${server.url}/detections?exceptions=true`);
    await page.getByText('AWS console sign-in without a second factor').first().click();
    await page.getByText('The emergency account has no second factor yet.').waitFor();
    await page.getByRole('button', { name: further.detections.endException, exact: true }).click();
    await page.getByText(further.detections.ended).waitFor();
  });

  it('tries a detection on stored events, and switches it off and on', async () => {
    await page.getByRole('button', { name: further.detections.replay.start }).click();
    // Over events of the sample organisation too.
    await page.getByText(/^It would have raised [1-9]\d* alerts?\.$/).waitFor();
    await page.getByRole('button', { name: further.detections.switchOff }).click();
    await page.getByRole('button', { name: en.act.undo }).last().click();
    await page.getByRole('button', { name: further.detections.switchOff }).waitFor();
  });

  it('shows on the ATT&CK matrix what was seen, and leads to its alerts', async () => {
    await page.getByRole('link', { name: further.detections.tab.attack }).click();
    await page
      .getByRole('listitem')
      .filter({ hasText: 'T1078.004' })
      .first()
      .getByRole('link', { name: /alert/ })
      .click();
    await page.waitForURL(/\/alerts\?.*technique=T1078\.004/);
    await page.getByText('AWS console sign-in without a second factor').first().waitFor();
  });

  it('answers SQL, and says what it does not answer', async () => {
    await page.goto(`${server.url}/events/sql`);
    await page
      .getByLabel(further.events.sql.label)
      .fill("select action from events where actor_name = 'nari' order by time");
    await page.getByRole('button', { name: further.events.sql.run }).click();
    await page.getByRole('cell', { name: 'StopLogging' }).waitFor();
    await page.getByLabel(further.events.sql.label).fill('delete from events');
    await page.getByRole('button', { name: further.events.sql.run }).click();
    await page.getByText(further.events.sql.failed).waitFor();
  });

  it('takes Sigma rules in, naming what it cannot use', async () => {
    const rule = (id: number, field: string) => `title: Somebody looked into a bucket ${id}
id: 6f6f3c1e-0000-4000-8000-00000000000${id}
logsource: {product: aws, service: cloudtrail}
detection: {selection: {${field}: GetObject}, condition: selection}
level: low`;
    await page.goto(`${server.url}/detections/import`);
    await page
      .getByLabel(further.detections.import.text)
      .fill([rule(1, 'eventName'), rule(2, 'eventName|unheard')].join('\n---\n'));
    await page.getByRole('button', { name: further.detections.import.check }).click();
    await page.getByText('there is no modifier "unheard"').waitFor();
    await page.getByRole('button', { name: 'Import 1 rule' }).click();
    await page.waitForURL(/origin=user/);
    await page.getByRole('row', { name: /looked into a bucket 1/ }).waitFor();
    expect(await page.getByRole('row', { name: /looked into a bucket 2/ }).count()).toBe(0);
  });

  it('watches an event by choosing it, and takes that back', async () => {
    await page.getByRole('link', { name: further.detections.tab.watches }).click();
    await page.getByRole('button', { name: further.watches.add }).click();
    await page.getByLabel(further.watches.find).fill('bucket policy');
    await page.getByLabel(/PutBucketPolicy/).check();
    await page.getByLabel(further.watches.title, { exact: true }).fill('Policies of our buckets');
    await page.getByRole('button', { name: en.act.save }).click();
    await page.getByText('Watch saved: Policies of our buckets').waitFor();
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Policies of our buckets' })
      .getByRole('button', { name: further.watches.edit })
      .click();
    await page.getByRole('button', { name: en.act.remove, exact: true }).click();
    await page.getByText('Watch removed: Policies of our buckets').waitFor();
  });

  it.each(eventPages)('has %s in Korean on a phone, nothing cut off sideways', async (address, heading) => {
    const korean = await browser.newContext({
      storageState: await context.storageState(),
      locale: 'ko-KR',
      viewport: { width: 390, height: 844 },
    });
    const phone = await korean.newPage();
    phone.setDefaultTimeout(20_000);
    await phone.goto(server.url + address);
    await phone.getByText(heading).first().waitFor();
    expect(await phone.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await korean.close();
  });

  it('says so while the server cannot be reached, and goes on by itself', async () => {
    const other = await context.newPage();
    await other.goto(`${server.url}/vulnerabilities`);
    const packages = other.getByRole('link', { name: further.images.tab.packages, exact: true });
    await packages.waitFor();
    expect(await other.title()).toBe(`${further.images.tab.vulnerabilities} · ${en.frame.page.images} · Hwaseong`);
    await other.route('**/api/**', (route) => route.abort());
    await packages.click();
    await other.getByText(en.frame.unreachable).waitFor();
    await other.unroute('**/api/**');
    await other.getByText(en.frame.unreachable).waitFor({ state: 'detached' });
    await other.close();
  });

  it('speaks Korean', async () => {
    const korean = await browser.newContext({
      storageState: await context.storageState(),
      locale: 'ko-KR',
      viewport: { width: 390, height: 844 },
    });
    const phone = await korean.newPage();
    await phone.goto(`${server.url}/findings`);
    await phone.getByText(ko.findings.exceptionsLink).first().waitFor();
    expect(await phone.evaluate('document.documentElement.lang')).toBe('ko');
    // Nothing is cut off sideways on a phone.
    expect(await phone.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await korean.close();
  });

  it('is used by keyboard alone', async () => {
    await page.goto(server.url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: en.frame.search }).fill('compliance');
    await page.getByRole('option', { name: en.frame.page.compliance }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/compliance/);
  });

  it('made no error in the browser', () => {
    expect(problems).toEqual([]);
  });
});

// The page on a phone, addresses of the page that lead nowhere, and the reader's own labels.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { words } from '../src/client';
import { walletOf } from '../src/local/network';
import { STATUTES } from '../src/local/story';
import { barriers, begin, complaints, end, open, stage, tab, VIEWS } from './browser';

beforeAll(() => begin(), 240_000);
afterAll(end);

/** Targets too small for a finger: below 24 pixels in width or height, except links within sentences. */
const small = (page: Page) =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'button, a.button, nav a, summary, select, input:not([type=hidden]), textarea',
      ),
    ]
      .filter(
        (one) =>
          one.checkVisibility() &&
          !one.closest('.for-readers') &&
          !one.classList.contains('for-readers') &&
          !one.classList.contains('skip'),
      )
      .map((one) => ({
        says: (one.textContent || one.getAttribute('name') || one.tagName).slice(0, 40),
        box: (one instanceof HTMLInputElement && /checkbox|radio/.test(one.type)
          ? (one.closest('label') ?? one)
          : one
        ).getBoundingClientRect(),
      }))
      .filter(({ box }) => box.width < 24 || box.height < 23.5)
      .map(({ says, box }) => `${says}: ${Math.round(box.width)} × ${Math.round(box.height)}`),
  );

test('in every view the present tab is seen, nothing is wider than the screen, and whatever is pressed is large enough', async () => {
  const page = await open('Ada', `/coop/${stage.coop}`);
  for (const width of [320, 390]) {
    await page.setViewportSize({ width, height: 780 });
    for (const [view, proof] of VIEWS) {
      // reached by a link, and by its address
      await tab(page, view);
      await page.getByText(proof).first().waitFor();
      for (const anew of [false, true]) {
        if (anew) {
          await page.reload();
          await page.getByText(proof).first().waitFor();
        }
        const box = (await page.locator('nav a[aria-current]').boundingBox())!;
        expect({
          view,
          width,
          anew,
          text: await page.locator('nav a[aria-current]').textContent(),
          seen: box.x >= -1 && box.x + box.width <= width + 1,
        }).toEqual({ view, width, anew, text: view, seen: true });
      }
      await page.evaluate(() =>
        document.querySelectorAll('main details').forEach((one) => one.setAttribute('open', '')),
      );
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth),
        `${view}, ${width} wide`,
      ).toBeLessThanOrEqual(width);
      expect({ view, width, small: await small(page) }).toEqual({ view, width, small: [] });
    }
    for (const [hash, proof] of [
      ['#/', 'Mill Street Bakery'],
      ['#/found', 'A token with 6 decimal places'],
    ] as const) {
      await page.evaluate((to) => {
        location.hash = to;
      }, hash);
      await page.getByText(proof).first().waitFor();
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth),
        `${hash}, ${width} wide`,
      ).toBeLessThanOrEqual(width);
      expect({ hash, width, small: await small(page) }).toEqual({ hash, width, small: [] });
    }
    await page.evaluate((to) => {
      location.hash = to;
    }, `#/coop/${stage.coop}`);
  }
  await page.context().close();
}, 240_000);

test('no form repeats itself: every term is said once', async () => {
  const page = await open('Ada', '/found');
  await page.getByText('A token with 6 decimal places').waitFor();
  const doubled = (text: string) =>
    /\b(can only (?:fall|rise)|fixed for ever|at most \d+)\b.*\b\1\b/i.test(text) ||
    /\b((?:\w+ ){1,4}\w+)[;,]? \1\b/i.test(text);
  expect(doubled('A year; can only fall can only fall')).toBe(true);
  const read = async () =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('main .field, main table.terms tr')].map((one) =>
        one.textContent.replace(/\s+/g, ' '),
      ),
    );
  const founding = await read();
  expect(founding.length).toBeGreaterThan(words.CHARTER.length);
  expect(founding.filter(doubled)).toEqual([]);
  await page.evaluate((to) => {
    location.hash = to;
  }, `#/coop/${stage.coop}/proposals`);
  await page.getByText('Propose something', { exact: true }).click();
  await page.getByRole('combobox', { name: /^What/ }).first().selectOption('Amend');
  await page.getByLabel('Solidarity to the federation').first().waitFor();
  const amended = await read();
  expect(amended.length).toBeGreaterThan(words.CHARTER.length);
  expect(amended.filter(doubled)).toEqual([]);
  await tab(page, 'Overview');
  await page.getByRole('heading', { name: /^Charter, version/ }).waitFor();
  const inForce = await read();
  expect(inForce.length).toBeGreaterThan(20);
  expect(inForce.filter(doubled)).toEqual([]);
  await page.context().close();
});

test('a link leads to the document, to another one, or cannot be fetched: the three are never confused', async () => {
  const page = await open('Ada', `/coop/${stage.coop}`);
  const box = page.locator('.document').filter({ hasText: 'https://example.org/statutes' });
  await box.getByText('Check that it is this document').click();
  const answers = { 'access-control-allow-origin': '*' };
  for (const [answer, says] of [
    [{ status: 200, headers: answers, body: STATUTES }, /^What the link leads to is the document that was named\.$/],
    [
      { status: 200, headers: answers, body: `${STATUTES} Or not.` },
      /^What the link leads to is a different document from the one that was named/,
    ],
    [
      { status: 404, headers: answers, body: 'not found' },
      /^It cannot be fetched from here: the link answers 404\. Open the link/,
    ],
    [undefined, /^It cannot be fetched from here: its site does not answer/],
  ] as const) {
    await page.route('https://example.org/**', (route) => (answer ? route.fulfill(answer) : route.abort()));
    await box.getByRole('button', { name: 'Check what the link leads to' }).click();
    await box.getByRole('status').getByText(says).waitFor();
    await page.unroute('https://example.org/**');
  }
  complaints.splice(0, complaints.length, ...complaints.filter((line) => !/ERR_FAILED|404/.test(line)));
  await page.context().close();
});

test('an address of the page that leads nowhere says so', async () => {
  const page = await open('Ada', '/coop/rubbish');
  await page.getByRole('alert').getByText('“rubbish” is no address of a co-op').waitFor();
  expect(await page.getByText('Mill Street Bakery').count()).toBe(0);
  expect(await barriers(page)).toEqual([]);
  await page.evaluate(() => {
    location.hash = '#/nonsense/1';
  });
  await page.getByRole('alert').getByText('This page has no part “nonsense/1”.').waitFor();
  await page.evaluate(
    (to) => {
      location.hash = to;
    },
    `#/coop/${(await walletOf('Ada')).address}`,
  );
  await page.getByRole('alert').getByText('there is no co-op at').waitFor();
  await page.evaluate(() => {
    location.hash = '#/found/nonsense';
  });
  await page.getByRole('alert').getByText('This page has no part “found/nonsense”.').waitFor();
  await page.evaluate((to) => {
    location.hash = to;
  }, `#/coop/${stage.coop}/nonsense`);
  await page.getByRole('alert').getByText('A co-op has no page “nonsense” here').waitFor();
  expect(await page.locator('nav a[aria-current]').count()).toBe(0);
  await page.evaluate((to) => {
    location.hash = to;
  }, `#/coop/${stage.coop}/`);
  await page
    .getByRole('navigation', { name: 'Views' })
    .getByRole('link', { name: 'Overview', exact: true })
    .and(page.locator('[aria-current=page]'))
    .waitFor();
  await page.evaluate(() => {
    location.hash = '';
  });
  await page.getByText('Mill Street Bakery').first().waitFor();
  await page.context().close();
});

test("a label of one's own stands beside the name and the number, is kept, goes into a file and out of it; nothing shows 44 letters", async () => {
  const page = await open('Ada', `/coop/${stage.coop}/members`);
  const cleo = (await walletOf('Cleo')).address;
  const row = page.getByRole('row', { name: /Cleo \(no\. 2\)/ });
  await row.getByRole('button').click();
  const whole = page.getByRole('group', { name: /^Address/ });
  await whole.getByText(cleo).waitFor();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await whole.getByRole('button', { name: 'Copy' }).click();
  await whole.getByText('Copied.').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(cleo);
  await whole.getByLabel(/^My label for it/).fill('the night baker');
  await whole.getByRole('button', { name: 'Keep the label' }).click();
  await whole.getByText('Kept in this browser.').waitFor();
  expect(await barriers(page)).toEqual([]);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    whole.getByRole('button', { name: 'Save all labels as a file' }).click(),
  ]);
  const saved = readFileSync(await file.path());
  expect(JSON.parse(saved.toString())).toEqual({ [cleo]: 'the night baker' });
  await page.keyboard.press('Escape');
  await page.reload();
  await page.getByRole('row', { name: /Cleo \(no\. 2\) the night baker/ }).waitFor();
  await page.getByLabel(/^Find a wallet/).fill('night');
  await page
    .getByRole('status')
    .getByText(/^1 of 5$/)
    .waitFor();
  await tab(page, 'Proposals');
  await page.locator('h3').filter({ hasText: 'Cleo (no. 2) [the night baker] may draw 30 LOCAL a period' }).waitFor();
  // addresses are shortened everywhere, except on request and where somebody votes on them
  for (const [view, proof] of VIEWS) {
    await tab(page, view);
    await page.getByText(proof).first().waitFor();
    const long = await page.evaluate(() => {
      const address = /\b[1-9A-HJ-NP-Za-km-z]{32,44}\b/g;
      const decided = [...document.querySelectorAll('.named code, .call b')];
      const named = new Set(decided.flatMap((one) => one.textContent.match(address) ?? []));
      const all = (document.querySelector('main') as HTMLElement).innerText.match(address);
      return (all ?? []).filter((one) => !named.has(one));
    });
    expect({ view, long }).toEqual({ view, long: [] });
  }
  await page.context().close();
  const fresh = await open('Ben', `/coop/${stage.coop}/members`);
  await fresh
    .getByRole('row', { name: /Cleo \(no\. 2\)/ })
    .getByRole('button')
    .click();
  await fresh
    .locator('.whole input[type=file]')
    .first()
    .setInputFiles({ name: 'l.json', mimeType: 'application/json', buffer: Buffer.from('{"x":"y"}') });
  await fresh.getByText('“x”: an address is needed, and a label of 1 to 40 letters').waitFor();
  await fresh
    .locator('.whole input[type=file]')
    .first()
    .setInputFiles({ name: 'l.json', mimeType: 'application/json', buffer: saved });
  await fresh.getByText('1 label loaded.').waitFor();
  await fresh.keyboard.press('Escape');
  await fresh.getByRole('row', { name: /Cleo \(no\. 2\) the night baker/ }).waitFor();
  await fresh.context().close();
});

test('no errors in the console, in all of the above', () => expect(complaints).toEqual([]));

// Links can name the page's node: it is shown, needs agreement once before anything is signed, and its word alone expires nothing.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { networkOf } from '../src/client';
import { barriers, complaints, end, network } from './browser';
import { ada, beginPaying, closeAll, has, pays, pressed, told } from './paying';

beforeAll(beginPaying, 180_000);
afterAll(end);
afterEach(closeAll);

const EVIL = { stranger: true, chains: ['solana:localnet'], node: { url: 'https://evil.example' } };

test('a node that a link names is shown beside the network, and nothing is signed before the person agrees to it, once', async () => {
  const double = await has(EVIL);
  const { page } = double;
  await page.getByText('localnet · evil.example', { exact: true }).waitFor();
  const alert = page.getByRole('alert').getByText('The link that opened this page says that it is to ask evil.example');
  await alert.waitFor();
  expect(await barriers(page)).toEqual([]);
  expect(
    await pays(
      double,
      '3',
      /^Paying: a link named the node evil\.example, and you have not agreed to use it: nothing was signed\. Agree to it at the top of this page, or choose another network there; nothing was sent/,
    ),
  ).toBe(0);
  expect(double.asked).toEqual([]);
  await pressed(double, 'Use evil.example');
  expect(await alert.count()).toBe(0);
  expect(await pays(double, '3', /^Paying: done$/)).toBe(3);
  await page.reload();
  await page.getByTestId('wallet').waitFor();
  expect(await pays(double, '4', /^Paying: done$/)).toBe(4);
  expect(await alert.count()).toBe(0);
}, 120_000);

test('where several are named, each is shown, and the one that came with a link holds back the signature', async () => {
  const double = await has({ ...EVIL, node: { url: 'https://evil.example' } });
  const { page } = double;
  const query = new URLSearchParams({ rpc: `${network.rpcUrl},https://evil.example` });
  await page.goto(page.url().replace(/\?[^#]*/, `?${query}`));
  await page.getByTestId('wallet').waitFor();
  await page.getByText('localnet · evil.example', { exact: true }).waitFor();
  expect(await pays(double, '3', /^Paying: a link named the node evil\.example/)).toBe(0);
}, 120_000);

test('by the word of such a node nothing expires, agreed to or not; of one that the person has written in the menu it does', async () => {
  const double = await has(EVIL);
  const { page } = double;
  const signature = '5'.repeat(87);
  const lost = {
    signature,
    payer: ada.address,
    deed: 'pay',
    until: '1',
    since: '10000000000',
    network: await networkOf(network.rpc),
  };
  await page.evaluate(
    ([name, text]) => localStorage.setItem(name!, text!),
    [`coop signed ${signature}`, JSON.stringify(lost)],
  );
  const kept = () => page.evaluate((name) => localStorage.getItem(name) !== null, `coop signed ${signature}`);
  const unknown = /^The outcome of what you signed is not known yet: look at the transaction before you do it again$/;
  await page.reload();
  await told(double, unknown);
  await pressed(double, 'Use evil.example');
  await pressed(double, 'Check again');
  await told(double, unknown);
  expect(await kept()).toBe(true);
  await page.getByText('localnet · evil.example', { exact: true }).click();
  // nobody chooses it by a press: its address is not there until the person has written it
  const field = page.getByLabel('Another, by its RPC address');
  expect(await field.inputValue()).toBe('');
  await pressed(double, 'Go');
  expect(await kept()).toBe(true);
  await field.fill('https://evil.example');
  await pressed(double, 'Go');
  await told(double, /^What you signed before has expired; nothing was done$/);
  expect(await kept()).toBe(false);
  expect(await field.inputValue()).toBe('https://evil.example');
}, 120_000);

test('no errors in the console, in all of the above', () => expect(complaints).toEqual([]));

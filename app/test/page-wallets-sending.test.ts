// Wallets that sign and send by themselves, in real Chromium on a real network; outcomes are checked on the ledger.
import * as k from '@solana/kit';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { complaints, end } from './browser';
import { changed, never, sent, Throws, type Double } from './doubles';
import {
  ada,
  asksNow,
  beginPaying,
  closeAll,
  has,
  memo,
  only,
  ours,
  pays,
  pressed,
  told,
  turnover,
  type Message,
} from './paying';

beforeAll(beginPaying, 180_000);
afterAll(end);
afterEach(closeAll);

test('a wallet that only signs and sends: its signature is shown when it answers, and followed', async () => {
  const double = await has({ features: only });
  expect(await pays(double, '11', /^Paying: done$/)).toBe(11);
  expect(await double.page.getByRole('link', { name: 'Transaction' }).getAttribute('href')).toMatch(
    /\/tx\/\w{80,90}\?/,
  );
  expect(await pays(double, '11', /^Paying: done$/)).toBe(11); // doing the same again is a new payment
  expect(await keptNames(double)).toEqual([]);
});
/** The entries that are stored as unsettled. */
const keptNames = ({ page }: Double) =>
  page.evaluate(() =>
    Object.keys(localStorage).filter(
      (name) =>
        name.startsWith('coop signed') &&
        (JSON.parse(localStorage.getItem(name)!) as { over?: number }).over === undefined,
    ),
  );

test('one that sends and then gives an error, or no answer: what it did is found', async () => {
  const double = await has({ features: only });
  for (const thrown of [
    new Throws({ message: 'Plugin Closed' }, true),
    new Throws({ message: 'User rejected the request.' }, true),
    new Throws('timeout'),
  ]) {
    double.habits.sends = async (bytes) => {
      await sent([ada], bytes);
      throw thrown;
    };
    expect(await pays(double, '12', /^Paying: done$/)).toBe(12);
  }
  double.habits.sends = async (bytes) => {
    await sent([ada], bytes);
    return never();
  };
  expect(await pays(double, '12', /^Paying: done$/)).toBe(12);
  expect(await keptNames(double)).toEqual([]);
});

test('one that sends nothing: declined is refused; otherwise unknown, kept, not signed again unasked', async () => {
  const double = await has({
    features: only,
    sends: async () => {
      throw new Throws({ code: 4001 });
    },
  });
  expect(await pays(double, '13', /^Paying: you did not sign; nothing was sent$/)).toBe(0);
  expect(await keptNames(double)).toEqual([]);
  let answer: (() => void) | undefined;
  double.habits.sends = async (bytes) => {
    await new Promise<void>((done) => {
      answer = done;
    });
    return sent([ada], bytes);
  };
  const unknown = new RegExp(
    `^Paying: the wallet has not answered: it is not known whether it was done\\. Look into the wallet, and at what ${ada.address} did, before you do it again$`,
  );
  double.asked.length = 0;
  expect(
    await pays(double, '13', unknown, async () => {
      await asksNow(double);
      await double.page.getByRole('button', { name: 'Stop waiting' }).click();
    }),
  ).toBe(0);
  expect(await keptNames(double)).toHaveLength(1);
  expect(await double.page.locator('.message').getByRole('link').count()).toBe(0);
  expect(
    await pays(
      double,
      '13',
      /^Paying: the same was given to the wallet to sign and send before: it is not known whether it was done.* Nothing was sent now$/,
    ),
  ).toBe(0);
  expect(double.asked).toHaveLength(1);
  await pressed(double, 'Check again');
  await told(
    double,
    new RegExp(
      `^It is not known yet whether your wallet sent what it was asked to sign: look into the wallet, and at the transactions of ${ada.address}`,
    ),
  );
  // the user finds the wallet's window late: what it sends then is found, also after a reload
  const before = await turnover();
  answer!();
  await expect.poll(async () => (await turnover()) - before, { timeout: 20_000 }).toBe(13);
  await double.page.reload();
  await told(double, /^What you signed before was done$/);
  expect(await keptNames(double)).toEqual([]);
}, 180_000);

test('one that gives an error and has sent nothing is unknown, and can be forgotten by whoever has looked', async () => {
  const double = await has({
    features: only,
    sends: async () => {
      throw new Throws({ message: 'Popup closed' }, true);
    },
  });
  expect(
    await pays(
      double,
      '14',
      /^Paying: the wallet says “Popup closed”: it is not known whether it was done/,
      async () => {
        await told(double, /looking whether it was sent/);
        expect(await double.page.locator('.message').textContent()).not.toMatch(/nothing/i);
        await double.page.getByRole('button', { name: 'Stop waiting' }).click();
      },
    ),
  ).toBe(0);
  await pressed(double, 'Forget it');
  double.habits.sends = (bytes) => sent([ada], bytes);
  expect(await pays(double, '14', /^Paying: done$/)).toBe(14);
});

test('one that answers with the signature of another transaction is reported, and the outcome is unknown', async () => {
  let other = '';
  const double = await has({
    features: only,
    sends: async (bytes) => {
      const signature = await sent(
        [ada],
        changed(bytes, (message: never) => ({
          ...(message as object),
          instructions: (message as Message).instructions.filter((one) => !ours(one)),
        })),
      );
      other = k.getBase58Decoder().decode(signature);
      return signature;
    },
  });
  expect(
    await pays(
      double,
      '15',
      /^Paying: the wallet answered with the signature of something else: it is not known whether it was done\. Look into the wallet, and at \w{80,90} and what \w+ did, before you do it again$/,
    ),
  ).toBe(0);
  expect(await double.page.locator('.message').getByRole('link').getAttribute('href')).toContain(other);
  await double.page.reload(); // it landed but does not do what was planned: not reported as done
  await told(double, /^It is not known yet whether your wallet sent/);
});

test('one that sends what fails is told as failed, in the words of the rule', async () => {
  const double = await has({
    features: only,
    sends: (bytes) =>
      sent(
        [ada],
        changed(bytes, (message: never) => k.appendTransactionMessageInstruction(memo(true), message)),
      ),
  });
  expect(await pays(double, '16', /^Paying: program failed to complete$/)).toBe(0);
  expect(await double.page.locator('.message').getByRole('link').getAttribute('href')).toMatch(/\/tx\//);
  expect(await keptNames(double)).toEqual([]);
});

test('no errors in the console, in all of the above', () => expect(complaints).toEqual([]));

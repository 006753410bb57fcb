// Real-world habits of wallets, one at a time, in real Chromium on a real network; outcomes are checked on the ledger.
import { readdirSync, readFileSync } from 'node:fs';
import * as k from '@solana/kit';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { units } from '../src/client';
import { at, barriers, browser, complaints, end, holds, network, plain } from './browser';
import { changed, never, signedBy, Throws } from './doubles';
import { ada, asksNow, beginPaying, ben, closeAll, form, has, pays, pressed, told, turnover } from './paying';

beforeAll(beginPaying, 180_000);
afterAll(end);
afterEach(closeAll);

test('what is shown: the wallet, its account, the name of the member, and a copy', async () => {
  const double = await has({ labels: ['Savings'] });
  const { page } = double;
  await page.getByTestId('wallet').getByText('Ada (no. ').waitFor();
  expect(await page.getByTestId('wallet').textContent()).toMatch(
    new RegExp(`^Ada \\(no\\. \\d+\\) Savings ${units.short(ada.address)} Double$`),
  );
  await pressed(double, 'Copy');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(ada.address);
  expect(await pays(double, '1', /^Paying: done$/)).toBe(1);
});

test('on a phone what is shown of the wallet is as wide as the phone', async () => {
  const double = await has({
    people: [ada, ben],
    labels: ['Household and bakery', 'Savings'],
    name: 'A wallet with a long name',
  });
  for (const width of [390, 320]) {
    await double.page.setViewportSize({ width, height: 800 });
    expect(await double.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
  expect(await barriers(double.page)).toEqual([]);
});

test('a wallet that registers late is offered; a silent connection that is refused leaves its button', async () => {
  const late = await has({ late: true }, false);
  await late.page.getByText('No wallet in this browser').waitFor();
  await late.register();
  await pressed(late, 'Connect Double');
  await late.page.getByTestId('wallet').waitFor();
  late.habits.connects = (silent) => {
    if (silent) throw new Throws({ code: 4001, message: 'Unauthorized' });
  };
  await late.page.reload();
  await late.page.getByText('No wallet in this browser').waitFor();
  await late.register();
  await pressed(late, 'Connect Double');
  await late.page.getByTestId('wallet').waitFor();
  // a wallet that has permission connects automatically
  late.habits.connects = () => undefined;
  await late.page.reload();
  await late.register();
  await late.page.getByTestId('wallet').waitFor();
});

test('a refused connection is reported in any words; so is a wallet that shows no account', async () => {
  const double = await has({}, false);
  for (const [what, says] of [
    [new Throws({ code: 4001, message: 'User rejected the request.' }, true), /^You did not connect Double$/],
    [new Throws('Connection rejected'), /^You did not connect Double$/],
    [
      new Throws({ code: -32_002 }),
      /^Double did not connect: “error -32002”\. The wallet is asking already: look into it$/,
    ],
  ] as const) {
    double.habits.connects = () => {
      throw what;
    };
    await pressed(double, 'Connect Double');
    await told(double, says);
  }
  double.habits.connects = () => {
    double.habits.people = [];
  };
  await pressed(double, 'Connect Double');
  await told(double, /^Double shows no Solana account/);
});

test('a wallet whose accounts name no network, or that throws at once, leaves the page standing', async () => {
  const silent = await has({ chains: null });
  await silent.page.getByRole('alert').getByText('it is for none of Solana').waitFor();
  const throws = await has({ throwsAtOnce: 'it is locked' }, false);
  await throws.page.evaluate(() => localStorage.setItem('coop wallet', 'Double'));
  await throws.page.reload();
  await pressed(throws, 'Connect Double');
  await told(throws, /^Double did not connect: “it is locked”\./);
});

test('a wallet that switches is followed at once: what was typed for one account is not paid by the other', async () => {
  const double = await has({ people: [ada] });
  await double.page.getByTestId('wallet').getByText('Ada (no. ').waitFor();
  await form(double).getByLabel('Amount').fill('3');
  double.habits.people = [ben];
  await double.shows([ben]);
  await told(
    double,
    new RegExp(`^Double has switched from ${units.short(ada.address)} to ${units.short(ben.address)}`),
  );
  await double.page.getByTestId('wallet').getByText('Ben (no. ').waitFor();
  expect(await form(double).getByLabel('Amount').inputValue()).toBe('');
  const before = await holds('Ben');
  expect(await pays(double, '3', /^Paying: done$/)).toBe(3);
  expect(before - (await holds('Ben'))).toBe(3_000_000n);
  // and an account that is withdrawn is gone
  await double.shows([]);
  await told(double, /^Double has disconnected \S+ from this page$/);
  await double.page.getByRole('button', { name: 'Connect Double' }).waitFor();
});

test('disconnected by the page, the wallet is told, nothing is said about it, and it does not come back by itself', async () => {
  const double = await has({});
  await pressed(double, 'Disconnect');
  await double.page.getByRole('button', { name: 'Connect Double' }).waitFor();
  await double.page.waitForTimeout(300);
  expect(await double.page.locator('.message span').count()).toBe(0);
  await double.page.reload();
  await double.page.getByRole('button', { name: 'Connect Double' }).waitFor();
});

test('of several accounts the person chooses, and the choice is remembered', async () => {
  const double = await has({ people: [ada, ben], labels: ['One', 'Two'] });
  const { page } = double;
  await page.getByLabel('Account').selectOption(ben.address);
  await page.getByTestId('wallet').getByText('Ben (no. ').waitFor();
  expect(await pays(double, '2', /^Paying: done$/)).toBe(2);
  const message = k
    .getCompiledTransactionMessageDecoder()
    .decode(k.getTransactionDecoder().decode(double.asked[0]!).messageBytes);
  expect(message.staticAccounts[0]).toBe(ben.address);
  await page.reload();
  await page.getByTestId('wallet').getByText('Ben (no. ').waitFor();
  expect(await page.getByLabel('Account').inputValue()).toBe(ben.address);
});

test('what was prepared for one account is signed by no other: switched while it is prepared, and while it is signed', async () => {
  const double = await has({});
  let held: (() => void) | undefined;
  await double.page.route(`${network.rpcUrl}/**`, async (route) => {
    if (/simulateTransaction/.test(route.request().postData() ?? ''))
      await new Promise<void>((done) => {
        held = done;
      });
    return route.continue();
  });
  const says = new RegExp(
    `prepared for ${units.short(ada.address)}, and Double has switched to ${units.short(ben.address)} since: nothing was signed; nothing was sent$`,
  );
  expect(
    await pays(double, '4', says, async () => {
      await expect.poll(() => held !== undefined, { timeout: 20_000 }).toBe(true);
      await double.shows([ben]);
      held!();
    }),
  ).toBe(0);
  expect(double.asked).toEqual([]);
  await double.page.unroute(`${network.rpcUrl}/**`);
  // it switches accounts when asked to sign, and signs with the other key: in the payer's place, or as payer itself
  await double.shows([ada]);
  double.habits.signs = async (bytes) => {
    await double.shows([ben]);
    const transaction = k.getTransactionDecoder().decode(bytes);
    const signature = await k.signBytes(ben.keyPair.privateKey, transaction.messageBytes);
    return new Uint8Array(
      k.getTransactionEncoder().encode({ ...transaction, signatures: { [ada.address]: signature } }),
    );
  };
  expect(
    await pays(
      double,
      '4',
      new RegExp(
        `^Paying: the wallet signed with another account than ${ada.address}, for which this was prepared; nothing was sent`,
      ),
    ),
  ).toBe(0);
  await double.shows([ada]);
  double.habits.signs = async (bytes) => {
    await double.shows([ben]);
    return signedBy(
      [ben],
      changed(bytes, (message: never) => {
        const swap = <T extends { address: string }>(one: T) =>
          one.address === ada.address ? { ...one, address: ben.address } : one;
        const { feePayer, instructions } = message as {
          feePayer: { address: string };
          instructions: { accounts?: { address: string }[] }[];
        };
        return {
          ...(message as object),
          feePayer: swap(feePayer),
          instructions: instructions.map((one) => ({
            ...one,
            ...(one.accounts && { accounts: one.accounts.map(swap) }),
          })),
        };
      }),
    );
  };
  expect(
    await pays(
      double,
      '4',
      /^Paying: the wallet returned another transaction than the one it was asked to sign; nothing was sent/,
    ),
  ).toBe(0);
});

test('a wallet for another network: said before anything, with both names; one that signs for another all the same is told from its blockhash', async () => {
  const elsewhere = await has({ chains: ['solana:mainnet', 'solana:devnet'] });
  await elsewhere.page
    .getByRole('alert')
    .getByText('it is for mainnet, devnet, and this page is on localnet')
    .waitFor();
  expect(
    await pays(
      elsewhere,
      '7',
      /^Paying: the wallet's account is not for this network: it is for mainnet, devnet, and this page is on localnet\. .*nothing was sent$/,
    ),
  ).toBe(0);
  expect(elsewhere.asked).toEqual([]);
  const blockhash = {
    blockhash: 'EETubP5AKHgjPAhzPAFcb8BAY1hMH639CWCFTqi3hq1k' as k.Blockhash,
    lastValidBlockHeight: 10n ** 12n,
  };
  const other = await has({
    signs: (bytes) =>
      signedBy(
        [ada],
        changed(bytes, (message: never) => k.setTransactionMessageLifetimeUsingBlockhash(blockhash, message)),
      ),
  });
  expect(
    await pays(other, '7', /^Paying: the wallet signed for another network: this one does not know the blockhash/),
  ).toBe(0);
});

test('a node is of the network that it says, whatever its name: before that is known nothing is signed', async () => {
  const mainnet = '5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d';
  const named = await has({
    chains: ['solana:devnet'],
    node: { url: 'https://devnet.nodes.example', genesis: mainnet },
  });
  await named.page.getByRole('alert').getByText('it is for devnet, and this page is on mainnet').waitFor();
  expect(
    await pays(
      named,
      '7',
      /^Paying: the wallet's account is not for this network: it is for devnet, and this page is on mainnet/,
    ),
  ).toBe(0);
  expect(named.asked).toEqual([]);
  // an unknown network under a custom name is not mistaken for mainnet
  const own = await has({ chains: ['solana:mainnet'], node: { url: 'https://nodes.example' } });
  await own.page.getByRole('alert').getByText('it is for mainnet, and this page is on localnet').waitFor();
  const right = await has({ chains: ['solana:localnet'], node: { url: 'https://mainnet.nodes.example' } });
  expect(await pays(right, '7', /^Paying: done$/)).toBe(7);
});

test('a wallet that knows only legacy transactions gets one', async () => {
  const double = await has({ versions: ['legacy'] });
  expect(await pays(double, '8', /^Paying: done$/)).toBe(8);
  expect(
    k.getCompiledTransactionMessageDecoder().decode(k.getTransactionDecoder().decode(double.asked[0]!).messageBytes)
      .version,
  ).toBe('legacy');
  const newer = await has({});
  expect(await pays(newer, '8', /^Paying: done$/)).toBe(8);
  expect(
    k.getCompiledTransactionMessageDecoder().decode(k.getTransactionDecoder().decode(newer.asked[0]!).messageBytes)
      .version,
  ).toBe(0);
});

test('whoever says no is told so in every wallet’s words; any other error in its own, with what can be done', async () => {
  const double = await has({});
  const no = /^Paying: you did not sign; nothing was sent$/;
  for (const [what, says] of [
    [new Throws({ message: 'User rejected the request.' }, true), no],
    [new Throws({ code: 4001, message: 'Nope' }), no],
    [new Throws({ name: 'WalletSignTransactionError', message: 'Transaction cancelled' }, true), no],
    [new Throws({ name: 'WalletStandardError', message: 'x', context: { __code: 4_001_000 } }, true), no],
    [new Throws({ message: 'Approval Denied' }, true), no],
    [new Throws('Transaction rejected'), no],
    [new Throws({ name: 'WalletSignTransactionError', message: '', error: { code: 4001 } }, true), no],
    [
      new Throws({ message: 'Request rejected by the node: 429' }, true),
      /^Paying: the wallet did not sign: “Request rejected by the node: 429”\. Nothing was sent\. Look into the wallet/,
    ],
    [new Throws('locked'), /^Paying: the wallet did not sign: “locked”\. Nothing was sent\. Unlock the wallet$/],
    [new Throws({ code: 4100 }), /“error 4100”\. Nothing was sent\. Disconnect, and connect the wallet again$/],
    [new Throws(null), /^Paying: the wallet did not sign, and does not say why\. Nothing was sent\./],
  ] as const) {
    double.habits.signs = async () => {
      throw what;
    };
    expect(await pays(double, '9', says)).toBe(0);
    await pressed(double, 'Dismiss');
  }
  expect(await form(double).getByLabel('Amount').inputValue()).toBe('9');
});

test('a wallet that does not answer: the page stays usable, waiting can be ended, and a late answer is not sent', async () => {
  let answer: (() => void) | undefined;
  const double = await has({
    signs: async (bytes) => {
      await new Promise<void>((done) => {
        answer = done;
      });
      return signedBy([ada], bytes);
    },
  });
  const before = await turnover();
  expect(
    await pays(
      double,
      '10',
      /^Paying: the wallet has not answered, and you stopped waiting; nothing was sent, and a later signature will not be sent either$/,
      async () => {
        await asksNow(double);
        await double.page.getByRole('link', { name: 'Members', exact: true }).click(); // meanwhile the user looks around
        await double.page.getByText('Everyone').first().waitFor();
        await double.page.getByRole('link', { name: 'Services', exact: true }).click();
        await double.page.getByRole('button', { name: 'Stop waiting' }).click();
      },
    ),
  ).toBe(0);
  answer!();
  await double.page.waitForTimeout(2_500);
  expect(await turnover()).toBe(before);
  double.habits.signs = (bytes) => signedBy([ada], bytes);
  expect(await pays(double, '10', /^Paying: done$/)).toBe(10);
  // disconnecting also ends the waiting
  double.habits.signs = never;
  expect(
    await pays(
      double,
      '10',
      /^Paying: the wallet has not answered, and you stopped waiting/,
      async () => (
        await asksNow(double),
        await double.page.getByRole('button', { name: 'Stop waiting' }).waitFor(),
        pressed(double, 'Disconnect')
      ),
    ),
  ).toBe(0);
});

test('the mobile wallets are offered in a browser on Android, and fetched nowhere else', async () => {
  const android =
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';
  const adapter = readdirSync('dist/page/assets').filter(
    (file) =>
      file.endsWith('.js') && readFileSync(`dist/page/assets/${file}`, 'utf8').includes('Remote Mobile Wallet Adapter'),
  );
  expect(adapter).toHaveLength(1);
  for (const [userAgent, says] of [
    [android, 'Connect Mobile Wallet Adapter'],
    [undefined, 'No wallet in this browser'],
  ] as const) {
    const context = await browser.newContext({
      ...(userAgent && { userAgent, isMobile: true, viewport: { width: 390, height: 800 } }),
    });
    const page = await context.newPage();
    const fetched: string[] = [];
    page.on('response', (answer) => fetched.push(new URL(answer.url()).pathname));
    page.on('console', (line) => /error|warning/.test(line.type()) && complaints.push(line.text()));
    await page.goto(`${at(plain)}/?${new URLSearchParams({ rpc: network.rpcUrl })}`);
    await page.getByText(says).waitFor();
    await page.waitForTimeout(300);
    const registered = await page.evaluate(() => {
      const names: string[] = [];
      const api = { register: ({ name }: { name: string }) => names.push(name) };
      dispatchEvent(Object.assign(new Event('wallet-standard:app-ready'), { detail: api }));
      return names;
    });
    expect({ userAgent, registered }).toEqual({ userAgent, registered: userAgent ? ['Mobile Wallet Adapter'] : [] });
    expect(fetched.some((path) => path.endsWith(adapter[0]!))).toBe(!!userAgent);
    await context.close();
  }
});

test('no errors in the console, in all of the above', () => expect(complaints).toEqual([]));

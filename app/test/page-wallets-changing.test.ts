// Wallets that change what they are asked to sign, in real Chromium: which changes are sent, and which are not.
import * as k from '@solana/kit';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  fetchNonce,
  getCreateAccountInstruction,
  getInitializeNonceAccountInstruction,
  SYSTEM_PROGRAM_ADDRESS,
} from '@solana-program/system';
import { send } from '../src/client';
import { complaints, end, network } from './browser';
import { changed, signedBy } from './doubles';
import { ada, beginPaying, ben, closeAll, has, memo, ours, pays, pressed, type Message } from './paying';

beforeAll(beginPaying, 180_000);
afterAll(end);
afterEach(closeAll);

test('a wallet that adds to what it signs is sent as it signed it: a price, a memo, a newer blockhash, another signer', async () => {
  const double = await has({
    signs: async (bytes) => {
      const { value } = await network.rpc.getLatestBlockhash().send();
      return signedBy(
        [ada, ben],
        changed(bytes, (message: never) =>
          k.pipe(
            message,
            (m) => k.setTransactionMessageLifetimeUsingBlockhash(value, m),
            (m) => k.setTransactionMessageComputeUnitLimit(300_000, m),
            (m) => k.setTransactionMessageComputeUnitPrice(5_000n, m),
            (m) => k.prependTransactionMessageInstruction(memo(), m),
            (m) =>
              k.appendTransactionMessageInstruction(
                { ...memo(), accounts: [{ address: ben.address, role: k.AccountRole.READONLY_SIGNER }] },
                m,
              ),
          ),
        ),
      );
    },
  });
  expect(await pays(double, '5', /^Paying: done$/)).toBe(5);
});

test('a wallet that signs with a durable nonce is sent as it signed it', async () => {
  const nonce = await k.generateKeyPairSigner();
  const lamports = await network.rpc.getMinimumBalanceForRentExemption(80n).send();
  await send(network.rpc, ada, [
    getCreateAccountInstruction({
      payer: ada,
      newAccount: nonce,
      lamports,
      space: 80n,
      programAddress: SYSTEM_PROGRAM_ADDRESS,
    }),
    getInitializeNonceAccountInstruction({ nonceAccount: nonce.address, nonceAuthority: ada.address }),
  ]);
  const { data } = await fetchNonce(network.rpc, nonce.address);
  const double = await has({
    signs: (bytes) =>
      signedBy(
        [ada],
        changed(bytes, (message: never) =>
          k.setTransactionMessageLifetimeUsingDurableNonce(
            { nonce: data.blockhash as never, nonceAccountAddress: nonce.address, nonceAuthorityAddress: ada.address },
            message,
          ),
        ),
      ),
  });
  expect(await pays(double, '5', /^Paying: done$/)).toBe(5);
  expect((await fetchNonce(network.rpc, nonce.address)).data.blockhash).not.toBe(data.blockhash);
});

test('a wallet that changes what it signs is not sent: another amount, the same twice, something left out', async () => {
  const double = await has({});
  const habits: ((message: Message) => Message)[] = [
    (message) => ({
      ...message,
      instructions: message.instructions.map((one) =>
        ours(one) ? { ...one, data: one.data!.map((byte, at) => (at === 8 ? byte + 1 : byte)) } : one,
      ),
    }),
    (message) => ({ ...message, instructions: [...message.instructions, message.instructions.find(ours)!] }),
    (message) => ({ ...message, instructions: message.instructions.filter((one) => !ours(one)) }),
  ];
  for (const habit of habits) {
    double.habits.signs = async (bytes) => signedBy([ada], changed(bytes, habit));
    expect(
      await pays(
        double,
        '6',
        /^Paying: the wallet returned another transaction than the one it was asked to sign; nothing was sent/,
      ),
    ).toBe(0);
    await pressed(double, 'Dismiss');
  }
  // the wallet's addition would fail: reported before it is sent
  double.habits.signs = async (bytes) =>
    signedBy(
      [ada],
      changed(bytes, (message: never) => k.appendTransactionMessageInstruction(memo(true), message)),
    );
  expect(
    await pays(double, '6', /^Paying: with the wallet's changes the transaction would fail: .*; nothing was sent$/),
  ).toBe(0);
  await pressed(double, 'Dismiss');
  double.habits.signs = async (bytes) => bytes;
  expect(
    await pays(
      double,
      '6',
      new RegExp(
        `^Paying: the wallet returned the transaction without the signature of ${ada.address}; nothing was sent$`,
      ),
    ),
  ).toBe(0);
});

test('no errors in the console, in all of the above', () => expect(complaints).toEqual([]));

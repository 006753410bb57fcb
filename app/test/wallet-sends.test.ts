// A signer that sends by itself, on a real network: what it does is found, and what is not found is unknown.
import * as k from '@solana/kit';
import { getTransferSolInstruction } from '@solana-program/system';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fateOf, NotSigned, send, sentence, Unsettled } from '../src/client';
import { startNetwork, walletOf, type Network } from '../src/local/network';
import { keeping } from './keeping';
import { faults } from './faults';

let network: Network;
let payer: k.KeyPairSigner;
beforeAll(async () => {
  network = await startNetwork({ bare: true });
  payer = await walletOf('payer');
  await network.surfnet.fundSol(payer.address, 10_000_000_000);
}, 60_000);
afterAll(() => network?.stop());

const AMOUNT = 5_000_000n;
const moved = async (to: k.Address) =>
  Number((await network.rpc.getBalance(to, { commitment: 'confirmed' }).send()).value / AMOUNT);
const someone = async () => (await k.generateKeyPairSigner()).address;
const pays = (to: k.Address) =>
  [getTransferSolInstruction({ source: k.createNoopSigner(payer.address), destination: to, amount: AMOUNT })].map(
    ({ accounts, ...rest }) => ({ ...rest, accounts: accounts.map(({ address, role }) => ({ address, role })) }),
  );
type Sends = (put: () => Promise<k.SignatureBytes>, transaction: k.Transaction) => Promise<k.SignatureBytes>;
/** A signer that signs and sends, or behaves as the test decides. */
const wallet = (does: Sends = (put) => put()): k.TransactionSendingSigner => ({
  address: payer.address,
  signAndSendTransactions: (transactions) =>
    Promise.all(
      transactions.map((transaction) =>
        does(async () => {
          const signed = await k.partiallySignTransaction([payer.keyPair], transaction);
          await network.rpc
            .sendTransaction(k.getBase64EncodedWireTransaction(signed), { encoding: 'base64', skipPreflight: true })
            .send();
          return signed.signatures[payer.address]!;
        }, transaction as k.Transaction),
      ),
    ),
});
const never = () => new Promise<never>(() => undefined);
const quick = { quiet: 0.2, afterError: 1, undecided: 3 };
const failing = (one: Promise<unknown>) =>
  one.then(
    () => {
      throw new Error('it was done');
    },
    (failed: unknown) => failed as Error,
  );

test.concurrent('it is kept before the wallet is asked, and its signature is shown when it answers', async () => {
  const [kept, to, shown] = [keeping(), await someone(), [] as string[]];
  const before: string[] = [];
  const done = await send(
    network.rpc,
    wallet((put) => (before.push(...kept.all.keys()), put())),
    pays(to),
    { kept, patience: quick, signed: (signature) => shown.push(signature) },
  );
  expect(before).toEqual([expect.stringMatching(/^asked /)]);
  expect([shown, await moved(to), kept.all.size]).toEqual([[done.signature], 1, 0]);
});

test.concurrent(
  'silent, and it has sent nothing: unknown when the time is over; sent after all, it is found by whoever asks again',
  async () => {
    const [kept, to] = [keeping(), await someone()];
    let late: (() => Promise<unknown>) | undefined;
    const failed = await failing(
      send(
        network.rpc,
        wallet((put) => {
          late = put;
          return never();
        }),
        pays(to),
        { kept, patience: quick },
      ),
    );
    expect(failed).toBeInstanceOf(Unsettled);
    expect(failed).toMatchObject({ outcome: 'unknown', signature: expect.stringMatching(/^asked /) });
    expect(sentence(failed)).not.toMatch(/nothing/i);
    expect([await moved(to), kept.all.size]).toEqual([0, 1]);
    const again = await failing(send(network.rpc, wallet(), pays(to), { kept, patience: quick }));
    expect(again).toMatchObject({ outcome: 'unknown', earlier: true });
    expect(await moved(to)).toBe(0);
    expect(await fateOf(network.rpc, kept.list()[0]!)).toBeUndefined();
    await late!();
    expect(await fateOf(network.rpc, kept.list()[0]!)).toMatchObject({
      fate: 'landed',
      signature: expect.stringMatching(/^\w{80,90}$/),
    });
    expect(await failing(send(network.rpc, wallet(), pays(to), { kept, patience: quick }))).toMatchObject({
      outcome: 'landed',
      earlier: true,
    });
    expect([await moved(to), kept.all.size]).toEqual([1, 0]);
  },
);

test.concurrent(
  'an answer after one has stopped waiting is kept by its signature; a late no is forgotten',
  async () => {
    for (const no of [false, true]) {
      const [kept, to, stop] = [keeping(), await someone(), new AbortController()];
      let go: (() => void) | undefined;
      const asked = failing(
        send(
          network.rpc,
          wallet(async (put) => {
            await new Promise<void>((done) => {
              go = done;
            });
            if (no) throw Object.assign(new Error('no'), { code: 4001 });
            return put();
          }),
          pays(to),
          { kept, patience: quick, stop: stop.signal },
        ),
      );
      await expect.poll(() => go !== undefined).toBe(true);
      stop.abort();
      expect(await asked).toMatchObject({ outcome: 'unknown' });
      go!();
      if (no) await expect.poll(() => kept.all.size).toBe(0);
      else await expect.poll(() => [...kept.all.keys()][0]).toMatch(/^\w{80,90}$/);
      expect(await moved(to)).toBe(no ? 0 : 1);
    }
  },
);

test.concurrent('the same that was done before is not taken for what was asked now', async () => {
  const [kept, to] = [keeping(), await someone()];
  await send(network.rpc, payer, pays(to)); // as another tab or command would: this one has no record of it
  expect(await moved(to)).toBe(1);
  const failed = await failing(send(network.rpc, wallet(never), pays(to), { kept, patience: quick }));
  expect(failed).toMatchObject({ outcome: 'unknown' });
  // nor if the answer that distinguishes them is lost: it is requested again
  const node = await faults(network.rpcUrl, (method, time) =>
    method === 'getSignaturesForAddress' && time === 1 ? 'lose' : 'pass',
  );
  expect(
    await failing(
      send(k.createSolanaRpc(node.url), wallet(never), pays(to), {
        kept: keeping(),
        patience: quick,
      }),
    ),
  ).toMatchObject({ outcome: 'unknown' });
  node.stop();
  expect(await moved(to)).toBe(1);
});

test.concurrent(
  'a node that is behind begins the search long before: what the history had then is no answer',
  async () => {
    const to = await someone();
    await send(network.rpc, payer, pays(to));
    // the last blockhash that it has is of slot 1
    const { value } = await network.rpc.getLatestBlockhash({ commitment: 'confirmed' }).send();
    const behind = await faults(network.rpcUrl, (method) =>
      method === 'getLatestBlockhash'
        ? {
            result: {
              context: { slot: 1 },
              value: { blockhash: value.blockhash, lastValidBlockHeight: Number(value.lastValidBlockHeight) },
            },
          }
        : 'pass',
    );
    expect(
      await failing(
        send(k.createSolanaRpc(behind.url), wallet(never), pays(to), {
          kept: keeping(),
          patience: quick,
        }),
      ),
    ).toMatchObject({ outcome: 'unknown' });
    behind.stop();
    expect(await moved(to)).toBe(1);
  },
);

test.concurrent('of two tabs that ask for the same at once, not both do', async () => {
  const [kept, to] = [keeping(), await someone()];
  const both = await Promise.allSettled(
    [1, 2].map(() => send(network.rpc, wallet(), pays(to), { kept, patience: quick })),
  );
  expect(both.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
  expect(await moved(to)).toBeLessThanOrEqual(1);
  for (const one of both)
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ outcome: 'unknown', earlier: true });
});

test.concurrent('what another tab did while this one was preparing the same is not done a second time', async () => {
  const [kept, to] = [keeping(), await someone()];
  let began!: () => void;
  const first = new Promise<void>((done) => (began = done)).then(() => send(network.rpc, wallet(), pays(to), { kept }));
  const slow = await faults(network.rpcUrl, (method) => {
    if (method !== 'simulateTransaction') return 'pass';
    began();
    return { once: first, then: 'pass' };
  });
  const second = await failing(send(k.createSolanaRpc(slow.url), wallet(), pays(to), { kept }));
  slow.stop();
  expect(second).toMatchObject({ outcome: 'landed', earlier: true, signature: (await first).signature });
  expect([await moved(to), kept.all.size]).toEqual([1, 0]);
  // who begins after it wants it twice
  await send(network.rpc, wallet(), pays(to), { kept });
  expect(await moved(to)).toBe(2);
});

test.concurrent(
  'a node that loses answers while the wallet sends: what was sent is found once it answers again',
  async () => {
    const [kept, to] = [keeping(), await someone()];
    let [lost, sent] = [0, false];
    const node = await faults(network.rpcUrl, (method) =>
      /getTransaction$|getSignaturesForAddress/.test(method) && sent && ++lost < 4 ? 'lose' : 'pass',
    );
    const done = await send(
      k.createSolanaRpc(node.url),
      wallet(async (put) => {
        await put();
        sent = true;
        throw new Error('Popup closed');
      }),
      pays(to),
      { kept, patience: { ...quick, afterError: 60 } },
    );
    node.stop();
    expect([done.read, await moved(to), kept.all.size, lost >= 4]).toEqual([true, 1, 0, true]);
  },
);

test.concurrent(
  'only a person’s own no, with nothing in the history, is that nothing was sent',
  async () => {
    const [kept, to] = [keeping(), await someone()];
    const said = (what: unknown) =>
      failing(
        send(
          network.rpc,
          wallet(async () => {
            throw what;
          }),
          pays(to),
          { kept, patience: quick, again: true },
        ),
      );
    expect(await said(Object.assign(new Error('x'), { code: 4001 }))).toBeInstanceOf(NotSigned);
    expect(kept.all.size).toBe(0);
    for (const what of [
      'Request rejected: blockhash not found',
      { code: -32_603 },
      null,
      new Error('WalletDisconnected'),
    ]) {
      const failed = await said(what);
      expect({ what, failed }).toEqual({ what, failed: expect.any(Unsettled) });
      expect(sentence(failed)).not.toMatch(/nothing was sent/);
    }
  },
  60_000,
);

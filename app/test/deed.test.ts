// Transactions that do the same are recognised, even if the state has changed since; others are not.
import * as k from '@solana/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build, connect, fateOf, flows, networkOf, program, reads, send, sendSigned, type Signed } from '../src/client';
import { deedOf, type Act } from '../src/client/deed';
import { saidNo } from '../src/client/walletWords';
import { startNetwork, type Network } from '../src/local/network';
import { found, poolTerms, start } from '../src/local/story';
import { type Stage } from '../src/local/stage';
import { faults, forgetful } from './faults';
import { keeping } from './keeping';

let network: Network;
let other: Network;
let stage: Stage;
beforeAll(async () => {
  network = await startNetwork();
  other = await startNetwork({ bare: true });
  stage = await found(network);
  await start(stage);
  for (const name of ['Bread', 'Cake']) await stage.flows('Miller', (c) => flows.offer(c, name, 300));
}, 180_000);
afterAll(() => (network?.stop(), other?.stop()));

/** A memo, as a wallet may append it. */
const memo = (text: string): k.Instruction => ({
  programAddress: k.address('MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr'),
  data: new TextEncoder().encode(text),
});
const last = (all: readonly k.Instruction[]) => all.at(-1) as Act;

test('limits and derived values do not make a different request; amounts, services and choices do', async () => {
  const c = await stage.context('Ada');
  const deed = (all: readonly k.Instruction[]) => deedOf(all);
  const pay = await flows.pay(c, 0, 11_000_000n);
  const says = program.getPayServiceInstructionDataDecoder().decode(Uint8Array.from(last(pay).data!));
  const dearer = [
    {
      ...pay.at(-1)!,
      data: program.getPayServiceInstructionDataEncoder().encode({ ...says, maxFee: says.maxFee * 2n }),
    },
  ];
  expect(await deed(dearer)).toBe(await deed(pay));
  // a payer that was no member when it first paid, and is one by now
  const stranger = { ...c, site: { ...c.site } };
  delete stranger.site.member;
  expect(await deed(await flows.pay(stranger, 0, 11_000_000n))).toBe(await deed(pay));
  const founding = {
    id: 1n,
    name: 'Again',
    mint: network.mint,
    statutesUri: '',
    statutesHash: new Uint8Array(32),
    charter: { ...c.site.coop.charter } as never,
  };
  const [one, two] = [
    await flows.found(network.rpc, c.by, founding),
    await flows.found(network.rpc, c.by, { ...founding, id: 2n }),
  ];
  expect(await deed(one.instructions)).toBe(await deed(two.instructions));
  expect(await deed((await flows.found(network.rpc, c.by, { ...founding, name: 'Another' })).instructions)).not.toBe(
    await deed(one.instructions),
  );
  // its pool depends on the co-op's address, and opens at another time
  const pooled = async (id: bigint, opens: bigint) =>
    (await flows.found(network.rpc, c.by, { ...founding, id, pool: poolTerms(c.site.now + opens, 1_000_000n) }))
      .instructions;
  expect((await pooled(1n, 60n)).length).toBe(2);
  expect(
    new Set([await deed(await pooled(1n, 60n)), await deed(await pooled(2n, 90n)), await deed(one.instructions)]).size,
  ).toBe(1);
  const wishes = await Promise.all(
    [
      pay,
      await flows.pay(c, 0, 12_000_000n),
      await flows.pay(c, 1, 11_000_000n),
      await flows.payCoop(c, 11_000_000n),
      await flows.subscribe(c, 11_000_000n),
      await flows.subscribe(c, 12_000_000n),
      [await build(c, 'resign', { ask: true, protest: false, period: undefined })],
      [await build(c, 'resign', { ask: false, protest: false, period: undefined })],
    ].map(deed),
  );
  expect(new Set(wishes).size).toBe(wishes.length);
  const [ben, miller] = [await stage.context('Ben'), await stage.person('Miller')];
  expect(await deed(await flows.pay(ben, 0, 11_000_000n))).not.toBe(await deed(pay));
  // another payer of fee and rent does not make it a different deed
  const sponsored = { ...c, payer: miller };
  for (const make of [(it: typeof c) => flows.pay(it, 0, 11_000_000n), (it: typeof c) => flows.offer(it, 'Pie', 300)]) {
    const [own, others] = await Promise.all([make(c), make(sponsored)].map((made) => made.then(deed)));
    expect(others).toBe(own);
  }
});

const HASTY = { silence: 1, question: 1 };

test('a payment with an unknown outcome is recognised after the service has changed its price', async () => {
  const kept = { ...keeping(), tellsFor: 86_400 };
  const c = await stage.context('Ada');
  const node = await forgetful(network.rpcUrl);
  await expect(
    send(connect([node.url], undefined, { question: 1, wait: 0.1 }), c.by, await flows.pay(c, 0, 7_000_000n), {
      kept,
      patience: HASTY,
    }),
  ).rejects.toMatchObject({ outcome: 'unknown' });
  node.stop();
  // the fee's bound has changed meanwhile
  const later = await flows.pay(c, 0, 7_000_000n);
  const says = program.getPayServiceInstructionDataDecoder().decode(Uint8Array.from(last(later).data!));
  const changed = [
    ...later.slice(0, -1),
    {
      ...later.at(-1)!,
      data: program.getPayServiceInstructionDataEncoder().encode({ ...says, maxFee: says.maxFee + 1n }),
    },
  ];
  await expect(send(network.rpc, c.by, changed, { kept })).rejects.toMatchObject({ outcome: 'landed', earlier: true });
}, 60_000);

test('an unknown payment for one member does not stop the same payment for another', async () => {
  const kept = keeping();
  const [ben, cleo] = [(await stage.person('Ben')).address, (await stage.person('Cleo')).address];
  const units = async (of: k.Address) => (await reads.memberAt(network.rpc, stage.coop, of))!.units;
  const before = await Promise.all([ben, cleo].map(units));
  const c = await stage.context('Ada');
  const node = await forgetful(network.rpcUrl);
  const lossy = connect([node.url], undefined, { question: 1, wait: 0.1 });
  await expect(
    send(lossy, c.by, await flows.pay(c, 0, 7_000_000n, ben), { kept, patience: HASTY }),
  ).rejects.toMatchObject({ outcome: 'unknown' });
  node.stop();
  await send(network.rpc, c.by, await flows.pay(c, 0, 7_000_000n, cleo), { kept });
  const after = await Promise.all([ben, cleo].map(units));
  expect(after.every((its, i) => its > before[i]!)).toBe(true);
  // the one for Ben is known again
  await expect(send(network.rpc, c.by, await flows.pay(c, 0, 7_000_000n, ben), { kept })).rejects.toMatchObject({
    outcome: 'landed',
    earlier: true,
  });
}, 60_000);

test('a payment to which a wallet has appended its own is known again, signed elsewhere or here, whatever that was', async () => {
  const kept = { ...keeping(), tellsFor: 86_400 };
  const c = await stage.context('Ada');
  const paid = async () => (await stage.context('Ada')).site.coop.period.revenue;
  const before = await paid();
  /** Signs as a wallet does what was exported to it, with a memo of its own at the end. */
  const signed = async (note: string) => {
    const { value: blockhash } = await network.rpc.getLatestBlockhash({ commitment: 'confirmed' }).send();
    return k.signTransactionMessageWithSigners(
      k.pipe(
        k.createTransactionMessage({ version: 0 }),
        (m) => k.setTransactionMessageFeePayerSigner(c.by, m),
        (m) => k.setTransactionMessageLifetimeUsingBlockhash(blockhash, m),
        (m) => k.appendTransactionMessageInstructions(pay, m),
        (m) => k.appendTransactionMessageInstruction(memo(note), m),
      ),
    );
  };
  const pay = await flows.pay(c, 0, 9_000_000n);
  const node = await forgetful(network.rpcUrl);
  const lossy = connect([node.url], undefined, { question: 1, wait: 0.1 });
  const unknown = { outcome: 'unknown' };
  await expect(sendSigned(lossy, await signed('first'), { kept, patience: HASTY })).rejects.toMatchObject(unknown);
  node.stop();
  expect((await paid()) - before).toBe(270_000n);
  const landed = { outcome: 'landed', earlier: true };
  await expect(sendSigned(network.rpc, await signed('second'), { kept })).rejects.toMatchObject(landed);
  await expect(send(network.rpc, c.by, pay, { kept })).rejects.toMatchObject(landed);
  expect((await paid()) - before).toBe(270_000n);
  // doing it twice takes `again`
  await sendSigned(network.rpc, await signed('third'), { kept, again: true });
  expect((await paid()) - before).toBe(540_000n);
}, 60_000);

test('a node of another network cannot decide the outcome, whatever its block height', async () => {
  const dead = await faults(network.rpcUrl, () => 'lose');
  const foreign = await faults(other.rpcUrl, (method) =>
    method === 'getGenesisHash' ? { result: 'EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG' } : 'pass',
  ); // devnet's
  const rpc = connect([dead.url, foreign.url], undefined, { question: 0.5, wait: 0.05, answer: 0.5 });
  const signed: Signed = {
    signature: '5'.repeat(87) as never,
    payer: (await stage.person('Ada')).address,
    deed: '',
    until: '1',
    since: '10000000000',
    network: await networkOf(network.rpc),
  };
  expect(await fateOf(rpc, signed)).toBeUndefined();
  // the same on its own network has expired
  expect(await fateOf(connect([other.rpcUrl]), { ...signed, network: await networkOf(other.rpc) })).toEqual({
    fate: 'expired',
  });
  for (const node of [dead, foreign]) node.stop();
}, 60_000);

test('if a wallet sends by itself, only an error that names the person counts as a refusal to sign', () => {
  for (const words of ['canceled', 'Request canceled', 'Connection refused', 'Transaction rejected', 'Request denied'])
    expect(saidNo(new Error(words), true)).toBe(false);
  for (const words of ['User rejected the request.', 'Rejected by the user', 'The user has declined'])
    expect(saidNo(new Error(words), true)).toBe(true);
  expect(saidNo(Object.assign(new Error('no'), { code: 4001 }), true)).toBe(true);
});

test('of values that are set the last command counts: an earlier identical one does not stop it', async () => {
  const kept = { ...keeping(), tellsFor: 86_400 };
  await stage.flows('Ada', (c) => flows.propose(c, { __kind: 'SetTakeRate', bps: 300 }));
  const proposed = (await reads.proposals(network.rpc, stage.coop)).at(-1)!;
  const { index } = proposed;
  const votes = async (choice: 'yes' | 'no', options = {}) => {
    const c = await stage.context('Ada');
    return send(network.rpc, c.by, await flows.vote(c, index, choice), { kept, ...options });
  };
  const said = async () => {
    const { number } = (await stage.context('Ada')).site.member!;
    return (await reads.ballots(network.rpc, [proposed.address], number))[0]?.choice;
  };
  const left = () => kept.list().filter(({ over }) => over === undefined);
  let signed: Signed | undefined;
  await votes('yes', { signed: () => (signed = kept.list().find(({ over }) => over === undefined)) });
  // the command did not learn that it was done
  kept.add(signed!);
  await expect(votes('yes')).rejects.toMatchObject({ outcome: 'landed' });
  // told so, and for a day, until it is set otherwise
  await expect(votes('yes')).rejects.toMatchObject({ outcome: 'landed' });
  expect(left().length).toBe(1);
  await votes('no');
  expect(left()).toEqual([]);
  await votes('yes');
  expect(await said()).toBe(1);
  // the same if nobody has asked what became of the first yet
  kept.add({ ...signed!, signature: signed!.signature });
  await votes('no');
  expect(left()).toMatchObject([{ overtaken: true }]);
  await votes('yes');
  expect([await said(), left()]).toEqual([1, []]);
}, 60_000);

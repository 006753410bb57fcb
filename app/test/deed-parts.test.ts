// Every account and every argument of every instruction either makes another wish or has a reason here why it does not.
import { readFileSync } from 'node:fs';
import { address, getAddressDecoder, type Address } from '@solana/kit';
import { expect, test } from 'vitest';
import { program } from '../src/client';
import { memberOf } from '../src/client/addresses';
import { deedOf, mayRepeat } from '../src/client/deed';

type Type = string | { array: [Type, number] } | { option: Type } | { vec: Type } | { defined: { name: string } };
interface Field {
  name: string;
  type: Type;
}
interface Shape {
  kind: 'struct' | 'enum';
  fields?: Field[];
  variants?: { name: string; fields?: Field[] }[];
}
const IDL = JSON.parse(readFileSync(new URL('../../idl/coop.json', import.meta.url), 'utf8')) as {
  instructions: { name: string; discriminator: number[]; accounts: { name: string }[]; args: Field[] }[];
  types: { name: string; type: Shape }[];
};
const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** One value in borsh, and for each part of it, by its path, the same with that part changed. */
interface Value {
  bytes: number[];
  others: [path: string, bytes: number[]][];
}
const WIDTH: Record<string, number> = { u8: 1, bool: 1, u16: 2, u32: 4, u64: 8, i64: 8, pubkey: 32 };
const leaf = (path: string, bytes: number[], other: number[]): Value => ({ bytes, others: [[path, other]] });
/** Values of one type: of an enum one for each variant. */
function values(type: Type, path: string): Value[] {
  if (typeof type === 'string') {
    const width = WIDTH[type];
    if (type === 'string' || type === 'bytes') return [leaf(path, [1, 0, 0, 0, 97], [1, 0, 0, 0, 98])];
    if (width === undefined) throw new Error(`no bytes of ${type}`);
    const [zero, one] = [0, 1].map((first) => [first, ...Array<number>(width - 1).fill(0)]);
    return [leaf(path, zero!, one!)];
  }
  if ('array' in type) {
    const of = values(type.array[0], path)[0]!;
    const rest = Array.from({ length: type.array[1] - 1 }, () => of.bytes).flat();
    return [leaf(path, [...of.bytes, ...rest], [...of.others[0]![1], ...rest])];
  }
  if ('option' in type) {
    const of = values(type.option, path)[0]!;
    return [{ bytes: [1, ...of.bytes], others: [[path, [0]], ...of.others.map(within([1], []))] }];
  }
  if ('vec' in type) {
    const of = values(type.vec, path)[0]!;
    return [{ bytes: [1, 0, 0, 0, ...of.bytes], others: of.others.map(within([1, 0, 0, 0], [])) }];
  }
  const { name } = type.defined;
  const shape = IDL.types.find((one) => one.name === name)!.type;
  if (shape.kind === 'struct') return [together(shape.fields ?? [], path)];
  const next = shape.variants!.length > 1 ? 1 : 0;
  return shape.variants!.map((variant, tag) => {
    const of = together(variant.fields ?? [], `${path}.${variant.name}`);
    const another = [(tag + next) % shape.variants!.length];
    const plain = (variant.fields ?? []).length === 0 && shape.variants!.every(({ fields }) => !fields?.length);
    return {
      bytes: [tag, ...of.bytes],
      others: [...(plain ? [[path, another] as [string, number[]]] : []), ...of.others.map(within([tag], []))],
    };
  });
}
const within =
  (before: number[], after: number[]) =>
  ([path, bytes]: [string, number[]]): [string, number[]] => [path, [...before, ...bytes, ...after]];
/** Fields one after another. */
function together(fields: Field[], path: string): Value {
  const all = fields.map(({ name, type }) => values(type, path ? `${path}.${camel(name)}` : camel(name))[0]!);
  const bytes = all.flatMap((one) => one.bytes);
  return {
    bytes,
    others: all.flatMap((one, i) =>
      one.others.map(
        within(
          all.slice(0, i).flatMap((its) => its.bytes),
          all.slice(i + 1).flatMap((its) => its.bytes),
        ),
      ),
    ),
  };
}

let made = 0;
/** An address that nobody else has. */
const anyone = (): Address => {
  const bytes = new Uint8Array(32).fill(7);
  new DataView(bytes.buffer).setUint32(0, ++made);
  return getAddressDecoder().decode(bytes);
};

/** Of every instruction that has it. */
const EVERYWHERE: Record<string, string> = {
  agent: 'follows from the co-op',
  caller: 'the same is done, whoever has the right to it does it',
  escrow: 'follows from the pool',
  federation: 'follows from the co-op',
  federationVault: 'follows from the co-op',
  founderMember: 'follows from the founder',
  programData: 'follows from the program',
  provider: 'follows from the service, or from its owner',
  rentPayer: 'stands in the account that closes',
  slotHashes: 'is one and the same',
  systemProgram: 'is one and the same',
  tokenProgram: 'follows from the mint',
  vault: 'follows from the co-op',
  worker: 'follows from who is paid',
};
/** Of one instruction. */
const ALONE: Record<string, string> = {
  'castVote ballots': 'follows from proposal and member',
  'countProtest ballots': 'follows from proposal and member',
  'object ballots': 'follows from proposal and member',
  'release ballots': 'follows from proposal and member',
  'claimShares pledge': 'follows from pool and member',
  'executeExpel pledge': 'follows from pool and member',
  'executeReadmit pledge': 'follows from pool and member',
  'makePledge pledge': 'follows from pool and member',
  'refundPledge pledge': 'follows from pool and member',
  'resign pledge': 'follows from pool and member',
  'withdrawPledge pledge': 'follows from pool and member',
  'executeRehome redirect': 'follows from the proposal',
  'finishDissolution successor': 'the heir by how things stand',
  'finishDissolution successorVault': 'follows from the successor',
  'payService payout': 'what the service says of it, which its owner may change meanwhile',
  'propose place': 'follows from the action',
  'propose subject': 'follows from the action',
  'settlePool ending': 'by how things stand: without it the pool may be settled too',
  'sweepLamports tokens': 'follows from the pool',
  'vouchFor vouch': 'follows from candidate and voucher',
  'withdrawVouch vouch': 'follows from candidate and voucher',
  // what they pay with
  'bookIncome source': 'where the payer has the money',
  'makePledge source': 'where the member has the money',
  'payCoop source': 'where the payer has the money',
  'payService source': 'where the payer has the money',
  'subscribe source': 'where the member has the money',
  // addresses by a number that is free
  'found coop': 'follows from the number, which is another one for the second try',
  'found id': 'is another one for the second try',
  'openPool pool': 'a running number',
  'propose proposal': 'a running number',
  'registerService service': 'a running number',
  // bounds that the client puts in
  'makePledge charterVersion': 'as the charter was read',
  'payService maxFee': 'the fee at the rate of now, which may be another one by then',
  'subscribe minSolvencyBps': 'the price of now; shares that are bought twice are paid twice',
  'withdrawShares minPriceBps': 'the price of now; shares that are withdrawn twice are gone twice',
};
/** Instructions whose payer pays tokens, and is who acts. */
const PAYERS = new Set(['bookIncome', 'payCoop', 'payService']);
const reasonOf = (instruction: string, part: string) =>
  part === 'payer' && !PAYERS.has(instruction)
    ? 'pays fee and rent only, which anyone may do'
    : part === 'mint' && instruction !== 'found'
      ? "is the co-op's"
      : (ALONE[`${instruction} ${part}`] ?? EVERYWHERE[part]);

test('changing any account or argument makes a different request, or is listed with a reason', async () => {
  const used = new Set<string>();
  let looked = 0;
  const wrong: string[] = [];
  const look = (instruction: string, part: string, counts: boolean) => {
    looked += 1;
    const reason = reasonOf(instruction, part);
    if (reason) used.add(ALONE[`${instruction} ${part}`] === reason ? `${instruction} ${part}` : part);
    if (counts !== (reason === undefined)) wrong.push(`${instruction} ${part} ${counts ? 'counts' : 'does not count'}`);
  };
  for (const { name: snake, discriminator, accounts, args } of IDL.instructions) {
    const name = camel(snake);
    const given = accounts.map(() => ({ address: anyone() }));
    const deed = (data: number[], of = given) =>
      deedOf([{ programAddress: program.COOP_PROGRAM_ADDRESS, accounts: of, data: [...discriminator, ...data] }]);
    const says = args.reduce<Value[]>(
      (all, { name: arg, type }) =>
        all.flatMap((before) =>
          values(type, camel(arg)).map((value) => ({
            bytes: [...before.bytes, ...value.bytes],
            others: [...before.others.map(within([], value.bytes)), ...value.others.map(within(before.bytes, []))],
          })),
        ),
      [{ bytes: [], others: [] }],
    );
    const [first] = says;
    for (const [i, account] of accounts.entries()) {
      const another = given.map((one, at) => (at === i ? { address: anyone() } : one));
      look(name, camel(account.name), (await deed(first!.bytes)) !== (await deed(first!.bytes, another)));
    }
    for (const { bytes, others } of says)
      for (const [part, other] of others) look(name, part, (await deed(bytes)) !== (await deed(other)));
  }
  expect(wrong).toEqual([]);
  // and nothing stands in the list that is nowhere
  expect([...Object.keys(EVERYWHERE), ...Object.keys(ALONE)].filter((part) => !used.has(part))).toEqual([]);
  expect(looked).toBeGreaterThan(500);
});

test('only instructions that anyone may send, or that set the same value again, may be done twice', () => {
  const act = (name: string) => {
    const { discriminator, accounts, args } = IDL.instructions.find((one) => camel(one.name) === name)!;
    const data = args.flatMap(({ name: arg, type }) => values(type, arg)[0]!.bytes);
    return {
      programAddress: program.COOP_PROGRAM_ADDRESS,
      accounts: accounts.map(() => ({ address: anyone() })),
      data: [...discriminator, ...data],
    };
  };
  const names = IDL.instructions.map(({ name }) => camel(name));
  const once = names.filter((name) => !mayRepeat([act(name)]));
  expect(once.sort()).toEqual(
    [
      ...['apply', 'reapply', 'withdrawApplication', 'vouchFor', 'withdrawVouch', 'setName', 'resign', 'undoRehome'],
      ...['found', 'describe', 'openPool', 'cancelPool', 'makePledge', 'withdrawPledge', 'subscribe', 'askBack'],
      ...['withdrawShares', 'payService', 'payCoop', 'bookIncome', 'drawMandate', 'registerService'],
      ...['propose', 'explain', 'cancelProposal', 'castVote', 'object', 'vetoRehome'],
    ].sort(),
  );
  const note = { programAddress: address('MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr') };
  const account = { programAddress: address('ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL') };
  expect(mayRepeat([account, act('settlePatronage'), act('claimDividends')])).toBe(true);
  for (const others of [[act('payCoop')], [act('resign')], [note]])
    expect(mayRepeat([...others, act('countProtest')])).toBe(false);
  expect([mayRepeat([account]), mayRepeat([])]).toEqual([false, false]);
});

test('a payment for a member is another one than for another member, and the same as for oneself only if that is the payer', async () => {
  const [coop, payer, ben, cleo] = [anyone(), anyone(), anyone(), anyone()];
  const rest = {
    coop,
    vault: anyone(),
    mint: anyone(),
    tokenProgram: anyone(),
    source: anyone(),
    amount: 7n,
  };
  const by = { address: payer } as never;
  const service = { service: anyone(), payout: anyone(), maxFee: 1n };
  for (const pay of [
    (buyer?: Address) => program.getPayCoopInstruction({ ...rest, payer: by, ...(buyer ? { buyer } : {}) }),
    (buyer?: Address) =>
      program.getPayServiceInstruction({ ...rest, ...service, payer: by, ...(buyer ? { buyer } : {}) }),
  ]) {
    const [itself, own, other, third] = await Promise.all(
      [undefined, await memberOf(coop, payer), ben, cleo].map((buyer) => deedOf([pay(buyer)])),
    );
    expect(own).toBe(itself);
    expect(new Set([itself, other, third]).size).toBe(3);
  }
});

test('a pool with all of its times a while later is the same; with a longer one it is another', async () => {
  const terms = {
    minRaise: 1n,
    maxRaise: 2n,
    minMembers: 1,
    minUse: 0n,
    maxPledge: 1n,
    maxUse: 0n,
    opens: 100n,
    withdrawUntil: 200n,
    deadline: 300n,
    stay: 30,
    useBondBps: 0,
    minSolvencyBps: 0,
    purpose: '',
  };
  const [coop, founder, mint] = [anyone(), { address: anyone() } as never, anyone()];
  const open = (some: Partial<typeof terms>) =>
    deedOf([
      program.getOpenPoolInstruction({
        payer: founder,
        founder,
        coop,
        founderMember: anyone(),
        pool: anyone(),
        escrow: anyone(),
        mint,
        tokenProgram: address('TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA'),
        terms: { ...terms, ...some },
      }),
    ]);
  expect(await open({ opens: 107n, withdrawUntil: 207n, deadline: 307n })).toBe(await open({}));
  const others = await Promise.all([{}, { opens: 107n }, { deadline: 301n }, { minRaise: 2n }, { stay: 31 }].map(open));
  expect(new Set(others).size).toBe(others.length);
});

test('every number of 64 bits in an argument is an amount of the token, a bound, or the number of a co-op', () => {
  const wide = IDL.instructions.flatMap(({ args }) =>
    args.filter(({ type }) => type === 'u64').map(({ name }) => camel(name)),
  );
  expect([...new Set(wide)].sort()).toEqual(['amount', 'id', 'maxFee', 'useAmount']);
});

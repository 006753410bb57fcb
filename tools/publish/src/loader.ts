/** The program on the chain: the upgradeable loader (version 3) stores its code in an account of its own. */
import {
  getDeployWithMaxDataLenInstruction,
  getExtendProgramInstruction,
  getInitializeBufferInstruction,
  getSetAuthorityInstruction,
  getUpgradeInstruction,
  getWriteInstruction,
  LOADER_V3_PROGRAM_ADDRESS as LOADER,
} from '@solana-program/loader-v3';
import {
  getCreateAccountInstruction,
  getCreateAccountWithSeedInstruction,
  SYSTEM_PROGRAM_ADDRESS,
} from '@solana-program/system';
import {
  createAddressWithSeed,
  getAddressDecoder,
  getAddressEncoder,
  getProgramDerivedAddress,
  type Address,
  type Instruction,
  type TransactionSigner,
} from '@solana/kit';
import type { Chain, Cost, Progress } from './chain';
import { code, sha256 } from './manifest';

/** Bytes before the code in a program's data and in a buffer, and the size of a program's account. */
const [DATA_HEAD, BUFFER_HEAD, PROGRAM_BYTES] = [45, 37, 36];
/** Bytes of code that fit in a transaction of 1 232 bytes with a signature, four addresses, a price and a limit. */
const CHUNK = 950;
/** The least by which a program's data can grow. */
const LEAST_GROWTH = 10_240;

/** The loader's data of a program. */
export interface Deployed {
  data: Address;
  slot: bigint;
  /** The upgrade authority; undefined if nobody can upgrade it. */
  authority: Address | undefined;
  code: Uint8Array;
  hash: string;
  /** How many bytes of code have room. */
  capacity: number;
}

export const dataOf = async (program: Address): Promise<Address> =>
  (await getProgramDerivedAddress({ programAddress: LOADER, seeds: [getAddressEncoder().encode(program)] }))[0];

const optional = (bytes: Uint8Array, at: number) =>
  bytes[at] === 1 ? getAddressDecoder().decode(bytes, at + 1) : undefined;
const tag = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);

/** The program at an address; undefined if none is deployed. */
export async function deployed(chain: Chain, program: Address): Promise<Deployed | undefined> {
  const account = await chain.account(program);
  if (!account) return undefined;
  if (account.owner !== LOADER || account.data.length < PROGRAM_BYTES || tag(account.data) !== 2) {
    throw new Error(
      `${program} is no program of the upgradeable loader, but an account of ${account.owner}. Name another program.`,
    );
  }
  const data = getAddressDecoder().decode(account.data, 4);
  const kept = await chain.account(data);
  if (!kept || kept.data.length < DATA_HEAD || tag(kept.data) !== 3)
    throw new Error(
      `the program ${program} was closed: its address can never be used again. Build the program for another address.`,
    );
  const bytes = kept.data.subarray(DATA_HEAD);
  const view = new DataView(kept.data.buffer, kept.data.byteOffset);
  return {
    data,
    slot: view.getBigUint64(4, true),
    authority: optional(kept.data, 12),
    code: code(bytes),
    hash: sha256(code(bytes)),
    capacity: bytes.length,
  };
}

/** An account with code to deploy. Its address derives from the payer and the code, so that a later run finds it. */
export interface Buffer {
  at: Address;
  seed: string;
  /** Who may write to it; undefined while it does not exist. */
  authority?: Address | undefined;
  lamports: bigint;
  /** Offsets of the parts of the code that are not written yet. */
  missing: number[];
}

export async function buffer(chain: Chain, payer: Address, elf: Uint8Array): Promise<Buffer> {
  const seed = sha256(elf).slice(0, 32);
  const at = await createAddressWithSeed({ baseAddress: payer, programAddress: LOADER, seed });
  const found = await chain.account(at);
  const starts = Array.from({ length: Math.ceil(elf.length / CHUNK) }, (_, i) => i * CHUNK);
  if (found && (found.owner !== LOADER || tag(found.data) !== 1 || found.data.length !== BUFFER_HEAD + elf.length)) {
    throw new Error(
      `${at} should be a buffer for ${elf.length} bytes of code, and is something else: an account of ${found.owner} with ${found.data.length} bytes. Publish with another key as the payer.`,
    );
  }
  // a new account has zeros everywhere
  const there = found?.data.subarray(BUFFER_HEAD) ?? new Uint8Array(elf.length);
  const differs = (start: number) => elf.subarray(start, start + CHUNK).some((byte, i) => there[start + i] !== byte);
  return {
    at,
    seed,
    authority: found && optional(found.data, 4),
    lamports: found?.lamports ?? 0n,
    missing: starts.filter(differs),
  };
}

/** Creates the buffer, and writes the missing parts to it. */
export class Filling {
  private constructor(
    private readonly chain: Chain,
    private readonly payer: TransactionSigner,
    private readonly authority: TransactionSigner,
    private readonly elf: Uint8Array,
    private readonly creation: Instruction[],
    readonly buffer: Buffer,
    readonly cost: Cost,
  ) {}

  static async plan(
    chain: Chain,
    payer: TransactionSigner,
    authority: TransactionSigner,
    elf: Uint8Array,
  ): Promise<Filling> {
    const at = await buffer(chain, payer.address, elf);
    if (at.authority && at.authority !== authority.address && at.missing.length > 0) {
      throw new Error(
        `the buffer ${at.at} belongs to ${at.authority}, which is not the key given: publish with that key`,
      );
    }
    const space = BUFFER_HEAD + elf.length;
    const rent = at.authority ? 0n : await chain.rent(space);
    const creation = at.authority
      ? []
      : [
          getCreateAccountWithSeedInstruction({
            payer,
            newAccount: at.at,
            baseAccount: payer,
            base: payer.address,
            seed: at.seed,
            amount: rent,
            space,
            programAddress: LOADER,
          }),
          getInitializeBufferInstruction({ sourceAccount: at.at, bufferAuthority: authority.address }),
        ];
    const fee = at.missing.length === 0 ? 0n : await chain.fee(payer, [writes(at.at, authority, elf, at.missing[0]!)]);
    const first = creation.length > 0 ? await chain.fee(payer, creation) : 0n;
    return new Filling(chain, payer, authority, elf, creation, at, {
      rent,
      fee: first + fee * BigInt(at.missing.length),
    });
  }

  get what(): string {
    const { at, missing, authority } = this.buffer;
    return `${authority ? `the buffer ${at} is there already` : `a buffer, ${at}`}; ${missing.length} transactions write what is missing in it`;
  }

  async run(progress: Progress): Promise<void> {
    if (this.creation.length > 0) await this.chain.send(this.payer, this.creation);
    await this.chain.sendAll(
      this.payer,
      this.buffer.missing.map((start) => [writes(this.buffer.at, this.authority, this.elf, start)]),
      progress,
    );
    const { missing } = await buffer(this.chain, this.payer.address, this.elf);
    if (missing.length > 0)
      throw new Error(
        `${missing.length} parts of the code did not arrive, though the network confirmed them: ask another node, and run the same command again`,
      );
  }
}

const writes = (at: Address, authority: TransactionSigner, elf: Uint8Array, offset: number): Instruction =>
  getWriteInstruction({
    bufferAccount: at,
    bufferAuthority: authority,
    offset,
    bytes: elf.subarray(offset, offset + CHUNK),
  });

/** The first deployment: creates the program's account, and its data from the buffer, whose rent returns. */
export async function deployment(
  chain: Chain,
  payer: TransactionSigner,
  authority: TransactionSigner,
  program: TransactionSigner,
  from: Address,
  elf: Uint8Array,
) {
  const rent = await chain.rent(PROGRAM_BYTES);
  const instructions = [
    getCreateAccountInstruction({
      payer,
      newAccount: program,
      lamports: rent,
      space: PROGRAM_BYTES,
      programAddress: LOADER,
    }),
    getDeployWithMaxDataLenInstruction({
      payerAccount: payer,
      programDataAccount: await dataOf(program.address),
      programAccount: program.address,
      bufferAccount: from,
      authority,
      maxDataLen: elf.length,
    }),
  ];
  return { rent: rent + (await chain.rent(DATA_HEAD + elf.length)), instructions };
}

/** Extends the program's data if the new code is longer. */
export async function growth(
  chain: Chain,
  payer: TransactionSigner,
  program: Address,
  there: Deployed,
  elf: Uint8Array,
) {
  if (elf.length <= there.capacity) return { rent: 0n, instructions: [] };
  const additionalBytes = Math.max(elf.length - there.capacity, LEAST_GROWTH);
  const [now, then] = await Promise.all([
    chain.rent(DATA_HEAD + there.capacity),
    chain.rent(DATA_HEAD + there.capacity + additionalBytes),
  ]);
  return {
    rent: then - now,
    instructions: [
      getExtendProgramInstruction({
        programDataAccount: there.data,
        programAccount: program,
        systemProgram: SYSTEM_PROGRAM_ADDRESS,
        payer,
        additionalBytes,
      }),
    ],
  };
}

/** Upgrades a deployed program to the code of a buffer. */
export const upgrade = (
  program: Address,
  there: Deployed,
  from: Address,
  spill: Address,
  authority: TransactionSigner,
): Instruction =>
  getUpgradeInstruction({
    programDataAccount: there.data,
    programAccount: program,
    bufferAccount: from,
    spillAccount: spill,
    authority,
  });

/** Passes the authority over a program or a buffer on to an address that need not sign, or to nobody. */
export function passOn(account: Address, from: TransactionSigner, to: Address | undefined): Instruction {
  const whole = getSetAuthorityInstruction({
    bufferOrProgramDataAccount: account,
    currentAuthority: from,
    newAuthority: to ?? LOADER,
  });
  // for an account left out, the library passes the loader, which would become the new authority
  return to ? whole : { ...whole, accounts: whole.accounts.slice(0, 2) };
}

/** A network: requests and sending transactions, all over HTTP; every price comes from the node. */
import { getSetComputeUnitLimitInstruction, getSetComputeUnitPriceInstruction } from '@solana-program/compute-budget';
import { CLUSTERS } from '../../../app/src/client/clusters';
import {
  address,
  appendTransactionMessageInstructions,
  assertIsFullySignedTransaction,
  compileTransaction,
  createSolanaRpc,
  createTransactionMessage,
  downgradeRoleToReadonly,
  getBase64EncodedWireTransaction,
  getBase64Encoder,
  getCompiledTransactionMessageEncoder,
  getBase64Decoder,
  compileTransactionMessage,
  getSignatureFromTransaction,
  getSignersFromTransactionMessage,
  getTransactionDecoder,
  getTransactionEncoder,
  isTransactionPartialSigner,
  isWritableRole,
  pipe,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  type Address,
  type Base64EncodedWireTransaction,
  type Instruction,
  type Rpc,
  type SolanaRpcApi,
  type TransactionSigner,
  type TransactionMessageBytes,
  type TransactionMessageWithBlockhashLifetime,
} from '@solana/kit';

const NAMES: Readonly<Record<string, string>> = {
  localhost: 'http://127.0.0.1:8899',
  localnet: 'http://127.0.0.1:8899',
  devnet: 'https://api.devnet.solana.com',
  testnet: 'https://api.testnet.solana.com',
  mainnet: 'https://api.mainnet-beta.solana.com',
  'mainnet-beta': 'https://api.mainnet-beta.solana.com',
};

/** An account as it is read. */
export interface Found {
  owner: Address;
  lamports: bigint;
  executable: boolean;
  data: Uint8Array;
}
/** The cost of a step: rent, held by accounts as long as they exist, and fees, which are gone. */
export interface Cost {
  rent: bigint;
  fee: bigint;
}
type Lifetime = TransactionMessageWithBlockhashLifetime['lifetimeConstraint'];
/** Reports progress of work on many transactions. */
export type Progress = (done: number, of: number) => void;

/** How many transactions are sent at the same time. */
const PARALLEL = 24;
/** How often a transaction is signed again after its blockhash has expired. */
const ATTEMPTS = 5;
const pause = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));

/** A transaction that failed on the network, or that the network refuses. */
export class Refused extends Error {}

/** The URL of a network: from a common name, or the address of a node. */
export function urlOf(cluster: string): string {
  const named = NAMES[cluster];
  if (named) return named;
  if (URL.canParse(cluster) && /^https?:$/.test(new URL(cluster).protocol)) return cluster;
  throw new Error(
    `“${cluster}” is no network: give the address of a node, as http://…, or one of ${Object.keys(NAMES).join(', ')}`,
  );
}

export class Chain {
  readonly rpc: Rpc<SolanaRpcApi>;
  /** Micro-lamports for a compute unit, as others paid lately for the same accounts, by those accounts. */
  private readonly prices = new Map<string, bigint>();

  constructor(readonly url: string) {
    this.rpc = createSolanaRpc(url);
  }

  /** The hash of its first block, and its name if it is a public network. */
  async network(): Promise<{ genesis: string; name?: string | undefined }> {
    const genesis = await this.rpc.getGenesisHash().send();
    return { genesis, name: CLUSTERS[genesis] };
  }

  async account(at: Address): Promise<Found | undefined> {
    const { value } = await this.rpc.getAccountInfo(at, { encoding: 'base64', commitment: 'confirmed' }).send();
    if (!value) return undefined;
    return {
      owner: value.owner,
      lamports: value.lamports,
      executable: value.executable,
      data: new Uint8Array(getBase64Encoder().encode(value.data[0])),
    };
  }

  /** The rent of an account of this many bytes, at this network's price. */
  rent(bytes: number): Promise<bigint> {
    return this.rpc.getMinimumBalanceForRentExemption(BigInt(bytes), { commitment: 'confirmed' }).send();
  }

  async balance(of: Address): Promise<bigint> {
    return (await this.rpc.getBalance(of, { commitment: 'confirmed' }).send()).value;
  }

  private async latest(): Promise<Lifetime> {
    return (await this.rpc.getLatestBlockhash({ commitment: 'confirmed' }).send()).value;
  }

  /** The median of what was paid lately for writing to the same accounts. */
  private async price(instructions: readonly Instruction[]): Promise<bigint> {
    const written = [
      ...new Set(
        instructions.flatMap(({ accounts = [] }) =>
          accounts.filter(({ role }) => isWritableRole(role)).map((account) => account.address),
        ),
      ),
    ].sort();
    const key = written.join();
    let found = this.prices.get(key);
    if (found === undefined) {
      const paid = (await this.rpc.getRecentPrioritizationFees(written).send())
        .map(({ prioritizationFee }) => BigInt(prioritizationFee))
        .sort((a, b) => (a < b ? -1 : 1));
      found = paid[Math.floor(paid.length / 2)] ?? 0n;
      this.prices.set(key, found);
    }
    return found;
  }

  /** The instructions after a limit and a price of compute units, if others pay for the same accounts. */
  private async priced(
    payer: TransactionSigner,
    instructions: readonly Instruction[],
  ): Promise<readonly Instruction[]> {
    const price = await this.price(instructions);
    if (price === 0n) return instructions;
    const wire = getBase64EncodedWireTransaction(unsigned(messageOf(payer, instructions, await this.latest())));
    const { value } = await this.rpc
      .simulateTransaction(wire, { encoding: 'base64', replaceRecentBlockhash: true, commitment: 'confirmed' })
      .send();
    const units = Math.min(1_400_000, Math.ceil(Number(value.unitsConsumed ?? 200_000n) * 1.1) + 300);
    return [
      getSetComputeUnitLimitInstruction({ units }),
      getSetComputeUnitPriceInstruction({ microLamports: price }),
      ...instructions,
    ];
  }

  /** The network's fee for a transaction of these instructions, priority included. */
  async fee(payer: TransactionSigner, instructions: readonly Instruction[]): Promise<bigint> {
    const { messageBytes } = unsigned(messageOf(payer, await this.priced(payer, instructions), await this.latest()));
    const encoded = getBase64Decoder().decode(messageBytes);
    const { value } = await this.rpc.getFeeForMessage(encoded as never, { commitment: 'confirmed' }).send();
    if (value === null)
      throw new Error(
        `${this.url} names no fee: the blockhash that it gave a moment ago is unknown to it. Try another node.`,
      );
    return value;
  }

  /** Sends until it is confirmed; if it expires, it is signed again. */
  async send(payer: TransactionSigner, instructions: readonly Instruction[]): Promise<string> {
    const priced = await this.priced(payer, instructions);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const lifetime = await this.latest();
      const signed = await signedByAll(messageOf(payer, priced, lifetime));
      const signature = getSignatureFromTransaction(signed);
      const wire = getBase64EncodedWireTransaction(signed);
      if (await this.landed(signature, wire, lifetime.lastValidBlockHeight)) return signature;
    }
    throw new Refused(
      `a transaction expired ${ATTEMPTS} times without being carried out: the network or this node is too busy. Run the same command again; what is done is skipped.`,
    );
  }

  private async landed(
    signature: ReturnType<typeof getSignatureFromTransaction>,
    wire: Base64EncodedWireTransaction,
    last: bigint,
  ): Promise<boolean> {
    for (let asked = 0; ; asked += 1) {
      // a node that is behind does not have the blockhash of another: nothing was sent, and a later one is requested
      if (asked % 8 === 0 && !(await this.submit(wire)) && asked === 0) return false;
      const {
        value: [status],
      } = await this.rpc.getSignatureStatuses([signature]).send();
      if (status?.err) throw new Refused(`transaction ${signature} failed: ${inWords(status.err)}`);
      if (status && status.confirmationStatus !== 'processed') return true;
      if (asked % 8 === 7 && (await this.rpc.getBlockHeight({ commitment: 'confirmed' }).send()) > last) return false;
      await pause(asked < 4 ? 50 : 400);
    }
  }

  /** Submits a transaction; returns whether the node had its blockhash. */
  private async submit(wire: Base64EncodedWireTransaction): Promise<boolean> {
    try {
      await this.rpc.sendTransaction(wire, { encoding: 'base64', preflightCommitment: 'confirmed' }).send();
      return true;
    } catch (failed) {
      const reason = (failed as { cause?: Error }).cause?.message;
      const said = `${(failed as Error).message}${reason ? `: ${reason}` : ''}`;
      if (/blockhash not found/i.test(said)) return false;
      const { context } = failed as { context?: { logs?: readonly string[] } };
      const logs = context?.logs?.filter((line) => !/invoke|success|consumed/.test(line)) ?? [];
      // if the node has it already, or failed for a moment, the outcome is requested as usual
      if (/already been processed|AlreadyProcessed|fetch failed|HTTP error \(5|429/i.test(said)) return true;
      throw new Refused([`the network refuses a transaction: ${said}`, ...logs].join('\n  '), { cause: failed });
    }
  }

  /** Sends many independent transactions, some at a time. After a failure no more are begun, but those under way are awaited. */
  async sendAll(payer: TransactionSigner, all: readonly (readonly Instruction[])[], progress: Progress): Promise<void> {
    let [next, done] = [0, 0];
    const failures: unknown[] = [];
    const work = async () => {
      for (let i = next++; i < all.length && failures.length === 0; i = next++) {
        await this.send(payer, all[i]!);
        progress((done += 1), all.length);
      }
    };
    await Promise.all(
      Array.from({ length: Math.min(PARALLEL, all.length) }, () =>
        work().catch((failed: unknown) => failures.push(failed)),
      ),
    );
    if (failures.length > 0) throw failures[0];
  }
}

/** The message to sign for these instructions. */
export function messageOf(payer: TransactionSigner, instructions: readonly Instruction[], lifetime: Lifetime) {
  return pipe(
    createTransactionMessage({ version: 0 }),
    (message) => setTransactionMessageFeePayerSigner(payer, message),
    (message) => setTransactionMessageLifetimeUsingBlockhash(lifetime, message),
    (message) => appendTransactionMessageInstructions(instructions, message),
  );
}

type Message = ReturnType<typeof messageOf>;

/**
 * A transaction without signatures. In a program that upgrades itself, the called program is also written to: the runtime allows
 * that, as the upgradeable loader is among the accounts, but kit does not compile such a message. So it is compiled as read-only,
 * and then moved to the end of the writable accounts.
 */
export function unsigned(message: Message) {
  const called = new Set(message.instructions.map(({ programAddress }) => programAddress));
  const written = new Set(
    message.instructions.flatMap(({ accounts = [] }) =>
      accounts
        .filter(({ address, role }) => called.has(address) && isWritableRole(role))
        .map((account) => account.address),
    ),
  );
  if (written.size === 0) return compileTransaction(message);
  const onlyRead = message.instructions.map((instruction) => ({
    ...instruction,
    accounts: (instruction.accounts ?? []).map((account) =>
      written.has(account.address) ? { ...account, role: downgradeRoleToReadonly(account.role) } : account,
    ),
  }));
  const { instructions: _, ...rest } = message;
  const compiled = compileTransactionMessage(
    appendTransactionMessageInstructions(onlyRead, { ...rest, instructions: [] }),
  );
  const { header, staticAccounts } = compiled;
  const firstRead = staticAccounts.length - header.numReadonlyNonSignerAccounts;
  const order = [
    ...staticAccounts.slice(0, firstRead),
    ...staticAccounts.slice(firstRead).filter((account) => written.has(account)),
    ...staticAccounts.slice(firstRead).filter((account) => !written.has(account)),
  ];
  const moved = (index: number) => order.indexOf(staticAccounts[index]!);
  const whole = {
    ...compiled,
    staticAccounts: order,
    header: { ...header, numReadonlyNonSignerAccounts: header.numReadonlyNonSignerAccounts - written.size },
    instructions: compiled.instructions.map((one) => ({
      ...one,
      programAddressIndex: moved(one.programAddressIndex),
      ...(one.accountIndices && { accountIndices: one.accountIndices.map(moved) }),
    })),
  };
  return getTransactionDecoder().decode(
    getTransactionEncoder().encode({
      messageBytes: getCompiledTransactionMessageEncoder().encode(whole) as TransactionMessageBytes,
      signatures: Object.fromEntries(order.slice(0, header.numSignerAccounts).map((signer) => [signer, null])),
    }),
  );
}

/** Signs a message with all of its signers. */
async function signedByAll(message: Message) {
  const transaction = unsigned(message);
  const signers = getSignersFromTransactionMessage(message).filter(isTransactionPartialSigner);
  const signatures = await Promise.all(
    signers.map(async (signer) => (await signer.signTransactions([transaction as never]))[0]),
  );
  const signed = {
    ...transaction,
    signatures: Object.assign({}, transaction.signatures, ...signatures) as typeof transaction.signatures,
  };
  assertIsFullySignedTransaction(signed);
  return signed;
}

const inWords = (err: unknown) =>
  JSON.stringify(err, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));

/** Lamports as SOL, with all digits. */
export function sol(lamports: bigint): string {
  const whole = (lamports / 1_000_000_000n).toString();
  const part = (lamports % 1_000_000_000n).toString().padStart(9, '0').replace(/0+$/, '');
  return `${whole}${part && `.${part}`} SOL`;
}

/** Parses an address that a user wrote. */
export function addressOf(written: string, what: string): Address {
  try {
    return address(written);
  } catch {
    throw new Error(`“${written}” is no address of ${what}: an address has 32 bytes in base58`);
  }
}

// A Wallet Standard wallet in the page, controlled from here: real keys, real signatures, and any behaviour that a test needs.
import * as k from '@solana/kit';
import type { Page } from 'playwright-core';
import { at, browser, complaints, network, plain } from './browser';

export interface Habits {
  name?: string;
  /** The accounts that it shows; the first is the selected one. */
  people: readonly k.KeyPairSigner[];
  features?: readonly ('solana:signTransaction' | 'solana:signAndSendTransaction')[];
  versions?: readonly ('legacy' | 0)[];
  /** A node under another name in front of the same network; it may report another genesis hash. */
  node?: { url: string; genesis?: string };
  /** The node came with a link, and the user has not chosen it. */
  stranger?: boolean;
  /** `null`: its accounts do not say. */
  chains?: readonly string[] | null;
  labels?: readonly string[];
  /** It registers only when `register` is called. */
  late?: boolean;
  /** What its `connect` throws at once, instead of returning a promise. */
  throwsAtOnce?: string;
  connects?: (silent: boolean) => Promise<void> | void;
  /** Returns what the wallet gives back for the bytes to sign. */
  signs?: (bytes: Uint8Array, double: Double) => Promise<Uint8Array>;
  /** Sends by itself, and returns the signature. */
  sends?: (bytes: Uint8Array, double: Double) => Promise<Uint8Array>;
}
/** Thrown in the page as it is: no Error, or one with properties of its own. */
export class Throws {
  constructor(
    readonly what: unknown,
    readonly asError = false,
  ) {}
}
export interface Double {
  page: Page;
  /** The bytes that it was asked to sign, one entry for each request. */
  asked: Uint8Array[];
  habits: Habits;
  /** Changes the accounts that it shows, and fires the event. */
  shows: (people: readonly k.KeyPairSigner[]) => Promise<void>;
  register: () => Promise<void>;
}

export const never = () => new Promise<never>(() => undefined);
const encoder = k.getTransactionEncoder();
/** Signs for those of these people whose signature is needed. */
export const signedBy = async (people: readonly k.KeyPairSigner[], bytes: Uint8Array): Promise<Uint8Array> => {
  const transaction = k.getTransactionDecoder().decode(bytes);
  const must = people.filter(({ address }) => address in transaction.signatures);
  return new Uint8Array(
    encoder.encode(
      await k.partiallySignTransaction(
        must.map(({ keyPair }) => keyPair),
        transaction,
      ),
    ),
  );
};
/** Sends a transaction as a wallet does, through a node of its own. */
export const sent = async (people: readonly k.KeyPairSigner[], bytes: Uint8Array): Promise<Uint8Array> => {
  const signed = k.getTransactionDecoder().decode(await signedBy(people, bytes));
  await network.rpc
    .sendTransaction(k.getBase64EncodedWireTransaction(signed), { encoding: 'base64', skipPreflight: true })
    .send();
  return new Uint8Array(k.getBase58Encoder().encode(k.getSignatureFromTransaction(signed)));
};
/** The transaction as a wallet may change it before it signs. */
export const changed = (bytes: Uint8Array, change: (message: never) => unknown): Uint8Array => {
  const message = k.decompileTransactionMessage(
    k.getCompiledTransactionMessageDecoder().decode(k.getTransactionDecoder().decode(bytes).messageBytes),
  );
  return new Uint8Array(encoder.encode(k.compileTransaction(change(message as never) as never)));
};

/** The part that runs in the page. */
const inPage = ({
  name,
  versions,
  features,
  late,
  throwsAtOnce,
}: {
  name: string;
  versions: readonly unknown[];
  features: readonly string[];
  late: boolean;
  throwsAtOnce: string | undefined;
}) => {
  type Shown = { address: string; publicKey: number[]; chains: string[] | null; features: string[]; label?: string };
  type Answer = { accounts?: Shown[]; bytes?: number[][]; thrown?: { what: unknown; asError: boolean } };
  const w = globalThis as unknown as { ask: (what: string, ...rest: unknown[]) => Promise<Answer>; double: unknown };
  let accounts: unknown[] = [];
  const listeners = new Set<(change: object) => void>();
  const become = (shown: Shown[]) => {
    accounts = shown.map((one) => ({ ...one, publicKey: new Uint8Array(one.publicKey) }));
    listeners.forEach((tell) => tell({ accounts }));
  };
  const ask = async (what: string, ...rest: unknown[]) => {
    const answer = await w.ask(what, ...rest);
    if (!answer.thrown) return answer;
    const { what: thrown, asError } = answer.thrown;
    throw asError ? Object.assign(new Error((thrown as { message?: string }).message), thrown) : thrown;
  };
  const asked = async (
    what: string,
    inputs: { transaction: Uint8Array; account: { address: string }; chain: string }[],
  ) => {
    if (inputs.some(({ account }) => !accounts.includes(account))) throw new Error('invalid account'); // as real wallets do, by object identity
    return (
      await ask(
        what,
        inputs.map(({ transaction, account, chain }) => ({
          transaction: [...transaction],
          account: account.address,
          chain,
        })),
      )
    ).bytes!;
  };
  const wallet = {
    version: '1.0.0',
    name,
    icon: 'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=',
    chains: ['solana:mainnet', 'solana:devnet', 'solana:localnet'],
    get accounts() {
      return accounts;
    },
    features: {
      'standard:connect': {
        version: '1.0.0',
        connect: (input?: { silent?: boolean }) => {
          if (throwsAtOnce) throw new Error(throwsAtOnce);
          return ask('connect', input?.silent ?? false).then((answer) => (become(answer.accounts!), { accounts }));
        },
      },
      'standard:disconnect': { version: '1.0.0', disconnect: async () => become([]) },
      'standard:events': {
        version: '1.0.0',
        on: (_: string, tell: (change: object) => void) => (listeners.add(tell), () => listeners.delete(tell)),
      },
      ...(features.includes('solana:signTransaction') && {
        'solana:signTransaction': {
          version: '1.0.0',
          supportedTransactionVersions: versions,
          signTransaction: async (...inputs: never[]) =>
            (await asked('sign', inputs)).map((bytes) => ({ signedTransaction: new Uint8Array(bytes) })),
        },
      }),
      ...(features.includes('solana:signAndSendTransaction') && {
        'solana:signAndSendTransaction': {
          version: '1.0.0',
          supportedTransactionVersions: versions,
          signAndSendTransaction: async (...inputs: never[]) =>
            (await asked('send', inputs)).map((bytes) => ({ signature: new Uint8Array(bytes) })),
        },
      }),
    },
  };
  const callback = ({ register }: { register: (wallet: unknown) => void }) => register(wallet);
  const register = () => {
    dispatchEvent(Object.assign(new Event('wallet-standard:register-wallet'), { detail: callback }));
    addEventListener('wallet-standard:app-ready', (event) => callback((event as unknown as { detail: never }).detail));
  };
  w.double = { become, register };
  if (!late) register();
};

/** Opens a page with such a wallet, not connected yet. */
export async function worn(habits: Habits, hash: string): Promise<Double> {
  const context = await browser.newContext({
    viewport: { width: 1100, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
  const {
    name = 'Double',
    late = false,
    versions = ['legacy', 0],
    features = ['solana:signTransaction'],
    chains = ['solana:localnet'],
  } = habits;
  const shown = (people: readonly k.KeyPairSigner[]) =>
    people.map(({ address }, i) => ({
      address,
      publicKey: [...k.getBase58Encoder().encode(address)],
      chains,
      features,
      label: habits.labels?.[i],
    }));
  const double: Double = {
    page,
    habits,
    asked: [],
    shows: (people) =>
      page.evaluate(
        (to) => (globalThis as unknown as { double: { become: (to: unknown) => void } }).double.become(to),
        shown(people),
      ),
    register: () =>
      page.evaluate(() => (globalThis as unknown as { double: { register: () => void } }).double.register()),
  };
  await page.exposeFunction('ask', async (what: 'connect' | 'sign' | 'send', given: unknown) => {
    try {
      if (what === 'connect') return (await habits.connects?.(given as boolean), { accounts: shown(habits.people) });
      const bytes: number[][] = [];
      for (const { transaction } of given as { transaction: number[] }[]) {
        double.asked.push(Uint8Array.from(transaction));
        const does = what === 'sign' ? habits.signs : habits.sends;
        const usual = what === 'sign' ? signedBy : sent;
        bytes.push([
          ...(await (does
            ? does(Uint8Array.from(transaction), double)
            : usual(habits.people, Uint8Array.from(transaction)))),
        ]);
      }
      return { bytes };
    } catch (failed) {
      return {
        thrown:
          failed instanceof Throws
            ? { what: failed.what, asError: failed.asError }
            : { what: { message: String(failed) }, asError: true },
      };
    }
  });
  await page.addInitScript(inPage, { name, versions, features, late, throwsAtOnce: habits.throwsAtOnce });
  const node = habits.node?.url ?? network.rpcUrl;
  if (habits.node && !habits.stranger)
    await page.addInitScript(
      (host) => localStorage.setItem('coop nodes', JSON.stringify({ [host]: 'chosen' })),
      new URL(node).host,
    );
  if (habits.node)
    await page.route(`${node}/**`, async (route) => {
      const asked = route.request().postData() ?? '';
      if (asked.includes('getGenesisHash') && habits.node!.genesis)
        return route.fulfill({
          json: { jsonrpc: '2.0', id: (JSON.parse(asked) as { id: unknown }).id, result: habits.node!.genesis },
        });
      const answer = await fetch(network.rpcUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: asked,
      });
      return route.fulfill({
        body: await answer.text(),
        headers: { 'content-type': 'application/json', 'access-control-allow-origin': '*' },
      });
    });
  await page.goto(`${at(plain)}/?${new URLSearchParams({ rpc: node, mint: network.mint })}#${hash}`);
  return double;
}

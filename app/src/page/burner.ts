/** A wallet for tests and the local network, built in only with VITE_TEST_WALLET. It signs whatever it is given. */
import { registerWallet } from '@wallet-standard/wallet';
import type { Wallet, WalletAccount } from '@wallet-standard/base';
import {
  createKeyPairSignerFromPrivateKeyBytes,
  getBase58Encoder,
  getTransactionDecoder,
  getTransactionEncoder,
  partiallySignTransaction,
} from '@solana/kit';

declare global {
  /** How tests control the wallet. */
  var coopTestWallet: { refuses?: boolean; asked: number };
}

export async function registerTestWallet(): Promise<void> {
  const name = new URLSearchParams(location.search).get('as') ?? 'visitor';
  const seed = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`coop, local network only: ${name}`));
  const signer = await createKeyPairSignerFromPrivateKeyBytes(new Uint8Array(seed));
  const chains = [new URLSearchParams(location.search).get('chain') ?? 'solana:localnet'] as `solana:${string}`[];
  const account: WalletAccount = {
    address: signer.address,
    publicKey: new Uint8Array(getBase58Encoder().encode(signer.address)),
    chains,
    features: ['solana:signTransaction'],
  };
  globalThis.coopTestWallet = { asked: 0 };
  let accounts: WalletAccount[] = [];
  const listeners = new Set<(change: { accounts: WalletAccount[] }) => void>();
  const become = (now: WalletAccount[]) => {
    accounts = now;
    listeners.forEach((tell) => tell({ accounts }));
    return { accounts };
  };
  const wallet = {
    version: '1.0.0',
    name: `Test wallet of ${name}`,
    icon: 'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=',
    chains,
    get accounts() {
      return accounts;
    },
    features: {
      'standard:connect': { version: '1.0.0', connect: async () => become([account]) },
      'standard:disconnect': { version: '1.0.0', disconnect: async () => void become([]) },
      'standard:events': {
        version: '1.0.0',
        on: (_: string, tell: (change: { accounts: WalletAccount[] }) => void) => (
          listeners.add(tell),
          () => listeners.delete(tell)
        ),
      },
      'solana:signTransaction': {
        version: '1.0.0',
        supportedTransactionVersions: ['legacy', 0],
        signTransaction: async (...inputs: { transaction: Uint8Array }[]) => {
          globalThis.coopTestWallet.asked++;
          if (globalThis.coopTestWallet.refuses) throw new Error('User rejected the request.');
          return Promise.all(
            inputs.map(async ({ transaction }) => ({
              signedTransaction: new Uint8Array(
                getTransactionEncoder().encode(
                  (await partiallySignTransaction(
                    [signer.keyPair],
                    getTransactionDecoder().decode(transaction),
                  )) as never,
                ),
              ),
            })),
          );
        },
      },
    },
  };
  registerWallet(wallet as unknown as Wallet);
}

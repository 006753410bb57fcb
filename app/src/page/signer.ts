/** Signers that ask a wallet. In a file of its own, as only those who do something need it. */
import { getTransactionDecoder, getTransactionEncoder, type SignatureBytes, type TransactionSigner } from '@solana/kit';
import type { WalletAccount } from '@wallet-standard/base';
import * as units from '../client/units';
import { NotSigned } from '../client/walletWords';
import { chain, strangers } from './chain';
import { accountsOf, feature, networksOf, SENDS, SIGNS, suitsChain, type Connected } from './wallets';

/** The newest version of transactions that the wallet can sign, of those that the client writes. */
export function versionFor({ wallet, account }: Connected): 0 | 'legacy' {
  const known = (account.features.includes(SIGNS) ? feature(wallet, SIGNS) : feature(wallet, SENDS))
    ?.supportedTransactionVersions;
  return known && !known.includes(0) && known.includes('legacy') ? 'legacy' : 0;
}

const signers = new WeakMap<Connected, TransactionSigner>();
/** A signer that asks the wallet; a sending signer for wallets that only sign and send. */
export function signerOf(connected: Connected): TransactionSigner {
  const signer = signers.get(connected) ?? asks(connected);
  signers.set(connected, signer);
  return signer;
}

/** The wallet's current object for the account, as many take no other. Throws if the account is gone or on another network. */
function mayAsk({ wallet, address }: Connected): WalletAccount {
  const no = (why: string) => new NotSigned(`${why}; nothing was sent`, 'wallet');
  const [stranger] = strangers();
  if (stranger)
    throw no(
      `a link named the node ${stranger}, and you have not agreed to use it: nothing was signed. Agree to it at the top of this page, or choose another network there`,
    );
  const all = accountsOf(wallet.accounts);
  const account = all.find((one) => one.address === address);
  const other = all[0] && units.short(all[0].address);
  if (!account)
    throw no(
      `this was prepared for ${units.short(address)}, and ${wallet.name} has ${other ? `switched to ${other}` : 'disconnected it'} since: nothing was signed`,
    );
  const now = { wallet, account, address };
  if (!suitsChain(now))
    throw no(
      `the wallet's account is not for this network: it is for ${networksOf(now)}, and this page is on ${chain.slice(7)}. Change the network in the wallet, or that of this page at its top`,
    );
  return account;
}

/** What wallets return, which is not always what their type promises. */
type Answers<T> = readonly (Partial<T> | undefined)[] | undefined;

function asks(connected: Connected): TransactionSigner {
  const { wallet, account } = connected;
  const inputs = (account: WalletAccount, transactions: readonly unknown[]) =>
    transactions.map((transaction) => ({
      account,
      chain,
      transaction: new Uint8Array(getTransactionEncoder().encode(transaction as never)),
    }));
  const signs = account.features.includes(SIGNS) && feature(wallet, SIGNS);
  const sends = account.features.includes(SENDS) && feature(wallet, SENDS);
  if (!signs && sends) {
    return {
      address: connected.address,
      async signAndSendTransactions(transactions) {
        const answers = (await sends.signAndSendTransaction(...inputs(mayAsk(connected), transactions))) as Answers<{
          signature: Uint8Array;
        }>;
        return transactions.map((_, i) => {
          const signature = answers?.[i]?.signature;
          if (signature?.length !== 64) throw new Error('done, without a signature');
          return new Uint8Array(signature) as unknown as SignatureBytes;
        });
      },
    };
  }
  return {
    address: connected.address,
    async modifyAndSignTransactions(transactions) {
      if (!signs)
        throw new NotSigned(
          `${wallet.name} can only look at this account: it does not sign for it. Nothing was sent`,
          'wallet',
        );
      const answers = (await signs.signTransaction(...inputs(mayAsk(connected), transactions))) as Answers<{
        signedTransaction: Uint8Array;
      }>;
      return transactions.map((transaction, i) => {
        const bytes = answers?.[i]?.signedTransaction;
        if (!bytes)
          throw new NotSigned(`${wallet.name} answered without a signed transaction; nothing was sent`, 'wallet');
        return {
          ...getTransactionDecoder().decode(bytes),
          lifetimeConstraint: (transaction as unknown as { lifetimeConstraint: unknown }).lifetimeConstraint,
        };
      }) as never;
    },
  };
}

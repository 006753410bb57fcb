/** What was signed and is kept until it is known what became of it. */
import type * as k from '@solana/kit';

/** Where what was signed is kept until it is known what became of it: one list for every tab, or every command. */
export interface Kept {
  /** All that is kept. */
  list: () => Signed[];
  /** Where it cannot be kept, it is sent all the same. */
  add: (signed: Signed) => void;
  /** Forgets one, of which it is known what became. */
  drop: (signature: string) => void;
  /** Of one that was found to have been done, when the same was wished again: tells whoever shows it as unknown still. */
  landed?: (signed: Signed) => void;
  /**
   * For how many seconds it is told again that the same was done before: then it can be wished anew. 0 where a person reads it: to have told it is
   * enough. Else scripts may read it: what may be done twice (`deed.ts`) is not refused at all, and the rest takes `again` meanwhile.
   */
  tellsFor: number;
}

/** The name of what a wallet was asked to sign and send itself, as long as its signature is not known. */
export type Asked = `asked ${string}`;

/** What a transaction is for, and where. */
export interface Mark {
  /** The same for what does the same (`deed.ts`). */
  deed: string;
  /** The hash of the network's first block, by which networks are told apart: a list is of several. */
  network: string;
  /** The co-op that it founds: where it is found once it is done. */
  coop?: k.Address;
}

/** What was signed, or what a wallet was asked to sign and send itself. */
export interface Signed extends Mark {
  signature: k.Signature | Asked;
  /** What it was called before the wallet gave its signature. */
  was?: Asked;
  payer: k.Address;
  /** The last block height at which it can be done. */
  until: string;
  /** A slot before it was signed: a node whose history begins later cannot know it. */
  since: string;
  /** When it was told first that it was done, in milliseconds of this machine's clock. */
  told?: number;
  /** The wallet sends it: its signature is the wallet's word only, and it is looked for in the payer's history. */
  byWallet?: true;
  /** Of one that the wallet sends: what the payer had done since before the wallet was asked. */
  seen?: string[];
}

/** With a signature of our own making, not the word of a wallet. */
export type Certain = Signed & { signature: k.Signature };

/** What went wrong, as sentences that name the rule. */
import {
  isSolanaError,
  SOLANA_ERROR__ACCOUNTS__ACCOUNT_NOT_FOUND,
  SOLANA_ERROR__JSON_RPC__SERVER_ERROR_NODE_UNHEALTHY,
  SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR,
  type Address,
  type Signature,
} from '@solana/kit';
import type { Asked, Signed } from './kept';

/** A transaction that the chain refuses or would refuse, so that nothing of it was done. */
export class Refusal extends Error {
  constructor(
    message: string,
    /** The program's error: its number and name. */
    readonly code?: number,
    readonly rule?: string,
    /** Which of the transaction's instructions, counted from 0. */
    readonly instruction?: number,
    readonly logs: readonly string[] = [],
  ) {
    super(message);
    this.name = 'Refusal';
  }

  /** Present if it was sent and failed, which costs its fee; without it, nothing was sent. */
  declare readonly signature?: Signature;
}

/** An invalid input, found before anything was signed. `field`: its name in forms and actions. */
export class WrongInput extends Error {
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
    this.name = 'WrongInput';
  }
}

const TOLD = {
  expired: (signature: string) =>
    `the network did not accept the transaction in time; it has expired, and nothing was done (${signature})`,
  unknown: (signature: string) =>
    `it was signed and sent, and its outcome is unknown: look at ${signature} before you do it again`,
  earlier: (signature: string) =>
    `the same was signed before, and its outcome is not known yet: look at ${signature} first. Nothing was sent now`,
  landed: (signature: string) =>
    `the transaction that you signed before was done after all, as ${signature}. Nothing was sent now; do it again if you want it twice`,
  meanwhile: (signature: string) =>
    `while this was prepared the same was done from another tab or by another command, as ${signature}. Nothing was sent now; do it again if you want it twice`,
};

/** Whether this stands for a transaction that a wallet was asked to send, and for which it has returned no signature yet. */
export const isAsked = (signature: string): signature is Asked => signature.startsWith('asked ');
/** For a transaction that a wallet was asked to send itself: where to look for it. */
const BY_WALLET = (
  signature: Signature | Asked,
  earlier: boolean,
  payer: Address,
  why = 'the wallet was asked to send it',
) =>
  `${earlier ? 'the same was given to the wallet to sign and send before' : why}: it is not known whether it was done. Look into the wallet, and at ${isAsked(signature) ? '' : `${signature} and `}what ${payer} did, before you do it again${earlier ? '. Nothing was sent now' : ''}`;

/** A signed transaction not known as done: it has expired, its outcome is unknown, or an earlier one was done (`landed`). */
export class Unsettled extends Error {
  readonly signature: Signature | Asked;

  constructor(
    readonly outcome: 'expired' | 'unknown' | 'landed',
    /** Pass it to `fateOf` to ask again for the outcome. */
    readonly signed: Signed,
    /** Whether this is an earlier transaction that does the same; then nothing was signed now. */
    readonly earlier = false,
    /** Why the outcome is not known, if a wallet was asked to send it. */
    why?: string,
  ) {
    const { signature, payer, byWallet, over } = signed;
    super(
      byWallet && outcome === 'unknown'
        ? BY_WALLET(signature, earlier, payer, why)
        : TOLD[over !== undefined ? 'meanwhile' : earlier && outcome === 'unknown' ? 'earlier' : outcome](signature),
    );
    this.name = 'Unsettled';
    this.signature = signature;
  }
}

/** What is wrong with a node, or the way to it. */
export type NodeTrouble =
  'silent' | 'unreachable' | 'busy' | 'broken' | 'behind' | 'refuses' | 'lacks' | 'foreign' | 'elsewhere';

const TROUBLE: Readonly<
  Record<NodeTrouble, (of: { host: string; status?: number; after?: number; behind?: number }) => string>
> = {
  silent: ({ host }) => `the node ${host} does not answer`,
  unreachable: ({ host }) => `the node ${host} cannot be reached`,
  busy: ({ host, after }) => `the node ${host} is asked too often${after ? `: wait ${Math.ceil(after)} s` : ''}`,
  broken: ({ host, status }) =>
    `the node ${host} does not work: ${status ? `it answers ${status}` : 'its answer broke off'}`,
  behind: ({ host, behind }) => `the node ${host} is behind the network${behind ? ` by ${behind} slots` : ''}`,
  refuses: ({ host, status }) =>
    `the node ${host} refuses to answer${status ? ` (${status})` : ''}: many public nodes refuse browsers, and some need a key`,
  lacks: ({ host }) => `the node ${host} does not answer questions of this kind`,
  elsewhere: ({ host }) => `the node ${host} is of another network than the node named before it`,
  foreign: ({ host, status }) => `what answers at ${host} is no Solana node${status ? ` (${status})` : ''}`,
};

/** A node did not answer a request, which may have been carried out all the same. */
export class NodeFailure extends Error {
  /** The HTTP status of its answer. */
  declare readonly status?: number;
  /** How many seconds it asks to wait before the next request. */
  declare readonly after?: number;
  /** Waiting a minute will not help: another node is needed. */
  readonly lasting: boolean;

  constructor(
    readonly trouble: NodeTrouble,
    readonly host: string,
    another: string,
    more: { status?: number; after?: number; behind?: number; cause?: unknown } = {},
  ) {
    const lasting = trouble === 'refuses' || trouble === 'lacks' || trouble === 'foreign' || trouble === 'elsewhere';
    super(`${TROUBLE[trouble]({ host, ...more })}${lasting ? `; name another: ${another}` : ''}`, {
      cause: more.cause,
    });
    this.name = 'NodeFailure';
    this.lasting = lasting;
    const { status, after } = more;
    Object.assign(this, { ...(status === undefined ? {} : { status }), ...(after === undefined ? {} : { after }) });
  }
}

/** Whether a part of the page could not be loaded; every browser has its own words for it. */
export const isPart = (thrown: unknown): boolean =>
  thrown instanceof Error && /dynamically imported|module script|preload CSS/i.test(thrown.message);

/** Whether something failed because the network did not answer. */
export const isNetwork = (thrown: unknown): boolean =>
  thrown instanceof NodeFailure ||
  (thrown instanceof TypeError && !isPart(thrown) && /fetch|network|load failed|terminated/i.test(thrown.message)) ||
  (thrown instanceof DOMException && /TimeoutError|AbortError/.test(thrown.name)) ||
  isSolanaError(thrown, SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR) ||
  isSolanaError(thrown, SOLANA_ERROR__JSON_RPC__SERVER_ERROR_NODE_UNHEALTHY);

/** The message about something that was to be sent; if what it needs did not come, it adds that nothing was signed. */
export const unsent = (failed: unknown, told: string): string =>
  (isNetwork(failed) || isPart(failed)) && !told.includes('nothing was')
    ? `${told}; nothing was signed or sent now`
    : told;

/** The message if the system program finds an account where it should create one. */
export const TAKEN = 'an account is there already';

/** Whether somebody else took the running number (of a service, pool, mandate) first: nothing was done, and the next is free. */
const isRaced = (failed: unknown): boolean =>
  failed instanceof Refusal && (failed.rule === 'InvalidSeeds' || failed.message === TAKEN);

/** Tries again, from what the chain has by then, if somebody else took the number first; up to `times` times. */
export async function trying<T>(attempt: () => Promise<T>, times = 5): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (failed) {
      if (!isRaced(failed) || --times === 0) throw failed;
    }
  }
}

/** Whatever was thrown, as one sentence for people. */
export function sentence(thrown: unknown): string {
  if (thrown instanceof Refusal || thrown instanceof NodeFailure) return thrown.message;
  if (isSolanaError(thrown, SOLANA_ERROR__ACCOUNTS__ACCOUNT_NOT_FOUND))
    return `there is nothing at ${thrown.context.address}: check the number or the wallet`;
  if (isNetwork(thrown)) return 'the network does not answer';
  if (isPart(thrown))
    return 'a part of this page could not be loaded: you are offline, or the page has changed. Load it again';
  // of kit's own sentences the page has only the numbers
  if (isSolanaError(thrown) && '__serverMessage' in thrown.context)
    return `the node answers: ${thrown.context.__serverMessage}`;
  if (thrown instanceof Error) return thrown.message;
  return String(thrown);
}

/** What a wallet answers when it does not sign: an error of any kind, or something that is none. */
import {
  isWalletStandardError,
  WALLET_STANDARD_ERROR__FEATURES__WALLET_ACCOUNT_CHAIN_UNSUPPORTED,
  WALLET_STANDARD_ERROR__USER__REQUEST_REJECTED,
} from '@wallet-standard/errors';

/** Nothing was sent: the user refused, the wallet could not sign, or it returned something else. */
export class NotSigned extends Error {
  constructor(
    message: string,
    /** Who did not sign. */
    readonly by: 'person' | 'wallet',
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'NotSigned';
  }
}

type Thrown = { name?: unknown; message?: unknown; code?: unknown; error?: unknown; cause?: unknown; data?: unknown };
/** An error and those that it wraps. */
function* layers(thrown: unknown, depth = 0): Generator {
  if (thrown === undefined || thrown === null || depth > 4) return;
  yield thrown;
  if (typeof thrown !== 'object') return;
  const { error, cause } = thrown as Thrown;
  yield* layers(error, depth + 1);
  yield* layers(cause, depth + 1);
}
const message = (layer: unknown): string => {
  const said = typeof layer === 'object' ? (layer as Thrown).message : layer;
  return typeof said === 'string' || typeof said === 'number' ? String(said).trim() : '';
};

/** The wallet's own words; undefined if there are none. */
export function wordsOf(thrown: unknown): string | undefined {
  for (const layer of layers(thrown)) if (message(layer)) return message(layer).replace(/[.\s]+$/, '');
  const { name, code } = (typeof thrown === 'object' && thrown ? thrown : {}) as Thrown;
  return typeof code === 'number' || typeof code === 'string'
    ? `error ${code}`
    : typeof name === 'string' && name !== 'Error'
      ? name
      : undefined;
}

const NO = '(?:reject|den(?:y|ied)|declin|cancell?(?:ed)?|refus|disapprov|did not (?:sign|approve))\\w*';
/** Words that mean that a person refused, not a node: "User rejected the request.", "Transaction cancelled", "Approval Denied". */
const SAYS_NO = [
  new RegExp(`\\buser\\b(?: has| have)? ?(?:just )?${NO}`, 'i'),
  new RegExp(`${NO} by (?:the )?user`, 'i'),
  new RegExp(
    `^(?:(?:the )?(?:approval|request|transaction|signature|signing|sign(?:ing)? request|connection)(?: request)?(?: was| has been| is)? )?${NO}$`,
    'i',
  ),
];

/**
 * Whether the user refused in the wallet: by code 4001 of EIP-1193, those of the Wallet Standard or the mobile adapter, or words
 * that mean it. `certain`: only words that name the user, for wallets that send: their node may refuse or cancel what was sent.
 */
export function saidNo(thrown: unknown, certain = false): boolean {
  return [...layers(thrown)].some((layer) => {
    const { code, name } = (typeof layer === 'object' ? layer : {}) as Thrown;
    if (Number(code) === 4001 || isWalletStandardError(layer, WALLET_STANDARD_ERROR__USER__REQUEST_REJECTED))
      return true;
    if (name === 'SolanaMobileWalletAdapterProtocolError' && (code === -3 || code === -1)) return true; // not signed, not authorized
    return (certain ? SAYS_NO.slice(0, 2) : SAYS_NO).some((words) =>
      words.test(message(layer).replace(/[.!\s]+$/, '')),
    );
  });
}

/** What can be done about an error of a wallet. */
export function remedy(thrown: unknown): string {
  const all = [...layers(thrown)];
  const codes = all.map((layer) => Number((layer as Thrown).code));
  const words = all.map((layer) => `${message(layer)} ${(layer as Thrown).name as string}`).join(' ');
  if (
    all.some((layer) =>
      isWalletStandardError(layer, WALLET_STANDARD_ERROR__FEATURES__WALLET_ACCOUNT_CHAIN_UNSUPPORTED),
    ) ||
    /chain|cluster|network/i.test(words)
  )
    return 'Look which network the wallet is set to';
  if (codes.includes(4100) || codes.includes(4900) || /authori[sz]|not connected|disconnect/i.test(words))
    return 'Disconnect, and connect the wallet again';
  if (codes.includes(-32_002) || /pending|already/i.test(words)) return 'The wallet is asking already: look into it';
  if (/lock/i.test(words)) return 'Unlock the wallet';
  if (/popup|window|closed/i.test(words)) return "Let this page open the wallet's window, and leave it open";
  return 'Look into the wallet, or load this page again';
}

/** A `NotSigned` error with the reason, from whatever a wallet that only signs has thrown. */
export function notSigned(thrown: unknown): NotSigned {
  if (thrown instanceof NotSigned) return thrown;
  if (saidNo(thrown)) return new NotSigned('you did not sign; nothing was sent', 'person', thrown);
  const said = wordsOf(thrown);
  return new NotSigned(
    `the wallet did not sign${said ? `: “${said}”` : ', and does not say why'}. Nothing was sent. ${remedy(thrown)}`,
    'wallet',
    thrown,
  );
}

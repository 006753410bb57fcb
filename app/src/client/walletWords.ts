/** What a wallet says when it does not sign: an error of any kind, or something that is none. */
import {
  isWalletStandardError,
  WALLET_STANDARD_ERROR__FEATURES__WALLET_ACCOUNT_CHAIN_UNSUPPORTED,
  WALLET_STANDARD_ERROR__USER__REQUEST_REJECTED,
} from '@wallet-standard/errors';

/** Nothing was sent: the person said no, the wallet could not sign, or gave back something else than what it was to sign. */
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
/** The error, and those that it wraps. */
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

/** The wallet's own words; nothing if it gives none. */
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
/** That a person said no, not a node or a server: "User rejected the request.", "Transaction cancelled", "Approval Denied". */
const SAYS_NO = [
  new RegExp(`\\buser\\b(?: has| have)? ?(?:just )?${NO}`, 'i'),
  new RegExp(`${NO} by (?:the )?user`, 'i'),
  new RegExp(
    `^(?:(?:the )?(?:approval|request|transaction|signature|signing|sign(?:ing)? request|connection)(?: request)?(?: was| has been| is)? )?${NO}$`,
    'i',
  ),
];

/**
 * Whether the person said no in the wallet: code 4001 of EIP-1193, that of the Wallet Standard, that of the mobile adapter, or words that mean it. `certain`: of a wallet that sends by
 * itself only what names the person, as its own node may have refused or cancelled something after it was sent.
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

/** Nothing was sent, and why, from whatever a wallet threw that only signs. */
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

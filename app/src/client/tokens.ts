/**
 * The token that a co-op counts in: its decimals, what it is called, and what one unit of it is shown as. What a mint says
 * of itself is anyone's text: it is shown only where it could not be taken for another token.
 */
import {
  addDecoderSizePrefix,
  getAddressDecoder,
  getAddressEncoder,
  getProgramDerivedAddress,
  getStructDecoder,
  getU32Decoder,
  getU8Decoder,
  getUtf8Decoder,
  address,
  type Address,
} from '@solana/kit';
import { WRAPPED_SOL } from './addresses';
import { likeness } from './likeness';
import { short } from './units';
import { STABLECOINS } from './stablecoins';
import { faultIn } from './texts';
import { formatAmount, formatBps, type Measure, type Ratio, type Written } from './formats';

/** A mint as it is stored, with what it says of itself. */
export interface Mint {
  mint: Address;
  tokenProgram: Address;
  decimals: number;
  /** The symbol that the mint, or its Metaplex metadata, gives itself. */
  calledItself: string | undefined;
  /** Token-2022's scaled UI amount: what is shown of one unit, and from when on another. */
  scaled?: { multiplier: string; next: string; nextFrom: bigint };
  /** Token-2022's interest: basis points a year, compounded continuously. */
  interest?: { since: bigint; rateUntil: number; changedAt: bigint; rate: number };
}

/** A token at a time. */
export interface Token extends Written {
  mint: Address;
  tokenProgram: Address;
  /** What stands behind amounts: the symbol, where it is trusted, else the short address. */
  symbol: string;
}

export const METAPLEX = address('metaqbxxUerdq28cj1RbAWkYQm3ybzjb6a8bt518x1s');
/** Where the metadata of a mint are that has none of its own. */
export const metadataOf = async (mint: Address): Promise<Address> =>
  (
    await getProgramDerivedAddress({
      programAddress: METAPLEX,
      seeds: ['metadata', getAddressEncoder().encode(METAPLEX), getAddressEncoder().encode(mint)],
    })
  )[0];

const text = addDecoderSizePrefix(getUtf8Decoder(), getU32Decoder());
const metadata = getStructDecoder([
  ['key', getU8Decoder()],
  ['updateAuthority', getAddressDecoder()],
  ['mint', getAddressDecoder()],
  ['name', text],
  ['symbol', text],
]);
/** The symbol in a Metaplex metadata account; nothing if it is none, or of another mint. */
function symbolIn(account: { owner: Address; bytes: Uint8Array } | undefined, mint: Address): string | undefined {
  if (account?.owner !== METAPLEX) return undefined;
  try {
    const found = metadata.decode(account.bytes);
    return found.key === 4 && found.mint === mint ? found.symbol.replace(/\0/g, '') : undefined;
  } catch {
    return undefined; // shorter than what it says it holds
  }
}

interface Parsed {
  type?: string;
  info?: { decimals?: number; extensions?: { extension: string; state?: Record<string, unknown> }[] };
}
/** A mint from what a node says of its account, and of its metadata; nothing if it is none. */
export function mintIn(
  mint: Address,
  account: { owner: Address; data: unknown } | null | undefined,
  meta?: { owner: Address; bytes: Uint8Array },
): Mint | undefined {
  const parsed = (account?.data as { parsed?: Parsed } | undefined)?.parsed;
  if (!account || parsed?.type !== 'mint') return undefined;
  const state = (name: string) => parsed.info?.extensions?.find(({ extension }) => extension === name)?.state;
  const [own, scaled, interest] = [
    state('tokenMetadata'),
    state('scaledUiAmountConfig'),
    state('interestBearingConfig'),
  ];
  return {
    mint,
    tokenProgram: account.owner,
    decimals: parsed.info?.decimals ?? 0,
    calledItself: typeof own?.symbol === 'string' ? own.symbol : symbolIn(meta, mint),
    ...(scaled
      ? {
          scaled: {
            multiplier: String(scaled.multiplier),
            next: String(scaled.newMultiplier),
            nextFrom: BigInt(String(scaled.newMultiplierEffectiveTimestamp)),
          },
        }
      : {}),
    ...(interest
      ? {
          interest: {
            since: BigInt(String(interest.initializationTimestamp)),
            rateUntil: Number(interest.preUpdateAverageRate),
            changedAt: BigInt(String(interest.lastUpdateTimestamp)),
            rate: Number(interest.currentRate),
          },
        }
      : {}),
  };
}

/** A positive decimal text as a fraction; nothing if it is none, or if it is 1. */
function ratioOf(said: string): Ratio | undefined {
  const found = /^(\d{1,30})(?:\.(\d{1,40}))?$/.exec(said);
  if (!found) return undefined;
  const fraction = (found[2] ?? '').replace(/0+$/, '');
  const [numerator, denominator] = [BigInt(found[1]! + fraction), 10n ** BigInt(fraction.length)];
  return numerator === 0n || numerator === denominator ? undefined : { numerator, denominator };
}
/** A year as Token-2022 counts it for interest, in seconds. */
const YEAR = 31_556_736;
/** What one unit of a mint is shown as at a time; nothing where it is shown as it is. */
export function multiplierAt({ scaled, interest }: Pick<Mint, 'scaled' | 'interest'>, now: bigint): Ratio | undefined {
  if (scaled) return ratioOf(now >= scaled.nextFrom ? scaled.next : scaled.multiplier);
  if (!interest) return undefined;
  const { since, rateUntil, changedAt, rate } = interest;
  const grown = (bps: number, seconds: bigint) => Math.exp((bps * Number(seconds)) / YEAR / 10_000);
  return ratioOf((grown(rateUntil, changedAt - since) * grown(rate, now - changedAt)).toFixed(15));
}

/** Symbols that people know, beside those of the listed stablecoins: nobody else may look like them. */
const FAMOUS = [
  'SOL',
  'WSOL',
  'USD',
  'EUR',
  'EURO',
  'CHF',
  'GBP',
  'JPY',
  'CNY',
  'DAI',
  'USDT',
  'PYUSD',
  'USDG',
  'BTC',
  'ETH',
  ...STABLECOINS.map(({ symbol }) => symbol),
];
const LIKE = FAMOUS.map(likeness);
/** Currencies that no symbol may have in it. */
const CURRENCIES = ['USD', 'EUR', 'BTC'].map(likeness);
/** And those that none may end in. */
const COINS = ['SOL', 'ETH'].map(likeness);
/** What behind a number makes it another number. */
const MAGNITUDE =
  /^(e[+-]?\d+|k|m|mm|mn|mil|mio|b|bn|bil|bio|mrd|t|tn|tsd|lakh|lac|cr|crore|hundred|thousand|million|billion|dozen)$/i;
/** The symbol that a mint gave itself, if it is short, visible, and like no other; else nothing. */
export function trusted(symbol: string | undefined): string | undefined {
  const plain = symbol?.trim() ?? '';
  // a digit or a point at its beginning would be read with the number before it
  if (faultIn(plain, 10) || !/^[A-Za-z][A-Za-z0-9.+-]{0,9}$/.test(plain) || MAGNITUDE.test(plain)) return undefined;
  const like = likeness(plain);
  return LIKE.some((famous) => like === famous || (famous.length > 3 && like.includes(famous))) ||
    CURRENCIES.some((one) => like.includes(one)) ||
    COINS.some((one) => like.endsWith(one))
    ? undefined
    : plain;
}

/** A mint as its amounts are written at a time. */
export function tokenAt(mint: Mint, now: bigint): Token {
  const known = mint.mint === WRAPPED_SOL ? 'SOL' : STABLECOINS.find((coin) => coin.mint === mint.mint)?.symbol;
  return {
    mint: mint.mint,
    tokenProgram: mint.tokenProgram,
    decimals: mint.decimals,
    symbol: known ?? trusted(mint.calledItself) ?? short(mint.mint),
    multiplier: multiplierAt(mint, now),
  };
}

/** What is said where the token is named, of one whose amounts are not shown as they are stored. */
export const multiplied = ({ multiplier }: Written): string | undefined =>
  multiplier
    ? `Amounts are shown as its mint says: ${Number(multiplier.numerator) / Number(multiplier.denominator)} times what accounts hold, rounded down; what is written is divided by that.`
    : undefined;

/** What is said of a fee that rounding up to one unit of the token makes much more than its rate, by a hundredth of the payment or more: of a token without decimals it may be all. */
export function roundedFee(token: Measure, amount: bigint, fee: bigint, takeRateBps: number): string | undefined {
  if (fee === 0n || fee * 10_000n - amount * BigInt(takeRateBps) < amount * 100n) return undefined;
  const rounded = `fees are rounded up, and ${formatAmount(1n, token)} is the least there is`;
  return fee >= amount
    ? `All of this is the co-op's fee, and the service gets nothing: ${rounded}.`
    : `The fee is ${formatAmount(fee, token)} of ${formatAmount(amount, token)}, not ${formatBps(takeRateBps)}: ${rounded}.`;
}

/**
 * The token that a co-op counts in: its decimals, its symbol and its multiplier. Anyone can write any text into a mint, so its
 * symbol is shown only if it cannot be taken for another token's.
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
import { likeness, MAGNITUDE } from './likeness';
import { short } from './units';
import { STABLECOINS } from './stablecoins';
import { faultIn } from './texts';
import { formatAmount, formatBps, type Measure, type Ratio, type Written } from './formats';

/** A mint as it is stored, with the symbol that it gives itself. */
export interface Mint {
  mint: Address;
  tokenProgram: Address;
  decimals: number;
  /** The symbol in the mint itself, or in its Metaplex metadata. */
  calledItself: string | undefined;
  /** Token-2022's scaled UI amount: the multiplier, the next one, and from when on that applies. */
  scaled?: { multiplier: string; next: string; nextFrom: bigint };
  /** Token-2022's interest: basis points a year, compounded continuously. */
  interest?: { since: bigint; rateUntil: number; changedAt: bigint; rate: number };
}

/** A token as its amounts are written at a time. */
export interface Token extends Written {
  mint: Address;
  tokenProgram: Address;
  /** Written after amounts: the symbol if it is trusted, else the short address. */
  symbol: string;
}

export const METAPLEX = address('metaqbxxUerdq28cj1RbAWkYQm3ybzjb6a8bt518x1s');
/** The address of a mint's Metaplex metadata, for mints without metadata of their own. */
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
/** The symbol in a Metaplex metadata account; undefined if it is none, or belongs to another mint. */
function symbolIn(account: { owner: Address; bytes: Uint8Array } | undefined, mint: Address): string | undefined {
  if (account?.owner !== METAPLEX) return undefined;
  try {
    const found = metadata.decode(account.bytes);
    return found.key === 4 && found.mint === mint ? found.symbol.replace(/\0/g, '') : undefined;
  } catch {
    return undefined; // shorter than its own lengths require
  }
}

interface Parsed {
  type?: string;
  info?: { decimals?: number; extensions?: { extension: string; state?: Record<string, unknown> }[] };
}
/** A mint from a node's answer about its account and its metadata; undefined if it is no mint. */
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

/** A positive decimal as a fraction; undefined if it is none, or if it is 1. */
function ratioOf(said: string): Ratio | undefined {
  const found = /^(\d{1,30})(?:\.(\d{1,40}))?$/.exec(said);
  if (!found) return undefined;
  const fraction = (found[2] ?? '').replace(/0+$/, '');
  const [numerator, denominator] = [BigInt(found[1]! + fraction), 10n ** BigInt(fraction.length)];
  return numerator === 0n || numerator === denominator ? undefined : { numerator, denominator };
}
/** A year as Token-2022 counts it for interest, in seconds. */
const YEAR = 31_556_736;
/** The multiplier of a mint at a time; undefined if amounts are shown as they are stored. */
export function multiplierAt({ scaled, interest }: Pick<Mint, 'scaled' | 'interest'>, now: bigint): Ratio | undefined {
  if (scaled) return ratioOf(now >= scaled.nextFrom ? scaled.next : scaled.multiplier);
  if (!interest) return undefined;
  const { since, rateUntil, changedAt, rate } = interest;
  const grown = (bps: number, seconds: bigint) => Math.exp((bps * Number(seconds)) / YEAR / 10_000);
  return ratioOf((grown(rateUntil, changedAt - since) * grown(rate, now - changedAt)).toFixed(15));
}

/** Well-known symbols besides those of the listed stablecoins: no other token may look like them. */
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
const LIKE = FAMOUS.map((symbol) => likeness(symbol).replace(/S$/, ''));
/** Currencies that no symbol may contain. */
const CURRENCIES = ['USD', 'EUR', 'BTC'].map(likeness);
/** Currencies that no symbol may end in. */
const COINS = ['SOL', 'ETH'].map(likeness);
/** Names of currencies with which no symbol may begin. */
const NAMES = ['dollar', 'pound', 'franc', 'yen', 'yuan', 'peso', 'rupee', 'bitcoin', 'ether', 'solana'].map(likeness);
/** The symbol that a mint gives itself, if it is short, visible and unlike any other; else undefined. */
export function trusted(symbol: string | undefined): string | undefined {
  const plain = symbol?.trim() ?? '';
  // a leading digit or point would be read as part of the number before it
  if (faultIn(plain, 10) || !/^[A-Za-z][A-Za-z0-9.+-]{0,9}$/.test(plain) || MAGNITUDE.test(plain)) return undefined;
  // several of a currency are that currency
  const like = likeness(plain).replace(/S$/, '');
  return NAMES.some((name) => like.startsWith(name)) ||
    LIKE.some((famous) => like === famous || (famous.length > 3 && like.includes(famous))) ||
    CURRENCIES.some((one) => like.includes(one)) ||
    COINS.some((one) => like.endsWith(one))
    ? undefined
    : plain;
}

/** A mint with what is needed to write its amounts at a time. */
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

/** A note for a token whose amounts are not shown as they are stored. */
export const multiplied = ({ multiplier }: Written): string | undefined =>
  multiplier
    ? `Amounts are shown as its mint says: ${Number(multiplier.numerator) / Number(multiplier.denominator)} times what accounts hold, rounded down; what is written is divided by that.`
    : undefined;

/** A note if rounding up makes a fee exceed its rate by a hundredth of the payment or more; without decimals, it can be all. */
export function roundedFee(token: Measure, amount: bigint, fee: bigint, takeRateBps: number): string | undefined {
  if (fee === 0n || fee * 10_000n - amount * BigInt(takeRateBps) < amount * 100n) return undefined;
  const rounded = `fees are rounded up, and ${formatAmount(1n, token)} is the least there is`;
  return fee >= amount
    ? `All of this is the co-op's fee, and the service gets nothing: ${rounded}.`
    : `The fee is ${formatAmount(fee, token)} of ${formatAmount(amount, token)}, not ${formatBps(takeRateBps)}: ${rounded}.`;
}

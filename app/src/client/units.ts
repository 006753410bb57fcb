/** Numbers, names and bytes as people write them: tokens, per cent, days; who someone is. */
import type { Member } from '../generated';

/** Base units from a decimal text such as `1 234.5`; refuses more places than the token has. */
export function parseAmount(text: string, decimals: number): bigint {
  const plain = text.replace(/[\s_]/g, '');
  const parts = /^(\d+)(?:[.,](\d+))?$/.exec(plain);
  if (!parts) throw new Error(`“${text}” is no amount: digits, and a point before the fraction`);
  const fraction = parts[2] ?? '';
  if (fraction.length > decimals) throw new Error(`“${text}” has more than the token's ${decimals} decimal places`);
  const units = BigInt(parts[1]! + fraction.padEnd(decimals, '0'));
  if (units > 0xffff_ffff_ffff_ffffn) throw new Error(`“${text}” is more than an account can hold`);
  return units;
}

/** A decimal text of base units, without zeros at the end: exact. */
export function formatAmount(units: bigint, decimals: number): string {
  const digits = units.toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, '\u202f');
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return fraction ? `${whole}.${fraction}` : whole;
}

/** An amount for the eye: hundredths, rounded down so that nothing is shown that is not there; less than one in full. `column`: hundredths always. */
export function showAmount(units: bigint, decimals: number, column = false): string {
  const hundredth = 10n ** BigInt(Math.max(0, decimals - 2));
  const seen = units < hundredth ? units : units - (units % hundredth);
  const shown = formatAmount(seen, decimals);
  return /\.\d$/.test(shown) ? `${shown}0` : column && decimals >= 2 && !shown.includes('.') ? `${shown}.00` : shown;
}

/** Basis points as per cent. */
export const formatBps = (bps: number): string => `${bps / 100} %`;

/** Basis points from per cent. */
export function parsePercent(text: string): number {
  const bps = Number(text.replace('%', '').replace(',', '.')) * 100;
  if (!Number.isInteger(Math.round(bps * 1e6) / 1e6) || bps < 0 || bps > 10_000) {
    throw new Error(`“${text}” is no share: 0 to 100 per cent, in hundredths`);
  }
  return Math.round(bps);
}

/** Seconds of a day. */
export const DAY = 86_400;

/** Seconds as the largest unit that shows them: `3 days`, `5 h`, `40 s`. */
export function formatDuration(seconds: number | bigint): string {
  const s = Number(seconds);
  for (const [size, name] of [[DAY, 'day'], [3_600, 'h'], [60, 'min']] as const) {
    if (s >= size) {
      const count = Math.round((s / size) * 10) / 10;
      return `${count} ${name}${name === 'day' && count !== 1 ? 's' : ''}`;
    }
  }
  return `${s} s`;
}

/** A moment of the chain, in the reader's time zone. */
export const formatTime = (at: bigint | number): string =>
  new Date(Number(at) * 1000).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** Text from an account's zero-padded bytes. */
export const text = (bytes: ArrayLike<number>): string =>
  new TextDecoder().decode(Uint8Array.from(Array.from(bytes)).filter((byte) => byte !== 0));

/** The first and last letters of an address. */
export const short = (address: string): string => `${address.slice(0, 4)}…${address.slice(-4)}`;

/** `perPeriod` as `per period`. */
export const spaced = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
/** Bytes in hexadecimal. */
export const hex = (bytes: ArrayLike<number>): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** What a person is called, never without a number: names may look alike. Whoever was never admitted has none, but a wallet. */
export function person(m: Pick<Member, 'name' | 'number' | 'numbered' | 'wallet'>): string {
  const [name, number] = [text(m.name), m.numbered === 1 ? `no. ${m.number}` : short(m.wallet)];
  return name ? `${name} (${number})` : m.numbered === 1 ? `member ${number}` : number;
}

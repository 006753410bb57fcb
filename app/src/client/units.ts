/** Formats and parses numbers, times, names and bytes. */
import type { Member } from '../generated';

export * from './formats';
export * from './parse';

/** Text from an account's zero-padded bytes. */
export const text = (bytes: ArrayLike<number>): string =>
  new TextDecoder().decode(Uint8Array.from(Array.from(bytes)).filter((byte) => byte !== 0));

/** The part of a node's address that may be shown: nothing after the host, where a key may be. */
export const bare = (url: string): string =>
  /^(?:[a-z]+:\/\/)?[^/?#@]*/i.exec(url.trim())![0] +
  (/[/?#@]./.test(url.trim().replace(/^[a-z]+:\/\//i, '')) ? '…' : '');

/** The first and last letters of an address. */
export const short = (address: string): string => `${address.slice(0, 4)}…${address.slice(-4)}`;

/** `perPeriod` as `per period`. */
export const spaced = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
/** Bytes in hexadecimal. */
export const hex = (bytes: ArrayLike<number>): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** What stands in a name that reads like one name: letters, digits, and what joins them. */
const ONE_NAME = /^[\p{L}\p{M}\p{N} '’.-]*$/u;
/** A name that reads like several, or like a number or a note beside one, is put in quotation marks. */
const quoted = (name: string) =>
  ONE_NAME.test(name) && !/\b(and|no|member)\b/i.test(name) ? name : `“${name.replace(/["“”„‟«»]/g, "'")}”`;
/** A person's name, always with the member number, as names may look alike; before admission, with the wallet. */
export function person(m: Pick<Member, 'name' | 'number' | 'numbered' | 'wallet'>): string {
  const said = text(m.name);
  const [name, number] = [said && quoted(said), m.numbered === 1 ? `no. ${m.number}` : short(m.wallet)];
  return name ? `${name} (${number})` : m.numbered === 1 ? `member ${number}` : number;
}

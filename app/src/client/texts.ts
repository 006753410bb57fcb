/** Texts on the chain: how long they may be, and which characters people would not see. */
import { isHidden } from '../generated/math';

/** Bytes of each, at most. */
export const TEXTS = { name: 32, link: 96, statutesLink: 128, about: 280, purpose: 280, why: 400 } as const;

const encoder = new TextEncoder();
export const bytesIn = (text: string): number => encoder.encode(text).length;

/** What is wrong with a text of at most so many bytes, in words that say what to do; nothing if it is fine. */
export function faultIn(text: string, most: number): string | undefined {
  const characters = [...text];
  const at = characters.findIndex((character) => isHidden(character.codePointAt(0)!));
  if (at >= 0) {
    const code = characters[at]!.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    return `character ${at + 1} (U+${code}) cannot be seen, or turns others round: remove it`;
  }
  const bytes = bytesIn(text);
  return bytes > most ? `it has ${bytes} bytes, at most ${most} fit: shorten it by ${bytes - most}` : undefined;
}

/** The text, or an error that says what is wrong with it. */
export function shown(what: string, text: string, most: number): string {
  const fault = faultIn(text, most);
  if (fault) throw new Error(`${what}: ${fault}`);
  return text;
}

/** A link that a page may offer to follow: nothing that runs here. */
export const safeLink = (uri: string): string | undefined => (/^(https?|ipfs|ar):\/\//i.test(uri) ? uri : undefined);

/** SHA-256 of what a link leads to. */
export const sha256 = async (bytes: Uint8Array): Promise<Uint8Array> => new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)));

/** Whether a document is the one whose hash was given. */
export const matches = async (bytes: Uint8Array, hash: ArrayLike<number>): Promise<boolean> => {
  const found = await sha256(bytes);
  return found.length === hash.length && found.every((byte, i) => byte === hash[i]);
};

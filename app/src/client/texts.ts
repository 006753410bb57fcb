/** Texts on the chain: how long they may be, and which characters people would not see. */
import { isHidden } from '../generated/math';
import { ROOMS } from '../generated/rooms';

const { Coop, Pool, Proposal } = ROOMS;
/** The most bytes of each text: as many as the accounts have room for. */
export const TEXTS = {
  name: Coop.name,
  link: Proposal.documentUri,
  statutesLink: Coop.statutesUri,
  about: Coop.about,
  purpose: Pool.purpose,
  why: Proposal.why,
} as const;

const encoder = new TextEncoder();
/** Bytes of a text in UTF-8, as the chain stores it. */
export const bytesIn = (text: string): number => encoder.encode(text).length;

const codeOf = (character: string) => `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;

/** A text that the program has not checked, as people can read it: a character that cannot be seen, or turns others round, as `(U+202E)`. */
export const visible = (text: string): string =>
  text.replace(/[^ -~]/gu, (character) => (isHidden(character.codePointAt(0)!) ? `(${codeOf(character)})` : character));

/** What is wrong with a text of at most so many bytes, in words that say what to do; nothing if it is fine. */
export function faultIn(text: string, most: number): string | undefined {
  const characters = [...text];
  const at = characters.findIndex((character) => isHidden(character.codePointAt(0)!));
  if (at >= 0) {
    return `character ${at + 1} (${codeOf(characters[at]!)}) cannot be seen, or turns others round: remove it`;
  }
  const bytes = bytesIn(text);
  return bytes > most ? `it has ${bytes} bytes, at most ${most} fit: shorten it by ${bytes - most}` : undefined;
}

/** The same for a link, which has to be visible ASCII. */
export function faultInLink(uri: string, most: number): string | undefined {
  const characters = [...uri];
  const at = characters.findIndex((character) => !/[!-~]/.test(character));
  return at < 0
    ? faultIn(uri, most)
    : `character ${at + 1} (${codeOf(characters[at]!)}) is not visible ASCII, as links are: write it percent-encoded`;
}

/** Returns the text; throws what is wrong with it. */
export function shown(
  what: string,
  text: string,
  most: number,
  faultOf: (text: string, most: number) => string | undefined = faultIn,
): string {
  const fault = faultOf(text, most);
  if (fault) throw new Error(`${what}: ${fault}`);
  return text;
}
/** Returns the link; throws what is wrong with it. */
export const link = (what: string, uri: string, most: number = TEXTS.link): string =>
  shown(what, uri, most, faultInLink);

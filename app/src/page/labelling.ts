/** Sets labels, and exports and imports them as a file. */
import { isAddress } from '@solana/kit';
import { labels, write } from './labels';

/** The most letters of a label. */
export const LONGEST = 40;

/** Checks that there are only addresses, each with a label that is not too long. */
function checked(given: unknown): Readonly<Record<string, string>> {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new Error('a file of labels is an object: an address, and its label');
  const wrong = Object.entries(given).find(
    ([address, label]) =>
      !isAddress(address) || typeof label !== 'string' || label.trim() === '' || label.length > LONGEST,
  );
  if (wrong) throw new Error(`“${wrong[0]}”: an address is needed, and a label of 1 to ${LONGEST} letters`);
  return given as Record<string, string>;
}

/** Sets a label; an empty one removes it. */
export function setLabel(address: string, label: string): void {
  const { [address]: _, ...others } = labels();
  write(checked(label.trim() === '' ? others : { ...others, [address]: label.trim() }));
}
export const exported = (): string => `${JSON.stringify(labels(), undefined, 2)}\n`;
/** Imports the labels of a file, which replace existing ones for the same address; returns how many there were. */
export function importLabels(text: string): number {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new Error('this is not a file of labels: it is not JSON');
  }
  const added = checked(given);
  write({ ...labels(), ...added });
  return Object.keys(added).length;
}

/** JSON that is said on the command line, in a word or in a file. */
import { existsSync, readFileSync } from 'node:fs';
import { units } from '../client';

/** What JSON says. */
export function json(said: string, name: string): unknown {
  const source = /^\s*[{[]/.test(said) ? said : existsSync(said) ? readFileSync(said, 'utf8') : undefined;
  if (source === undefined) throw new units.Misread(`${name}: there is no file ${said}`);
  try {
    // some editors put a mark of the encoding first, which nobody sees
    return JSON.parse(source.replace(/^\ufeff/, '')) as unknown;
  } catch (wrong) {
    throw new units.Misread(`${name}: ${said} is no JSON: ${(wrong as Error).message}`);
  }
}

/** Terms by their names. */
export function terms(said: string, name: string): Record<string, unknown> {
  const found = json(said, name);
  if (typeof found !== 'object' || found === null || Array.isArray(found))
    throw new units.Misread(
      `${name}: ${said} is ${Array.isArray(found) ? 'a list' : 'a single value'}, and terms by their names are asked for, such as {"reserveBps": 3000}`,
    );
  return found as Record<string, unknown>;
}

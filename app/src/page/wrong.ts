/**
 * What is wrong with what a form was given, at its field and in the form's words: the one place that connects refusals of
 * the program, which name its own terms, with the fields and labels of the page. Rules come from the IDL; only rules that do not name the term stand here.
 */
import { Refusal, sentence, WrongInput } from '../client/failures';
import { CHARTER } from '../client/words';
import { POOL } from './poolTerms';

const TERMS: ReadonlyMap<string, readonly [field: string, label: string]> = new Map<string, readonly [string, string]>([
  ...CHARTER.map(({ key, label }): [string, [string, string]] => [key, [key, label]]),
  ...Object.entries(POOL).map(([term, { name, label }]): [string, [string, string]] => [term, [name, label]]),
]);

/** Fields, the first that the form has, of rules that do not name their term first. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  NameMissing: ['name', 'called'], NameKept: ['name'], UriInvalid: ['uri', 'statutesUri', 'documentUri'], OtherStatutes: ['read'],
  AmountZero: ['amount', 'shares', 'perPeriod', 'withdraw', 'upTo', 'ask'], MoreThanForSale: ['amount'], SharesAboveMaximum: ['shares', 'amount'], SolvencyTooLow: ['shares', 'amount'],
  MoreThanCanBeAsked: ['ask'], PriceTooLow: ['least', 'withdraw'], MoreThanWithdrawable: ['withdraw'], MoreThanTheMandate: ['amount'], MoreThanOperating: ['amount'], BudgetExceeded: ['amount'],
  PledgeBelowShare: ['amount'], PledgeAboveMaximum: ['amount'], PledgeBelowBond: ['amount'], NoRoomForShare: ['amount'], NothingPledged: ['amount'], UseAboveMaximum: ['use'], PromiseOpen: ['use'],
  FeeAboveMaximum: ['amount'], NoRoomForMinMembers: ['maxRaise'], TimesOutOfOrder: ['withdrawDays'], OpensInThePast: ['withdrawDays'],
  MandateTooShort: ['until'], PaysItself: ['to', 'amount'], WalletUnchanged: ['wallet'], WalletIsAMember: ['wallet'], WalletNotLost: ['member'], AlreadyExpelled: ['member'], NotExpelled: ['member'],
  AgentsAreNotMoved: ['wallet'], NotFederable: ['federation', 'joining'], FederationNotSought: ['joining'], CallTooLarge: ['data'], CallsThisProgram: ['program'], SignerNotTheAgent: ['accounts'], WritesToOurs: ['accounts'],
};
/** Whole families of rules. */
const FAMILIES: readonly (readonly [RegExp, readonly string[]])[] = [[/^Mint/, ['mint']], [/^Heir/, ['heir']]];

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const NAMES = /\b[a-z]+(?:_[a-z]+)+\b/g;
/** A term of one word, where the rule begins with it. */
const FIRST = /^(?:ratchet: )?([a-z]+)(?= (?:must|only) )/;

/** A rule of the program in the page's words: its terms by their labels, shares in per cent. */
export function inWords(text: string): string {
  const share = /^(?:ratchet: )?[a-z_]+_bps\b/.test(text);
  const label = (name: string) => TERMS.get(camel(name))?.[1];
  return text
    .replace(FIRST, (whole, name: string) => (label(name) ? `“${label(name)}”` : whole))
    .replace(/^ratchet: /, '')
    .replace(NAMES, (name) => `“${label(name) ?? name.replaceAll('_', ' ')}”`)
    .replace(/(?<![\w^.])([1-9]\d*)(?![\w^.%])(?! days| years| base)/g, (number) => (share ? `${Number(number) / 100} %` : number));
}

/** A refusal as a sentence in the page's words; the program's name and number of the rule stay at its end, to look it up by. */
export function told(failed: unknown): string {
  if (!(failed instanceof Refusal)) return sentence(failed);
  const [, text, name] = /^(.*?)( \(\w+, \d+\))?$/s.exec(failed.message)!;
  return name ? inWords(text!) + name : failed.message;
}

/** The field that a failure is about, of those that a form has, and what is wrong with it; nothing if it is about none of them. */
export function fieldOf(failed: unknown, has: (name: string) => boolean): { field: string; says: string } | undefined {
  if (failed instanceof WrongInput) return has(failed.field) ? { field: failed.field, says: failed.message } : undefined;
  if (!(failed instanceof Refusal)) return undefined;
  const text = failed.message.replace(/ \(\w+, \d+\)$/, '');
  const named = [FIRST.exec(text)?.[1] ?? '', ...(text.match(NAMES) ?? [])].map((name) => TERMS.get(camel(name))?.[0] ?? '');
  const families = FAMILIES.filter(([of]) => of.test(failed.rule ?? '')).flatMap(([, fields]) => fields);
  const lacks = failed.rule === 'NotEnoughTokens' || /not enough money in the token account/.test(text) ? ['amount', 'shares'] : [];
  const field = [...(FIELDS[failed.rule ?? ''] ?? []), ...families, ...lacks, ...named].find((name) => name !== '' && has(name));
  return field === undefined ? undefined : { field, says: inWords(text) };
}

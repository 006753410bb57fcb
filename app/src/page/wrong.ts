/**
 * Shows errors at the fields of a form, in its words. Only here are the program's refusals, with its own names of terms, mapped
 * to the page's fields and labels. The rules come from the IDL; the list here has only those that name no term.
 */
import { Refusal, sentence, WrongInput } from '../client/failures';
import { CHARTER } from '../client/words';
import { POOL } from './poolTerms';

const TERMS: ReadonlyMap<string, readonly [field: string, label: string]> = new Map<string, readonly [string, string]>([
  ...CHARTER.map(({ key, label }): [string, [string, string]] => [key, [key, label]]),
  ...Object.entries(POOL).map(([term, { name, label }]): [string, [string, string]] => [term, [name, label]]),
]);

/** The fields of rules that do not begin with the name of a term. The first one that the form has is used. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  NameMissing: ['name', 'called'],
  NameKept: ['name'],
  UriInvalid: ['uri', 'statutesUri', 'documentUri'],
  OtherStatutes: ['read'],
  AmountZero: ['amount', 'shares', 'perPeriod', 'withdraw', 'upTo', 'ask'],
  MoreThanForSale: ['amount'],
  SharesAboveMaximum: ['shares', 'amount'],
  SolvencyTooLow: ['shares', 'amount'],
  MoreThanCanBeAsked: ['ask'],
  PriceTooLow: ['least', 'withdraw'],
  MoreThanWithdrawable: ['withdraw'],
  MoreThanTheMandate: ['amount'],
  MoreThanOperating: ['amount'],
  BudgetExceeded: ['amount'],
  PledgeBelowShare: ['amount'],
  PledgeAboveMaximum: ['amount'],
  PledgeBelowBond: ['amount'],
  NoRoomForShare: ['amount'],
  NothingPledged: ['amount'],
  UseAboveMaximum: ['use'],
  PromiseOpen: ['use'],
  FeeAboveMaximum: ['amount'],
  NoRoomForMinMembers: ['maxRaise'],
  TimesOutOfOrder: ['withdrawDays'],
  OpensInThePast: ['withdrawDays'],
  MandateTooShort: ['until'],
  PaysItself: ['to', 'amount'],
  WalletUnchanged: ['wallet'],
  WalletIsAMember: ['wallet'],
  WalletNotLost: ['member'],
  AlreadyExpelled: ['member'],
  NotExpelled: ['member'],
  AgentsAreNotMoved: ['wallet'],
  NotFederable: ['federation', 'joining'],
  FederationNotSought: ['joining'],
  CallTooLarge: ['data'],
  CallsThisProgram: ['program'],
  SignerNotTheAgent: ['accounts'],
  WritesToOurs: ['accounts'],
};
/** Families of rules that share a field. */
const FAMILIES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^Mint/, ['mint']],
  [/^Heir/, ['heir']],
];

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const NAMES = /\b[a-z]+(?:_[a-z]+)+\b/g;
/** A term with a name of a single word, at the beginning of a rule. */
const FIRST = /^([a-z]+)(?= (?:must|can only) )/;

/** A rule of the program in the words of the page: terms by their labels, basis points as per cent. */
export function inWords(text: string): string {
  const share = /^[a-z_]+_bps\b/.test(text);
  const label = (name: string) => TERMS.get(camel(name))?.[1];
  const marked = (name: string) => {
    const found = label(name);
    return found && `“${found}”`;
  };
  return text
    .replace(FIRST, (whole, name: string) => marked(name) ?? whole)
    .replace(NAMES, (name) => marked(name) ?? `“${name.replace(/_bps$/, '').replaceAll('_', ' ')}”`)
    .replace(/(?<![\w^.])([1-9]\d*)(?![\w^.%])(?! days| years| base)/g, (number) =>
      share ? `${Number(number) / 100} %` : number,
    );
}

/** A refusal as a sentence in the page's words. The rule's name and number stay at the end, so that they can be looked up. */
export function told(failed: unknown): string {
  if (!(failed instanceof Refusal)) return sentence(failed);
  const [, text, name] = /^(.*?)( \(\w+, \d+\))?$/s.exec(failed.message)!;
  return name ? inWords(text!) + name : failed.message;
}

/** The field of a form that a failure is about, and what is wrong with it; undefined if it is about none of them. */
export function fieldOf(failed: unknown, has: (name: string) => boolean): { field: string; says: string } | undefined {
  if (failed instanceof WrongInput)
    return has(failed.field) ? { field: failed.field, says: failed.message } : undefined;
  if (!(failed instanceof Refusal)) return undefined;
  const text = failed.message.replace(/ \(\w+, \d+\)$/, '');
  const named = [FIRST.exec(text)?.[1] ?? '', ...(text.match(NAMES) ?? [])].map(
    (name) => TERMS.get(camel(name))?.[0] ?? '',
  );
  const families = FAMILIES.filter(([of]) => of.test(failed.rule ?? '')).flatMap(([, fields]) => fields);
  const lacks =
    failed.rule === 'NotEnoughTokens' || /not enough money in the token account/.test(text) ? ['amount', 'shares'] : [];
  const field = [...(FIELDS[failed.rule ?? ''] ?? []), ...families, ...lacks, ...named].find(
    (name) => name !== '' && has(name),
  );
  return field === undefined ? undefined : { field, says: inWords(text) };
}

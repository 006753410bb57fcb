/** Drafts of long forms: in the browser, for one network, one wallet and one form each, until the form is done or the draft is discarded. */
import { url } from './chain';
import { DRAFTS } from './kept';

/** Raised when the record below changes its form: drafts of an earlier one are not read. */
const VERSION = 1;
const ROOT = `${DRAFTS}${VERSION} ${new URL(url).host} `;

export interface Draft {
  /** What the fields meant: the version of the charter, the names of the fields. Nothing is filled into a form that means something else. */
  means: string;
  /** Seconds since 1970, by this computer's clock. */
  at: number;
  /** Only fields that were changed, by name: a field left alone follows what the form proposes. */
  fields: Readonly<Record<string, string>>;
  /** Names of files that were chosen: a browser does not keep the files. */
  files: readonly string[];
  /** What was signed of it, if nobody knows yet what became of that. */
  signature?: string;
}

/** A browser that keeps nothing for a page, or has no room, keeps no drafts. */
const orElse = <T>(what: () => T, otherwise: T): T => {
  try {
    return what();
  } catch {
    return otherwise;
  }
};
export const keyOf = (wallet: string | undefined, form: string) => `${ROOT}${wallet ?? 'nobody'} ${form}`;
const all = (): string[] => orElse(() => Object.keys(localStorage).filter((key) => key.startsWith(ROOT)), []);

export const read = (key: string): Draft | undefined =>
  orElse(() => (JSON.parse(localStorage.getItem(key) ?? 'null') as Draft | null) ?? undefined, undefined);
export const write = (key: string, draft: Omit<Draft, 'at'>): void => {
  const dated: Draft = { ...draft, at: Math.floor(Date.now() / 1000) };
  orElse(() => localStorage.setItem(key, JSON.stringify(dated)), undefined);
};
export const drop = (key: string): void => orElse(() => localStorage.removeItem(key), undefined);

/** Of the drafts whose form's name begins so the one that was written last: the rest of its name. */
export function latest(wallet: string | undefined, form: string): string | undefined {
  const begins = keyOf(wallet, form);
  const found = all()
    .filter((key) => key.startsWith(begins))
    .map((key) => ({ key, at: read(key)?.at ?? 0 }))
    .sort((a, b) => b.at - a.at)[0];
  return found?.key.slice(begins.length);
}

/** What was written in a form whose first transaction was done and whose second was not goes into the form that does the rest. */
export const handOn = (wallet: string | undefined, form: string, fields: Readonly<Record<string, string>>): void =>
  write(keyOf(wallet, form), {
    means: Object.keys(fields).join(' '),
    fields: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')),
    files: [],
  });

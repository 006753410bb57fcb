/** Drafts of long forms: in the browser, for one network, wallet and form each, until the form is done or they are discarded. */
import { Unsettled } from '../client/failures';
import { url } from './chain';
import { DRAFTS } from './kept';
import type { Did } from './state';

/** Raised whenever {@link Draft} changes incompatibly: older drafts are not read. */
const VERSION = 1;
const ROOT = `${DRAFTS}${VERSION} ${new URL(url).host} `;

export interface Draft {
  /** What the fields meant: the version of the charter, the names of the fields. A draft with another meaning is not used. */
  means: string;
  /** Seconds since 1970, by this computer's clock. */
  at: number;
  /** Only changed fields, by name: all others follow what the form proposes. */
  fields: Readonly<Record<string, string>>;
  /** Names of files that were chosen, as a browser does not keep the files. */
  files: readonly string[];
  /** What was signed with this form, while its outcome is unknown. */
  signature?: string;
}

/** If storage is blocked or full, there are no drafts. */
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

/** The rest of the name of the latest draft whose form's name begins with `form`. */
export function latest(wallet: string | undefined, form: string): string | undefined {
  const begins = keyOf(wallet, form);
  const found = all()
    .filter((key) => key.startsWith(begins))
    .map((key) => ({ key, at: read(key)?.at ?? 0 }))
    .sort((a, b) => b.at - a.at)[0];
  return found?.key.slice(begins.length);
}

/** Whether what follows in a second transaction is left to do: it was not sent, and the first was done, or it is not known that it was not. */
export const isLeftOver = ({ done, failed }: Did): boolean =>
  failed !== undefined && (done || (failed instanceof Unsettled && failed.outcome !== 'expired'));

/** Stores fields as the draft of another form: the one that does the rest, if only the first of two transactions was done. */
export const handOn = (wallet: string | undefined, form: string, fields: Readonly<Record<string, string>>): void =>
  write(keyOf(wallet, form), {
    means: Object.keys(fields).join(' '),
    fields: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')),
    files: [],
  });

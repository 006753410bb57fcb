/** Restores a draft into the fields of a form, and saves what is written there. */
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import * as drafts from './drafts';
import { useShared } from './state';

/** Identifies the draft of a form. */
export interface DraftOf {
  /** The name of the form, with the address of its co-op, if any. */
  name: string;
  /** What the fields mean now: a draft with another meaning is not filled in. */
  means: string;
  /** If this changes, the fields are new ones and are filled in again. */
  made?: string;
}
export type Note =
  | { kind: 'filled'; files: readonly string[]; signature?: string }
  | { kind: 'changed'; was: readonly (readonly [label: string, value: string])[] }
  | undefined;

export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
/** The named fields of a form. */
export const controls = (form: HTMLFormElement): Control[] =>
  [...form.elements].filter(
    (one): one is Control =>
      (one instanceof HTMLInputElement || one instanceof HTMLSelectElement || one instanceof HTMLTextAreaElement) &&
      one.name !== '',
  );
/** Consent is given each time, so it is in no draft. */
const isConsent = (field: Control) => field instanceof HTMLInputElement && field.type === 'checkbox' && field.required;
const drafted = (form: HTMLFormElement) => controls(form).filter((field) => !isConsent(field));
const valueOf = (field: Control) =>
  field instanceof HTMLInputElement && field.type === 'checkbox' ? String(field.checked) : field.value;
const proposed = (field: Control) =>
  field instanceof HTMLSelectElement
    ? (([...field.options].find((one) => one.defaultSelected) ?? field.options[0])?.value ?? '')
    : field instanceof HTMLInputElement && field.type === 'checkbox'
      ? String(field.defaultChecked)
      : field.defaultValue;

/** Writes a value as if the user had entered it, so that React notices. */
export function write(field: Control, value: string): void {
  const box = field instanceof HTMLInputElement && field.type === 'checkbox';
  if (box) {
    if (String(field.checked) !== value) field.click();
    return;
  }
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field) as object, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }));
}

/** `keep` after each change; `drop` once it is done or discarded; `sign` with a signature whose outcome is unknown. */
export function useDraft(box: RefObject<HTMLFormElement | null>, draft: DraftOf | undefined) {
  const { connected } = useShared();
  const wallet = connected?.address;
  const [note, setNote] = useState<Note>();
  /** Values of fields that do not exist yet: they appear after something is read, or chosen. */
  const pending = useRef(new Map<string, string>());
  const filling = useRef(false);
  const fill = useCallback(() => {
    const form = box.current;
    if (!form || filling.current) return;
    filling.current = true;
    for (const field of drafted(form)) {
      const value = pending.current.get(field.name);
      if (value === undefined || field.type === 'file') continue;
      pending.current.delete(field.name);
      if (valueOf(field) === proposed(field)) write(field, value); // what was already entered stays
    }
    filling.current = false;
  }, [box]);
  const key = draft && drafts.keyOf(wallet, draft.name);
  useEffect(() => {
    if (!draft || !key) return;
    const found = drafts.read(key) ?? (wallet ? drafts.read(drafts.keyOf(undefined, draft.name)) : undefined);
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the stored draft is written into the fields here; the note reports the result
    if (!found) return setNote(undefined);
    if (found.means !== draft.means) {
      const label = (name: string) =>
        (box.current &&
          controls(box.current)
            .find((field) => field.name === name)
            ?.labels?.[0]?.textContent.trim()) ||
        name;
      return setNote({
        kind: 'changed',
        was: Object.entries(found.fields).map(([name, value]) => [label(name), value] as const),
      });
    }
    pending.current = new Map(Object.entries(found.fields));
    fill();
    setNote({ kind: 'filled', files: found.files, ...(found.signature ? { signature: found.signature } : {}) });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a draft is filled in once for each wallet, form and meaning; later the fields are the reader's
  }, [key, draft?.means, draft?.made]);
  useEffect(fill); // after every render: a choice may have added fields
  const save = (more: Partial<drafts.Draft> = {}) => {
    const form = box.current;
    if (!draft || !key || !form || filling.current) return;
    const all = drafted(form);
    const changed = all
      .filter((field) => field.type !== 'file' && valueOf(field) !== proposed(field))
      .map((field) => [field.name, valueOf(field)] as const);
    const files = all.flatMap((field) =>
      field instanceof HTMLInputElement && field.type === 'file'
        ? [...(field.files ?? [])].map(({ name }) => name)
        : [],
    );
    const fields = Object.fromEntries([...pending.current, ...changed]);
    if (Object.keys(fields).length + files.length === 0) return drop();
    drafts.write(key, { means: draft.means, fields, files, ...more });
    if (wallet) drafts.drop(drafts.keyOf(undefined, draft.name));
    setNote((was) => (was?.kind === 'filled' ? was : { kind: 'filled', files: [] }));
  };
  const drop = () => {
    pending.current.clear();
    setNote(undefined);
    if (!draft || !key) return;
    drafts.drop(key);
    drafts.drop(drafts.keyOf(undefined, draft.name));
  };
  return { note, keep: () => save(), drop, sign: (signature: string) => save({ signature }) };
}

/** A note that there is a draft, with a button to discard it. */
export function DraftNote({ note, discard }: { note: NonNullable<Note>; discard: () => void }) {
  return (
    <div className="draft">
      {note.kind === 'filled' ? (
        <small role="status">
          A draft, kept in this browser until it is done.
          {note.files.length > 0 && ` Choose the file again: ${note.files.join(', ')}.`}
        </small>
      ) : (
        <div role="status">
          <small>
            Your draft is not filled in, because the charter that it would change has changed since. It contained:
          </small>
          <ul>
            {note.was.map(([label, value]) => (
              <li key={label}>
                {label}: <b>{value}</b>
              </li>
            ))}
          </ul>
        </div>
      )}
      <button type="button" className="quiet" onClick={discard}>
        Discard draft
      </button>
    </div>
  );
}

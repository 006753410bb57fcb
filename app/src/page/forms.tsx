/** Fields and forms; apart from the other parts, since whoever only looks needs none. */
import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { sentence } from '../client/failures';
import { sha256 } from '../client/documents';
import * as texts from '../client/texts';
import { useShared } from './state';

/** A labelled field; the hint describes it. */
export function Field({ label, hint, ...input }: { label: string; hint?: ReactNode } & React.InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <div className="field">
      <label><span>{label}</span><input autoComplete="off" aria-describedby={hint ? id : undefined} {...input} /></label>
      {hint && <small id={id}>{hint}</small>}
    </div>
  );
}
/** A labelled choice. */
export function Choose({ label, hint, of, ...select }: { label: string; hint?: ReactNode; of: readonly (readonly [value: string, says: string])[] } & React.SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  return (
    <div className="field">
      <label><span>{label}</span><select aria-describedby={hint ? id : undefined} {...select}>{of.map(([value, says]) => <option key={value} value={value}>{says}</option>)}</select></label>
      {hint && <small id={id}>{hint}</small>}
    </div>
  );
}
export function Lines({ label, hint, ...area }: { label: string; hint?: ReactNode } & React.TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId();
  return (
    <div className="field">
      <label><span>{label}</span><textarea rows={3} aria-describedby={hint ? id : undefined} {...area} /></label>
      {hint && <small id={id}>{hint}</small>}
    </div>
  );
}

/** A text that goes on the chain: how many of its bytes are used, and what is wrong with it, while it is written. */
export function Text({ label, hint, name, most, long, link, defaultValue = '', required }: {
  label: string; name: string; most: number; hint?: ReactNode; long?: boolean; link?: boolean; defaultValue?: string; required?: boolean;
}) {
  const [text, set] = useState(defaultValue);
  const fault = (link ? texts.faultInLink : texts.faultIn)(text, most);
  const told = fault ? <span className="wrong" role="alert">{fault}</span> : <>{hint && <>{hint}. </>}{texts.bytesIn(text)} of {most} bytes</>;
  const given = { label, name, defaultValue, hint: told, 'aria-invalid': fault !== undefined, ...(required ? { required } : {}), onInput: (event: FormEvent) => set((event.target as HTMLInputElement).value) };
  return long ? <Lines {...given} /> : <Field {...given} {...(link ? { placeholder: 'https://…', inputMode: 'url' as const } : {})} />;
}

/** A file whose fingerprint goes on the chain, and where others find it. */
export function FileAndLink({ name, label, most, hint }: { name: string; label: string; most: number; hint?: ReactNode }) {
  return (
    <div className="grid">
      <Field name={name} type="file" label={label} hint={hint ?? 'Only its fingerprint is kept on the chain'} />
      <Text name={`${name}Uri`} label="Where everyone finds it" most={most} link />
    </div>
  );
}
/** Their hash and link; nothing if neither is given. */
export async function documentOf(said: Filled, name: string): Promise<{ hash: Uint8Array; uri: string } | undefined> {
  const [file, uri] = [said.file(name), said(`${name}Uri`)];
  if (!file !== !uri) throw new Error('a document is named by the file and its link together');
  return file && { hash: await sha256(new Uint8Array(await file.arrayBuffer())), uri };
}

/** What a form says: the text of a field; and its file. */
export type Said = (name: string) => string;
export interface Filled extends Said {
  file(name: string): File | undefined;
}
const reader = (form: HTMLFormElement): Filled => {
  const data = new FormData(form);
  const file = (name: string) => {
    const given = data.get(name);
    return given instanceof File && given.size > 0 ? given : undefined;
  };
  return Object.assign((name: string) => { const given = data.get(name); return typeof given === 'string' ? given.trim() : ''; }, { file });
};

/** A field that is refused while it is in a closed part opens that part: else the browser would have nothing to point at. */
const reveal = (event: FormEvent) => {
  for (let at = (event.target as HTMLElement).closest('details'); at; at = at.parentElement?.closest('details') ?? null) at.open = true;
};

/** Writes a draft into the fields again, as if somebody had typed it. */
function restore(form: HTMLFormElement, draft: string): void {
  let kept: Record<string, string>;
  try {
    kept = JSON.parse(sessionStorage.getItem(draft) ?? '{}') as Record<string, string>;
  } catch {
    return;
  }
  for (const [name, value] of Object.entries(kept)) {
    const field = form.elements.namedItem(name);
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) || field.type === 'file' || field.value === value) continue;
    const write = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field) as object, 'value')?.set;
    write?.call(field, value);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

/** A form whose fields are read by name; wrong input is told where it stands, and `tell` says what it would do. */
export function Form({ children, button, onSubmit, label, tell, draft }: {
  children: ReactNode; button: string; label?: string; tell?(said: Said): ReactNode;
  /** `true` once it is done: then the fields are empty again, so that a second press does not do it twice. */
  onSubmit(said: Filled): void | boolean | Promise<void | boolean>;
  /** Under this name what was written outlives a reload of the page, until it is done. */
  draft?: string;
}) {
  const { busy } = useShared();
  const [wrong, setWrong] = useState('');
  const [told, setTold] = useState<ReactNode>();
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (draft && box.current) restore(box.current, draft);
  }, [draft]);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setWrong('');
    try {
      if (!(await onSubmit(reader(form)))) return;
      if (draft) sessionStorage.removeItem(draft);
      form.reset();
      setTold(undefined);
    } catch (failed) {
      setWrong(sentence(failed));
    }
  };
  const changed = (event: FormEvent<HTMLFormElement>) => {
    setWrong('');
    if (draft) sessionStorage.setItem(draft, JSON.stringify(Object.fromEntries([...new FormData(event.currentTarget)].filter(([, value]) => typeof value === 'string'))));
    try {
      setTold(tell?.(reader(event.currentTarget)));
    } catch {
      setTold(undefined); // half written: told when it is sent
    }
  };
  return (
    <form ref={box} onSubmit={(event) => void submit(event)} onInput={changed} onInvalid={reveal} aria-label={label ?? button}>
      {children}
      {tell && <div className="told" aria-live="polite">{told}</div>}
      {wrong && <p className="wrong" role="alert">{wrong}</p>}
      <button disabled={busy}>{button}</button>
    </form>
  );
}

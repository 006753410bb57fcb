/** Fields and forms, in a file of their own: readers who only look do not need them. */
import {
  createContext,
  Fragment,
  useContext,
  useEffect,
  useId,
  useRef,
  useState,
  type SyntheticEvent,
  type ReactNode,
} from 'react';
import { address, isAddress, isSolanaError, type Address } from '@solana/kit';
import { isNetwork, sentence, Unsettled, WrongInput } from '../client/failures';
import { sha256 } from '../client/documents';
import * as texts from '../client/texts';
import { controls, DraftNote, useDraft, type Control, type DraftOf } from './drafting';
import { unlessBusy } from './parts';
import { useShared, type Did } from './state';

/** The errors of a form's fields, by name. */
const Wrong = createContext<ReadonlyMap<string, string>>(new Map());

/** A label, a hint and an error; screen readers announce both with the field. */
function Labelled({
  label,
  hint,
  name,
  invalid,
  children,
}: {
  label: string;
  hint?: ReactNode;
  name?: string | undefined;
  invalid?: boolean;
  children: (given: React.AriaAttributes) => ReactNode;
}) {
  const id = useId();
  const wrong = useContext(Wrong).get(name ?? '');
  const described = [...(hint ? [id] : []), ...(wrong ? [`${id}-wrong`] : [])].join(' ');
  return (
    <div className="field">
      <label>
        <span>{label}</span>
        {children({
          'aria-describedby': described || undefined,
          'aria-invalid': wrong !== undefined || invalid || undefined,
        })}
      </label>
      {wrong && (
        <small id={`${id}-wrong`} className="wrong">
          {wrong}
        </small>
      )}
      {hint && <small id={id}>{hint}</small>}
    </div>
  );
}
type Labels = { label: string; hint?: ReactNode; invalid?: boolean };
/**
 * A labelled field; the hint describes it. `filled`: the base units of the amount that stands in it at first. Both stay as they were then, as the
 * text in the field does, although the amount may be written otherwise by now.
 */
export function Field({
  label,
  hint,
  invalid,
  filled,
  ...input
}: Labels &
  React.InputHTMLAttributes<HTMLInputElement> & { ref?: React.Ref<HTMLInputElement>; filled?: bigint | undefined }) {
  const [first] = useState({ defaultValue: input.defaultValue, 'data-filled': filled?.toString() });
  return (
    <Labelled {...{ label, hint }} {...(invalid ? { invalid } : {})} name={input.name}>
      {(given) => <input autoComplete="off" {...given} {...input} {...first} />}
    </Labelled>
  );
}
/** A labelled selection. */
export const Choose = ({
  label,
  hint,
  of,
  ...select
}: Labels & {
  of: readonly (readonly [value: string, says: string])[];
} & React.SelectHTMLAttributes<HTMLSelectElement>) => (
  <Labelled {...{ label, hint }} name={select.name}>
    {(given) => (
      <select {...given} {...select}>
        {of.map(([value, says]) => (
          <option key={value} value={value}>
            {says}
          </option>
        ))}
      </select>
    )}
  </Labelled>
);
export const Lines = ({
  label,
  hint,
  invalid,
  ...area
}: Labels & React.TextareaHTMLAttributes<HTMLTextAreaElement> & { ref?: React.Ref<HTMLTextAreaElement> }) => (
  <Labelled {...{ label, hint }} {...(invalid ? { invalid } : {})} name={area.name}>
    {(given) => <textarea rows={3} {...given} {...area} />}
  </Labelled>
);
/** A checkbox. */
export function Check({ children, ...input }: { children: ReactNode } & React.InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  const wrong = useContext(Wrong).get(input.name ?? '');
  return (
    <div className="check">
      <label>
        <input
          type="checkbox"
          aria-describedby={wrong ? id : undefined}
          aria-invalid={wrong !== undefined || undefined}
          {...input}
        />{' '}
        {children}
      </label>
      {wrong && (
        <small id={id} className="wrong">
          {wrong}
        </small>
      )}
    </div>
  );
}

/** A text for the chain: while it is written, shows how many bytes it has, and what is wrong with it. */
export function Text({
  label,
  hint,
  name,
  most,
  long,
  link,
  defaultValue = '',
  required,
}: {
  label: string;
  name: string;
  most: number;
  hint?: ReactNode;
  long?: boolean;
  link?: boolean;
  defaultValue?: string;
  required?: boolean;
}) {
  const [text, set] = useState(defaultValue);
  const fault = (link ? texts.faultInLink : texts.faultIn)(text, most);
  const told = fault ? (
    <span className="wrong" role="alert">
      {fault}
    </span>
  ) : (
    <>
      {hint && <>{hint}. </>}
      {texts.bytesIn(text)} of {most} bytes
    </>
  );
  // makes the error the field's own, so that the form cannot be sent with it
  const ref = (field: HTMLInputElement | HTMLTextAreaElement | null) => field?.setCustomValidity(fault ?? '');
  const given = {
    label,
    name,
    defaultValue,
    hint: told,
    invalid: fault !== undefined,
    ref,
    ...(required ? { required } : {}),
    onInput: (event: SyntheticEvent) => set((event.target as HTMLInputElement).value),
  };
  return long ? (
    <Lines {...given} />
  ) : (
    <Field {...given} {...(link ? { placeholder: 'https://…', inputMode: 'url' as const } : {})} />
  );
}

/** A file whose hash goes on the chain, and a link to it. */
export function FileAndLink({
  name,
  label,
  most,
  hint,
}: {
  name: string;
  label: string;
  most: number;
  hint?: ReactNode;
}) {
  return (
    <div className="grid">
      <Field name={name} type="file" label={label} hint={hint ?? 'Only its fingerprint is kept on the chain'} />
      <Text name={`${name}Uri`} label="Where everyone finds it" most={most} link />
    </div>
  );
}
/** The file's hash and its link; undefined if neither is given. */
export async function documentOf(said: Filled, name: string): Promise<{ hash: Uint8Array; uri: string } | undefined> {
  const [file, uri] = [said.file(name), said(`${name}Uri`)];
  if (!file !== !uri) throw new WrongInput(file ? `${name}Uri` : name, 'A document needs both the file and its link');
  return file && { hash: await sha256(new Uint8Array(await file.arrayBuffer())), uri };
}

export const addressIn = (text: string): Address => {
  if (!isAddress(text)) throw new Error(`“${text}” is no address`);
  return address(text);
};

/** The text of a form's field by name; `Filled`: its files too. */
export interface Said {
  (name: string): string;
  /** The base units that a field was filled with, if it was left like that: several amounts can be written alike. */
  filled: (name: string) => bigint | undefined;
}
export interface Filled extends Said {
  file: (name: string) => File | undefined;
  /** The field that was read last: errors thrown while a form is read belong to it. */
  last: () => string;
}
/** What a form tells about its input; nothing while that is incomplete: errors are shown on submit. */
const toldBy = (tell: (said: Said) => ReactNode, form: HTMLFormElement): ReactNode => {
  try {
    return tell(reader(form));
  } catch {
    return undefined;
  }
};
const reader = (form: HTMLFormElement): Filled => {
  const data = new FormData(form);
  let last = '';
  const get = (name: string) => data.get((last = name));
  const file = (name: string) => {
    const given = get(name);
    return given instanceof File && given.size > 0 ? given : undefined;
  };
  const filled = (name: string) => {
    const field = controls(form).find((one) => one.name === (last = name));
    if (!(field instanceof HTMLInputElement) || field.value.trim() !== field.defaultValue) return undefined;
    return field.dataset.filled === undefined ? undefined : BigInt(field.dataset.filled);
  };
  return Object.assign(
    (name: string) => {
      const given = get(name);
      return typeof given === 'string' ? given.trim() : '';
    },
    { file, filled, last: () => last },
  );
};

/** What is wrong with a field before it is read: it is empty, or has invisible characters. */
function lacks(field: Control): string | undefined {
  if (field.validity.valid) return undefined;
  if (!field.validity.valueMissing) return field.validationMessage;
  return field.type === 'checkbox'
    ? 'Tick this first'
    : field instanceof HTMLSelectElement
      ? 'There is nothing to choose'
      : 'This is needed';
}

/** Opens the closed parts of a form around a field, so that its error can be seen. */
const reveal = (field: Element) => {
  for (let at = field.closest('details'); at; at = at.parentElement?.closest('details') ?? null) at.open = true;
};
const labelOf = (field: Control): string => field.labels?.[0]?.textContent.trim() ?? field.name;

/** A form whose fields are read by name. Errors are shown at their fields; `tell` shows what the form would do. */
export function Form({
  children,
  button,
  onSubmit,
  label,
  tell,
  draft,
}: {
  children: ReactNode;
  button: string;
  label?: string;
  tell?: (said: Said) => ReactNode;
  /** Reads the fields; throws what is wrong with the last one read. Once done, the fields are emptied, against repetition. */
  onSubmit: (said: Filled) => Promise<Did>;
  draft?: DraftOf;
}) {
  const { busy } = useShared();
  const [wrong, setWrong] = useState<ReadonlyMap<string, string>>(new Map());
  const [general, setGeneral] = useState('');
  const [told, setTold] = useState<ReactNode>();
  const [turn, setTurn] = useState(0);
  const box = useRef<HTMLFormElement>(null);
  const unresolved = useRef<string>(undefined);
  const { note, keep, drop, sign } = useDraft(box, draft);
  const empty = () => {
    unresolved.current = undefined;
    drop();
    setTurn((n) => n + 1); // makes all fields new
    setTold(undefined);
    setGeneral('');
    setWrong(new Map());
  };
  // a restored draft whose transaction had an unknown outcome when it was stored
  useEffect(() => {
    if (note?.kind === 'filled' && note.signature) unresolved.current = note.signature;
  }, [note]);
  // empties the draft of the wallet that is connected at that time
  const latest = useRef(empty);
  useEffect(() => {
    latest.current = empty;
  });
  useEffect(() => {
    const landed = (event: Event) => {
      if ((event as CustomEvent<string>).detail === unresolved.current) latest.current();
    };
    addEventListener('coop:landed', landed);
    return () => removeEventListener('coop:landed', landed);
  }, []);
  /** Shows errors at their fields, and focuses the first. */
  const point = (form: HTMLFormElement, faults: ReadonlyMap<string, string>, sent = false) => {
    const fields = controls(form).filter(({ name }) => faults.has(name));
    fields.forEach(reveal);
    setWrong(faults);
    setGeneral(
      `${sent ? 'It was sent and failed; only its fee was charged.' : 'Nothing was sent.'} Look at ${fields.map((field) => `“${labelOf(field)}”`).join(', ')}.`,
    );
    fields[0]?.focus();
  };
  const submit = async (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget;
    setGeneral('');
    setWrong(new Map());
    const faults = new Map(
      controls(form).flatMap((field) => {
        const fault = lacks(field);
        return fault ? [[field.name, fault] as const] : [];
      }),
    );
    if (faults.size > 0) return point(form, faults);
    const said = reader(form);
    const has = (name: string) => controls(form).some((field) => field.name === name);
    try {
      const { done, failed, signature } = await onSubmit(said);
      // also if the same was done before, even if this form does not have its signature
      if (done || (failed instanceof Unsettled && failed.outcome === 'landed')) return empty();
      if (signature) sign((unresolved.current = signature));
      const at = failed === undefined ? undefined : (await import('./wrong')).fieldOf(failed, has);
      if (at) point(form, new Map([[at.field, at.says]]), (failed as { signature?: string }).signature !== undefined);
    } catch (failed) {
      const field =
        failed instanceof WrongInput ? failed.field : isNetwork(failed) || isSolanaError(failed) ? '' : said.last();
      if (has(field)) point(form, new Map([[field, sentence(failed)]]));
      else setGeneral(sentence(failed));
    }
  };
  const changed = (event: SyntheticEvent<HTMLFormElement>) => {
    const { name } = event.target as Control;
    if (wrong.has(name)) setWrong(new Map([...wrong].filter(([one]) => one !== name)));
    setGeneral('');
    unresolved.current = undefined; // it is different now
    keep();
    if (tell) setTold(toldBy(tell, event.currentTarget));
  };
  // what is shown before it is sent is what the form would do now: the view was read again meanwhile
  const isTold = told !== undefined;
  useEffect(() => {
    if (!isTold || !tell || !box.current) return;
    setTold(toldBy(tell, box.current));
  }, [tell, isTold]);
  return (
    <form ref={box} noValidate onSubmit={(event) => void submit(event)} onInput={changed} aria-label={label ?? button}>
      {note && <DraftNote note={note} discard={empty} />}
      <Wrong value={wrong}>
        <Fragment key={turn}>{children}</Fragment>
      </Wrong>
      {tell && (
        <div className="told" aria-live="polite">
          {told}
        </div>
      )}
      {general && (
        <p className="wrong" role="alert">
          {general}
        </p>
      )}
      <button {...unlessBusy(busy)}>{button}</button>
    </form>
  );
}

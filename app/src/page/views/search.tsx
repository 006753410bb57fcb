/** Searching in a list of any length, of which only the first are in the page. */
import { useMemo, useState, type ReactNode } from 'react';

/** Whether a text has what is sought in it, in capitals or not. */
export const isIn = (text: string, sought: string): boolean => text.toLowerCase().includes(sought.trim().toLowerCase());

/** A field to search in a list. */
export const Find = ({ label, sought, seek }: { label: string; sought: string; seek: (sought: string) => void }) => (
  <label className="field">
    <span>{label}</span>
    <input type="search" value={sought} onChange={(event) => seek(event.target.value)} />
  </label>
);

/** The first `most` of a list that have what is sought among their words; and if there are more, the field to search in it. */
export function useSearch<T>(
  all: readonly T[],
  wordsOf: (one: T) => string,
  { label, most }: { label: string; most: number },
): { shown: readonly T[]; field: ReactNode } {
  const [sought, seek] = useState('');
  const few = all.length <= most;
  const found = useMemo(
    () => (few ? all : all.filter((one) => isIn(wordsOf(one), sought))),
    [all, few, sought, wordsOf],
  );
  return {
    shown: found.slice(0, most),
    field: few ? null : (
      <>
        <Find label={label} sought={sought} seek={seek} />
        <p role="status">
          {found.length.toLocaleString('en')} of {all.length.toLocaleString('en')}
          {found.length > most && `, of which the first ${most} are listed`}
        </p>
      </>
    ),
  };
}

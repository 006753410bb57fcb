/** What the proposals view reads. */
import type { reads } from '../../client';
import { type At } from '../../client';
import type { Mandate, Period } from '../../generated';

export type Proposed = reads.Proposed;
export interface Read {
  proposals: Proposed[];
  mandates: At<Mandate>[];
  periods: At<Period>[];
}

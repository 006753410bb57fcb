/** Services and closed periods. */
import type { Address } from '@solana/kit';
import * as g from '../../generated';
import { listed, type Reader } from './accounts';

/** Services that are offered, by number. */
export const services = (rpc: Reader, coop: Address) =>
  listed(rpc, coop, g.SERVICE_DISCRIMINATOR, g.getServiceDecoder()).then((all) =>
    all.sort((a, b) => a.index - b.index),
  );
/** Closed periods whose account is not closed yet, by number. */
export const periods = (rpc: Reader, coop: Address) =>
  listed(rpc, coop, g.PERIOD_DISCRIMINATOR, g.getPeriodDecoder()).then((all) =>
    all.sort((a, b) => a.number - b.number),
  );

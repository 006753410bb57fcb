/** What every command receives: the parsed command line, and the node to ask. */
import type { Reader } from '../client';
import type { Said } from './said';

export interface Run {
  rpc: Reader;
  url: string;
  said: Said;
  args: string[];
}

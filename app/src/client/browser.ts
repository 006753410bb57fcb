/** `@coop/client/browser`: the client in one file that browsers load without a bundler; it includes `@solana/kit`, as `kit`. */
export * from './public';
export * as kit from '@solana/kit';

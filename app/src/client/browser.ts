/** `@coop/client/browser`: the same in one file that a browser loads as it is, without a bundler; `kit` is all of `@solana/kit`, which is in it. */
export * from './public';
export * as kit from '@solana/kit';

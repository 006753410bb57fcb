/** Wallet apps on a phone, which pages cannot see: Solana Mobile's adapter presents them as one wallet, on Android only. */
import { chain } from './chain';

/** Registers it in browsers on Android; nowhere else is it fetched. It needs https, as does the wallet. */
export async function offerMobileWallets(): Promise<void> {
  if (!/android/i.test(navigator.userAgent) || !isSecureContext) return;
  const mobile = await import('@solana-mobile/wallet-standard-mobile');
  mobile.registerMwa({
    appIdentity: { name: 'Coop', uri: location.origin },
    authorizationCache: mobile.createDefaultAuthorizationCache(),
    chains: [chain],
    chainSelector: mobile.createDefaultChainSelector(),
    onWalletNotFound: mobile.createDefaultWalletNotFoundHandler(),
  });
}

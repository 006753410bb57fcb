/** Wallet apps of a phone, which a browser's page cannot see: the adapter of Solana Mobile makes them one wallet. It knows Android alone. */
import { chain } from './chain';

/** Offers it in a browser on Android, and fetches it nowhere else. It needs https, as does the wallet that it talks to. */
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

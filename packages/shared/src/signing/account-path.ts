/** BIP-44 path of a participant's account: a provider's, a lab's, and a wallet's first relationship. */
export const ACCOUNT_PATH = "m/44'/60'/0'/0/0";

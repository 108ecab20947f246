/** One signature on its way to the thread: message hash ‖ r ‖ s ‖ recovery id. */
export const SIGNATURE_BYTES = 97;
/** One answer: 1 and the public key, or zeros when the signature belongs to no key. */
export const ANSWER_BYTES = 65;

/** Both ways the bytes of many, one after another; their memory is handed over, not copied. */
export type SenderMessage = Uint8Array<ArrayBuffer>;

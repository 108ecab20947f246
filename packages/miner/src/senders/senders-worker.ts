import { parentPort } from 'node:worker_threads';
import secp256k1 from 'secp256k1';
import { ANSWER_BYTES, type SenderMessage, SIGNATURE_BYTES } from './messages.ts';

// The entry of the recovering thread: a batch of signatures in, their public keys out, by libsecp256k1.

function recover(signatures: SenderMessage): SenderMessage {
  const count = signatures.length / SIGNATURE_BYTES;
  const answers = new Uint8Array(count * ANSWER_BYTES);
  for (let at = 0; at < count; at++) {
    const one = signatures.subarray(at * SIGNATURE_BYTES, (at + 1) * SIGNATURE_BYTES);
    const key = publicKeyOf(one);
    if (key === undefined) continue;
    answers[at * ANSWER_BYTES] = 1;
    answers.set(key, at * ANSWER_BYTES + 1);
  }
  return answers;
}

function publicKeyOf(one: Uint8Array): Uint8Array | undefined {
  try {
    return secp256k1.ecdsaRecover(one.subarray(32, 96), one[96] ?? 0, one.subarray(0, 32), false).subarray(1);
  } catch {
    return undefined; // the zeros say so; the rules then refuse the transaction with their own code
  }
}

parentPort?.on('message', (signatures: SenderMessage) => {
  const answers = recover(signatures);
  parentPort?.postMessage(answers, [answers.buffer]);
});

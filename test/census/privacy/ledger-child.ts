import { openPrivacyLedger } from '@medrec/census/privacy';

// Debits without end and says so before and after each, until it is killed. What it says has left the process before it goes on: when
// the parent is slow, the socket between them fills, and words that wait in this process would die with it.
const say = (text: string): Promise<void> => new Promise((resolve) => process.stdout.write(`${text}\n`, () => resolve()));

const ledger = await openPrivacyLedger({ folder: process.argv[2] ?? '', lifetimeMicroRho: Number.MAX_SAFE_INTEGER });
for (let n = ledger.spentMicroRho() / 1000; ; n += 1) {
  await say(`asked ${n + 1}`);
  await ledger.debit(`0x${n.toString(16).padStart(64, '0')}`, 1000);
  await say(`done ${n + 1}`);
}

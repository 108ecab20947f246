import { openPrivacyLedger } from '@medrec/census/privacy';

// Debits without end and says so before and after each, until it is killed.
const ledger = await openPrivacyLedger({ folder: process.argv[2] ?? '', lifetimeMicroRho: Number.MAX_SAFE_INTEGER });
for (let n = ledger.spentMicroRho() / 1000; ; n += 1) {
  process.stdout.write(`asked ${n + 1}\n`);
  await ledger.debit(`0x${n.toString(16).padStart(64, '0')}`, 1000);
  process.stdout.write(`done ${n + 1}\n`);
}

export { checkBlockSize, MAX_BODY_BYTES } from './block-size.ts';
export type { MetIn, RuleParticipant } from './participant.ts';
export { checkSealerAdmitted } from './sealer-admitted.ts';
export { checkSealerSigned } from './sealer-signed.ts';
export { checkTransactionForm } from './tx-form.ts';
export { createQuotaLedger, type Payer, payersOf, type QuotaLedger } from './tx-quota.ts';
export { checkSucceeded } from './tx-reverted.ts';
export { checkSender } from './tx-sender.ts';

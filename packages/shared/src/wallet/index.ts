export { type Invitation, readInvitation } from './invitation.ts';
export type { WalletIo } from './io.ts';
export { createWalletProgram } from './program.ts';
export { readTicket, type Ticket } from './ticket.ts';

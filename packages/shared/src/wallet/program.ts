import { Command } from 'commander';
import { acceptCommand } from './commands/accept.ts';
import { acknowledgeCommand } from './commands/acknowledge.ts';
import { addressCommand } from './commands/address.ts';
import { consentCommand } from './commands/consent.ts';
import { grantCommand } from './commands/grant.ts';
import { historyCommand } from './commands/history.ts';
import { initCommand } from './commands/init.ts';
import { readCommand } from './commands/read.ts';
import { recoveryCommand } from './commands/recovery/index.ts';
import { relationshipStateCommands } from './commands/relationship-state.ts';
import { relationshipsCommand } from './commands/relationships.ts';
import { revokeCommand } from './commands/revoke.ts';
import type { WalletIo } from './io.ts';

/** `medrec-wallet` with its commands, printing and asking through `io`. */
export function createWalletProgram(io: WalletIo): Command {
  const program = new Command('medrec-wallet').description(
    'your medical records on MedRec: who may read them, who did, and who counts you',
  );
  const commands = [
    initCommand(io),
    acceptCommand(io),
    relationshipsCommand(io),
    readCommand(io),
    historyCommand(io),
    grantCommand(io),
    revokeCommand(io),
    consentCommand(io),
    acknowledgeCommand(io),
    ...relationshipStateCommands(io),
    recoveryCommand(io),
    addressCommand(io),
  ];
  for (const command of commands) program.addCommand(command);
  return program;
}

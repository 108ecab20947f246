import { Command } from 'commander';
import type { WalletIo } from '../../io.ts';
import { approveCommand } from './approve.ts';
import { finishCommand } from './finish.ts';
import { requestCommand } from './request.ts';
import { rotateCommand } from './rotate.ts';
import { setCommand } from './set.ts';
import { touchCommand, vetoCommand } from './sign-of-life.ts';

export function recoveryCommand(io: WalletIo): Command {
  const parts = [setCommand, touchCommand, rotateCommand, requestCommand, approveCommand, vetoCommand, finishCommand];
  const recovery = new Command('recovery').description('custodians, heirs, and what happens to a lost key');
  for (const part of parts) recovery.addCommand(part(io));
  return recovery;
}

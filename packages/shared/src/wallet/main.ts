#!/usr/bin/env node
import { runCommand } from '../cli/index.ts';
import { processIo } from './io.ts';
import { createWalletProgram } from './program.ts';

await runCommand(createWalletProgram(processIo()));

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// As in packages/shared/src/chain/roles.ts; the numbers are consensus.
uint8 constant ANY_ROLE = 0;
uint8 constant PROVIDER = 1;
uint8 constant LAB = 2;
uint8 constant PATIENT = 3;
uint8 constant READER = 5;

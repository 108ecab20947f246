// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICensus} from "./interfaces/ICensus.sol";
import {IRegistrar} from "./interfaces/IRegistrar.sol";
import {IRelationships} from "./interfaces/IRelationships.sol";
import {IRewardRule} from "./interfaces/IRewardRule.sol";

// The fixed genesis addresses of packages/shared/src/chain/addresses.ts; a test holds the two together.
IRegistrar constant REGISTRAR = IRegistrar(0x4D65645265630000000000000000000000000001);
IRelationships constant RELATIONSHIPS = IRelationships(0x4D65645265630000000000000000000000000002);
ICensus constant CENSUS = ICensus(0x4D65645265630000000000000000000000000005);
IRewardRule constant REWARD_RULE = IRewardRule(0x4D65645265630000000000000000000000000006);

// Calls the genesis set-up, `anchorGenesis` and `onBlock`. Nobody holds its key.
address constant SYSTEM = 0xffffFFFfFFffffffffffffffFfFFFfffFFFfFFfE;

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CENSUS, REGISTRAR, SYSTEM} from "./Addresses.sol";
import {NotCensus, NotSystem} from "./Errors.sol";
import {LAB} from "./Roles.sol";
import {IRewardRule} from "./interfaces/IRewardRule.sol";

/// @title The paper's rule: a block's sealer owns the bounties in it. Ommers own nothing, for their offers are not in the chain.
contract BountyToSealer is IRewardRule {
    /// Distinct releases a block: what `onBlock` can entitle with room to spare under its gas cap. A release offered
    /// twice in a block counts once.
    uint256 private constant BLOCK_LIMIT = 128;

    struct Collected {
        uint64 blockNumber; // of the block in which it was last offered
        uint8 tier; // the finest offered in that block
    }

    /// Slots are overwritten, not cleared: a later block pays for a change, not for a new slot.
    bytes32[BLOCK_LIMIT] private _releaseKeys;
    mapping(bytes32 releaseKey => Collected) private _collected;
    uint64 private _countBlock; // the block that `_count` is of
    uint32 private _count;

    function onOffer(bytes32, bytes32 releaseKey, uint8 tier) external returns (bool) {
        if (msg.sender != address(CENSUS)) revert NotCensus();
        Collected storage collected = _collected[releaseKey];
        if (collected.blockNumber == block.number) {
            if (tier > collected.tier) collected.tier = tier;
            return true;
        }
        uint32 count = _countBlock == block.number ? _count : 0;
        if (count == BLOCK_LIMIT) return false;
        _releaseKeys[count] = releaseKey;
        (collected.blockNumber, collected.tier) = (uint64(block.number), tier);
        (_countBlock, _count) = (uint64(block.number), count + 1);
        return true;
    }

    function onBlock(uint256, address coinbase, address[] calldata) external {
        if (msg.sender != SYSTEM) revert NotSystem();
        uint32 count = _countBlock == block.number ? _count : 0;
        if (count == 0) return;
        _count = 0;
        bytes32 labId = REGISTRAR.activeIdOf(coinbase, LAB);
        if (labId == 0) return;
        for (uint256 i = 0; i < count; i++) {
            bytes32 releaseKey = _releaseKeys[i];
            CENSUS.entitle(labId, releaseKey, _collected[releaseKey].tier);
        }
    }

    function name() external pure returns (string memory) {
        return "BountyToSealer";
    }
}

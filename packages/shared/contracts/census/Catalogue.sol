// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {REGISTRAR} from "../Addresses.sol";
import {NotActive, NotProvider, ProductExists, ProductInvalid, ProductUnknown} from "../Errors.sol";
import {ANY_ROLE, PROVIDER} from "../Roles.sol";
import {ICensus} from "../interfaces/ICensus.sol";

/// @title Products, who offers them, and the clock of census epochs.
abstract contract Catalogue is ICensus {
    uint8 internal constant TIER_LIMIT = 8;

    struct Clock {
        uint64 genesisTime; // unix seconds
        uint64 epochSeconds;
        uint64 closeGraceSeconds;
        uint32 commonsDelayEpochs;
        uint32 disputeBlocks;
    }

    Clock internal _clock;
    mapping(bytes32 product => Product) internal _products;
    mapping(bytes32 providerId => mapping(bytes32 product => bool)) internal _offered;
    mapping(bytes32 ballot => bytes32[] voterIds) private _ballots;

    function offerProduct(bytes32 product, bool offered) external {
        bytes32 providerId = _callingProvider();
        if (!_products[product].exists) revert ProductUnknown();
        _setOffered(providerId, product, offered);
    }

    function addProduct(bytes32 product, uint8 finestTier, uint64 microRho) external {
        bytes32 voterId = _callingProvider();
        _checkNewProduct(product, finestTier, microRho);
        emit ProductProposed(product, voterId, finestTier, microRho);
        bytes32[] storage voterIds = _ballots[keccak256(abi.encode(product, finestTier, microRho))];
        // Only votes of providers that still hold a seat count; the caller's is counted once.
        uint256 votes = 1;
        bool hasVoted = false;
        for (uint256 i = 0; i < voterIds.length; i++) {
            if (voterIds[i] == voterId) hasVoted = true;
            else if (REGISTRAR.participant(voterIds[i]).active) votes++;
        }
        if (!hasVoted) voterIds.push(voterId);
        if (votes * 2 > REGISTRAR.governors()) _addProduct(product, finestTier, microRho);
    }

    function currentEpoch() public view returns (uint64) {
        return (uint64(block.timestamp) - _clock.genesisTime) / _clock.epochSeconds;
    }

    function epochSeconds() external view returns (uint64) {
        return _clock.epochSeconds;
    }

    function genesisTime() external view returns (uint64) {
        return _clock.genesisTime;
    }

    function productOf(bytes32 product) external view returns (Product memory) {
        return _products[product];
    }

    function isOffered(bytes32 providerId, bytes32 product) external view returns (bool) {
        return _offered[providerId][product];
    }

    function _setOffered(bytes32 providerId, bytes32 product, bool offered) internal {
        _offered[providerId][product] = offered;
        emit ProductOffered(providerId, product, offered);
    }

    function _addProduct(bytes32 product, uint8 finestTier, uint64 microRho) internal {
        _products[product] = Product(true, finestTier, microRho);
        emit ProductAdded(product, finestTier, microRho);
    }

    /// A product never changes: offers, budgets and commitments refer to what it was.
    function _checkNewProduct(bytes32 product, uint8 finestTier, uint64 microRho) internal view {
        if (_products[product].exists) revert ProductExists();
        if (product == 0 || finestTier == 0 || finestTier > TIER_LIMIT || microRho == 0) revert ProductInvalid();
    }

    function _callingProvider() internal view returns (bytes32 id) {
        id = REGISTRAR.activeIdOf(msg.sender, PROVIDER);
        if (id == 0) revert NotProvider();
    }

    function _checkCallerActive() internal view {
        if (REGISTRAR.activeIdOf(msg.sender, ANY_ROLE) == 0) revert NotActive();
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SYSTEM} from "./Addresses.sol";
import {AlreadyInitialized, NotSystem, ProductUnknown} from "./Errors.sol";
import {Entitlements} from "./census/Entitlements.sol";

/// @title Census data as pay; see ICensus for every function's rule.
contract Census is Entitlements {
    struct GenesisProduct {
        bytes32 product;
        uint8 finestTier;
        uint64 microRho;
    }

    struct GenesisPolicy {
        bytes32 providerId;
        uint32 minimumCohort;
        uint64 lifetimeMicroRho;
        uint64 sliceMicroRho;
        uint32 periodEpochs;
        bytes32[] products; // offered from the start
    }

    /// Genesis set-up: by the system address, once.
    function initialize(Clock calldata clock, GenesisProduct[] calldata products, GenesisPolicy[] calldata policies) external {
        if (msg.sender != SYSTEM) revert NotSystem();
        if (_clock.epochSeconds != 0) revert AlreadyInitialized();
        _clock = clock;
        for (uint256 i = 0; i < products.length; i++) {
            GenesisProduct calldata p = products[i];
            _checkNewProduct(p.product, p.finestTier, p.microRho);
            _addProduct(p.product, p.finestTier, p.microRho);
        }
        for (uint256 i = 0; i < policies.length; i++) {
            GenesisPolicy calldata p = policies[i];
            _setPolicy(p.providerId, p.minimumCohort, p.lifetimeMicroRho, p.sliceMicroRho, p.periodEpochs, 0);
            for (uint256 j = 0; j < p.products.length; j++) {
                if (!_products[p.products[j]].exists) revert ProductUnknown();
                _setOffered(p.providerId, p.products[j], true);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LifetimeBelowSpent, LifetimeRaised, PolicyInvalid} from "../Errors.sol";
import {Catalogue} from "./Catalogue.sol";

/// @title Each provider's privacy budget: spent <= unlocked <= lifetime, whatever is called in whatever order.
abstract contract Ledger is Catalogue {
    struct Account {
        uint64 spentMicroRho;
        uint64 baseMicroRho; // unlocked when the policy was last changed
    }

    mapping(bytes32 providerId => Policy) private _policies;
    mapping(bytes32 providerId => Account) private _accounts;

    function setPolicy(uint32 minimumCohort, uint64 lifetimeMicroRho, uint64 sliceMicroRho, uint32 periodEpochs) external {
        bytes32 providerId = _callingProvider();
        uint64 current = _policies[providerId].lifetimeMicroRho;
        uint64 spent = _accounts[providerId].spentMicroRho;
        // Patients were promised the lifetime budget: it never renews and never grows.
        if (current != 0 && lifetimeMicroRho > current) revert LifetimeRaised(current);
        if (lifetimeMicroRho < spent) revert LifetimeBelowSpent(spent);
        _setPolicy(providerId, minimumCohort, lifetimeMicroRho, sliceMicroRho, periodEpochs, currentEpoch());
    }

    function policyOf(bytes32 providerId) external view returns (Policy memory) {
        return _policies[providerId];
    }

    function spentMicroRho(bytes32 providerId) external view returns (uint64) {
        return _accounts[providerId].spentMicroRho;
    }

    /// min(lifetime, base + slice × whole periods since the last change): the first slice is in the base.
    function unlockedMicroRho(bytes32 providerId) public view returns (uint64) {
        Policy memory policy = _policies[providerId];
        if (policy.lifetimeMicroRho == 0) return 0;
        uint256 periods = (currentEpoch() - policy.sinceEpoch) / policy.periodEpochs;
        uint256 unlocked = _accounts[providerId].baseMicroRho + periods * policy.sliceMicroRho;
        return unlocked < policy.lifetimeMicroRho ? uint64(unlocked) : policy.lifetimeMicroRho;
    }

    function _hasPolicy(bytes32 providerId) internal view returns (bool) {
        return _policies[providerId].lifetimeMicroRho != 0;
    }

    function _covers(bytes32 providerId, uint64 microRho) internal view returns (bool) {
        return uint256(_accounts[providerId].spentMicroRho) + microRho <= unlockedMicroRho(providerId);
    }

    /// Only after `_covers`.
    function _debit(bytes32 providerId, uint64 microRho) internal {
        assert(_covers(providerId, microRho));
        _accounts[providerId].spentMicroRho += microRho;
    }

    function _setPolicy(
        bytes32 providerId,
        uint32 minimumCohort,
        uint64 lifetimeMicroRho,
        uint64 sliceMicroRho,
        uint32 periodEpochs,
        uint64 sinceEpoch
    ) internal {
        if (lifetimeMicroRho == 0 || sliceMicroRho == 0 || periodEpochs == 0) revert PolicyInvalid();
        // A change neither locks what was unlocked nor unlocks a slice at once, or repeating it would empty the lifetime.
        uint64 base = _hasPolicy(providerId) ? unlockedMicroRho(providerId) : sliceMicroRho;
        _accounts[providerId].baseMicroRho = base;
        _policies[providerId] = Policy(minimumCohort, lifetimeMicroRho, sliceMicroRho, periodEpochs, sinceEpoch);
        emit PolicyChanged(providerId);
    }
}

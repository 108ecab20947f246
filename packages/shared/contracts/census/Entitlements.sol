// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {REGISTRAR, REWARD_RULE} from "../Addresses.sol";
import {
    DisputeAnswerInvalid,
    DisputeDeadlineAhead,
    DisputeDeadlinePassed,
    DisputeExists,
    DisputeNotOpen,
    NotEntitled,
    NotLab,
    NotProvider,
    NotRewardRule,
    ReleaseNotFunded,
    ReleaseNotPublished
} from "../Errors.sol";
import {LAB} from "../Roles.sol";
import {Releases} from "./Releases.sol";

/// @title What labs have earned, and the complaint of one that was not paid.
abstract contract Entitlements is Releases {
    uint8 private constant OPEN = 1;
    uint8 private constant ANSWERED = 2;
    uint8 private constant FAILED = 3;

    uint256 private constant ANSWER_LIMIT = 4096; // bytes

    mapping(bytes32 labId => mapping(bytes32 releaseKey => Entitlement)) private _entitlements;
    uint256 private _disputeCount;
    mapping(uint256 disputeId => Dispute) private _disputes;
    mapping(bytes32 labId => mapping(bytes32 releaseKey => mapping(uint8 tier => bool))) private _isDisputed;

    function entitle(bytes32 labId, bytes32 releaseKey, uint8 tier) external {
        if (msg.sender != address(REWARD_RULE)) revert NotRewardRule();
        ReleaseRow storage release = _releases[releaseKey];
        if (release.stage == 0) revert ReleaseNotFunded();
        Entitlement storage entitlement = _entitlements[labId][releaseKey];
        if (tier <= entitlement.tier) return;
        (entitlement.tier, entitlement.grantedAt) = (tier, uint64(block.number));
        emit Entitled(labId, releaseKey, release.providerId, release.product, release.epoch, tier);
    }

    function openDispute(bytes32 releaseKey, uint8 tier) external returns (uint256 disputeId) {
        bytes32 labId = REGISTRAR.activeIdOf(msg.sender, LAB);
        if (labId == 0) revert NotLab();
        if (_releases[releaseKey].stage != PUBLISHED) revert ReleaseNotPublished();
        if (!mayClaim(labId, releaseKey, tier)) revert NotEntitled();
        // Once, or one lab could mark a provider without end.
        if (_isDisputed[labId][releaseKey][tier]) revert DisputeExists();
        _isDisputed[labId][releaseKey][tier] = true;
        disputeId = ++_disputeCount;
        _disputes[disputeId] = Dispute(labId, releaseKey, tier, uint64(block.number), OPEN);
        emit DisputeOpened(disputeId, labId, releaseKey, tier);
    }

    function answerDispute(uint256 disputeId, bytes calldata encryptedKey) external {
        Dispute storage dispute = _openDispute(disputeId);
        if (_callingProvider() != _releases[dispute.releaseKey].providerId) revert NotProvider();
        if (encryptedKey.length == 0 || encryptedKey.length > ANSWER_LIMIT) revert DisputeAnswerInvalid();
        if (_isOverdue(dispute)) revert DisputeDeadlinePassed();
        dispute.stage = ANSWERED;
        emit DisputeAnswered(disputeId, encryptedKey);
    }

    function failDispute(uint256 disputeId) external {
        _checkCallerActive();
        Dispute storage dispute = _openDispute(disputeId);
        if (!_isOverdue(dispute)) revert DisputeDeadlineAhead();
        dispute.stage = FAILED;
        _marks[_releases[dispute.releaseKey].providerId].failedDisputes += 1;
        emit DisputeFailed(disputeId);
    }

    function entitlementOf(bytes32 labId, bytes32 releaseKey) external view returns (Entitlement memory) {
        return _entitlements[labId][releaseKey];
    }

    /// A finer tier is worth all the coarser ones: they are that tier with noise added.
    function mayClaim(bytes32 labId, bytes32 releaseKey, uint8 tier) public view returns (bool) {
        if (!_isActiveLab(labId)) return false;
        if (tier > 0) return tier <= _entitlements[labId][releaseKey].tier;
        ReleaseRow storage release = _releases[releaseKey];
        return release.stage == PUBLISHED && currentEpoch() > uint256(release.epoch) + _clock.commonsDelayEpochs;
    }

    function disputeOf(uint256 disputeId) external view returns (Dispute memory) {
        return _disputes[disputeId];
    }

    function _isActiveLab(bytes32 labId) private view returns (bool) {
        address account = REGISTRAR.participant(labId).account;
        return account != address(0) && REGISTRAR.isActive(account, LAB);
    }

    function _openDispute(uint256 disputeId) private view returns (Dispute storage dispute) {
        dispute = _disputes[disputeId];
        if (dispute.stage != OPEN) revert DisputeNotOpen();
    }

    function _isOverdue(Dispute storage dispute) private view returns (bool) {
        return block.number > uint256(dispute.openedAt) + _clock.disputeBlocks;
    }
}

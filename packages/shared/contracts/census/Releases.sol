// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RELATIONSHIPS, REWARD_RULE} from "../Addresses.sol";
import {
    CommitmentsInvalid,
    EpochAlreadyClosed,
    EpochNotClosed,
    EpochNotOver,
    EpochWithoutOffers,
    GraceNotOver,
    MissAlreadyReported,
    NotRelationships,
    PolicyMissing,
    ProductNotOffered,
    ReleaseAlreadyLost,
    ReleaseAlreadyPublished,
    ReleaseNotFunded,
    ReleaseNotPublished,
    SnapshotRootMissing,
    TierUnknown
} from "../Errors.sol";
import {IRelationships} from "../interfaces/IRelationships.sol";
import {Ledger} from "./Ledger.sol";

/// @title Offers fund releases, epochs close, releases are published once.
abstract contract Releases is Ledger {
    uint8 internal constant FUNDED = 1;
    uint8 internal constant PUBLISHED = 2;

    uint8 private constant OUTCOME_FUNDED = 1;
    uint8 private constant OUTCOME_JOINED = 2;
    uint8 private constant OUTCOME_NONE = 3;

    struct ReleaseRow {
        uint8 stage;
        bool lost;
        uint64 epoch;
        uint64 microRho;
        uint48 fundedAt; // block number
        uint48 publishedAt; // block number
        bytes32 providerId;
        bytes32 product;
    }

    struct EpochRow {
        bytes32 snapshotRoot;
        uint64 closedAt; // block number
        bool funded; // at least one release
        bool missReported;
    }

    struct Marks {
        uint32 missedCloses;
        uint32 failedDisputes;
        uint32 lostReleases;
    }

    mapping(bytes32 releaseKey => ReleaseRow) internal _releases;
    mapping(bytes32 providerId => mapping(uint64 epoch => EpochRow)) private _epochs;
    mapping(bytes32 releaseKey => mapping(uint8 tier => bytes32)) private _commitments;
    mapping(bytes32 providerId => Marks) internal _marks;

    function recordOffer(bytes32 providerId, IRelationships.Offer calldata offer) external {
        if (msg.sender != address(RELATIONSHIPS)) revert NotRelationships();
        if (!_offered[providerId][offer.product]) revert ProductNotOffered();
        uint8 finestTier = _products[offer.product].finestTier;
        if (offer.tier == 0 || offer.tier > finestTier) revert TierUnknown(offer.tier, finestTier);
        if (!_hasPolicy(providerId)) revert PolicyMissing();
        uint8 outcome = _settle(providerId, offer);
        emit OfferRecorded(providerId, offer.product, offer.epoch, offer.tier, outcome);
    }

    function closeEpoch(uint64 epoch, bytes32 snapshotRoot) external {
        bytes32 providerId = _callingProvider();
        if (epoch >= currentEpoch()) revert EpochNotOver(epoch);
        if (snapshotRoot == 0) revert SnapshotRootMissing();
        EpochRow storage row = _epochs[providerId][epoch];
        if (row.snapshotRoot != 0) revert EpochAlreadyClosed(epoch);
        row.snapshotRoot = snapshotRoot;
        row.closedAt = uint64(block.number);
        emit EpochClosed(providerId, epoch, snapshotRoot);
    }

    function publishRelease(bytes32 product, uint64 epoch, bytes32[] calldata commitments) external {
        bytes32 providerId = _callingProvider();
        bytes32 key = releaseKeyOf(providerId, product, epoch);
        ReleaseRow storage release = _releases[key];
        if (release.stage == PUBLISHED) revert ReleaseAlreadyPublished();
        if (release.stage != FUNDED) revert ReleaseNotFunded();
        if (_epochs[providerId][epoch].snapshotRoot == 0) revert EpochNotClosed(epoch);
        uint256 tiers = uint256(_products[product].finestTier) + 1;
        if (commitments.length != tiers) revert CommitmentsInvalid(commitments.length, tiers);
        for (uint8 tier = 0; tier < tiers; tier++) {
            if (commitments[tier] == 0) revert CommitmentsInvalid(tier, tiers);
            _commitments[key][tier] = commitments[tier];
        }
        release.stage = PUBLISHED;
        release.publishedAt = uint48(block.number);
        emit ReleasePublished(key, providerId, product, epoch, commitments);
    }

    function reportLost(bytes32 product, uint64 epoch) external {
        bytes32 providerId = _callingProvider();
        bytes32 key = releaseKeyOf(providerId, product, epoch);
        ReleaseRow storage release = _releases[key];
        if (release.stage != PUBLISHED) revert ReleaseNotPublished();
        if (release.lost) revert ReleaseAlreadyLost();
        release.lost = true;
        _marks[providerId].lostReleases += 1;
        emit ReleaseLost(key, providerId);
    }

    function reportMissedClose(bytes32 providerId, uint64 epoch) external {
        _checkCallerActive();
        EpochRow storage row = _epochs[providerId][epoch];
        if (!row.funded) revert EpochWithoutOffers(epoch);
        if (row.snapshotRoot != 0) revert EpochAlreadyClosed(epoch);
        if (row.missReported) revert MissAlreadyReported();
        uint256 until = uint256(_clock.genesisTime) + (uint256(epoch) + 1) * _clock.epochSeconds + _clock.closeGraceSeconds;
        if (block.timestamp <= until) revert GraceNotOver(until);
        row.missReported = true;
        _marks[providerId].missedCloses += 1;
        emit CloseMissed(providerId, epoch);
    }

    function releaseKeyOf(bytes32 providerId, bytes32 product, uint64 epoch) public pure returns (bytes32) {
        return keccak256(abi.encode(providerId, product, epoch));
    }

    function releaseOf(bytes32 releaseKey) external view returns (Release memory) {
        ReleaseRow memory r = _releases[releaseKey];
        return Release(r.stage, r.providerId, r.product, r.epoch, r.microRho, r.fundedAt, r.publishedAt, r.lost);
    }

    function commitmentOf(bytes32 releaseKey, uint8 tier) external view returns (bytes32) {
        return _commitments[releaseKey][tier];
    }

    function snapshotRootOf(bytes32 providerId, uint64 epoch) external view returns (bytes32) {
        return _epochs[providerId][epoch].snapshotRoot;
    }

    function closedAt(bytes32 providerId, uint64 epoch) external view returns (uint64) {
        return _epochs[providerId][epoch].closedAt;
    }

    function marksOf(bytes32 providerId) external view returns (uint32, uint32, uint32) {
        Marks memory marks = _marks[providerId];
        return (marks.missedCloses, marks.failedDisputes, marks.lostReleases);
    }

    /// Degrades to "none" instead of reverting: care is never held up by a spent budget or a late block.
    function _settle(bytes32 providerId, IRelationships.Offer calldata offer) private returns (uint8) {
        EpochRow storage epochRow = _epochs[providerId][offer.epoch];
        if (!_isOpen(offer.epoch) || epochRow.snapshotRoot != 0) return OUTCOME_NONE;
        bytes32 key = releaseKeyOf(providerId, offer.product, offer.epoch);
        ReleaseRow storage release = _releases[key];
        if (release.stage != 0) return REWARD_RULE.onOffer(providerId, key, offer.tier) ? OUTCOME_JOINED : OUTCOME_NONE;
        uint64 microRho = _products[offer.product].microRho;
        // Collected only if it can be paid for, debited only if it is collected.
        if (!_covers(providerId, microRho) || !REWARD_RULE.onOffer(providerId, key, offer.tier)) return OUTCOME_NONE;
        _debit(providerId, microRho);
        _releases[key] = ReleaseRow(FUNDED, false, offer.epoch, microRho, uint48(block.number), 0, providerId, offer.product);
        if (!epochRow.funded) epochRow.funded = true;
        return OUTCOME_FUNDED;
    }

    /// The current epoch, and the one before it, whose last records may still be on their way.
    function _isOpen(uint64 epoch) private view returns (bool) {
        uint64 current = currentEpoch();
        return epoch == current || uint256(epoch) + 1 == current;
    }
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRelationships} from "./IRelationships.sol";

/// @title Census data as pay: catalogue, budgets, epochs, offers, entitlements, manifests, disputes.
/// A release is (provider id, product, epoch). Its key: keccak256(abi.encode(providerId, product, epoch)).
/// Budgets are integers, millionths of zCDP's rho.
interface ICensus {
    struct Product {
        bool exists;
        uint8 finestTier; // tiers 1..finestTier are pay; 0 is the commons
        uint64 microRho; // what one release, with all its tiers, costs
    }

    struct Policy {
        uint32 minimumCohort;
        uint64 lifetimeMicroRho; // may only fall, never below what is spent
        uint64 sliceMicroRho; // unlocked per period, the first at once
        uint32 periodEpochs;
        uint64 sinceEpoch; // of the last change; what was unlocked by then stays so
    }

    /// Stages: 0 none, 1 funded (debited), 2 published.
    struct Release {
        uint8 stage;
        bytes32 providerId;
        bytes32 product;
        uint64 epoch;
        uint64 microRho;
        uint64 fundedAt; // block number
        uint64 publishedAt; // block number
        bool lost; // published, but its bytes are gone
    }

    struct Entitlement {
        uint8 tier; // highest tier owned; 0 = none
        uint64 grantedAt; // block number of the highest tier's grant
    }

    struct Dispute {
        bytes32 labId;
        bytes32 releaseKey;
        uint8 tier;
        uint64 openedAt; // block number
        uint8 stage; // 1 open, 2 answered, 3 counted as failed
    }

    /// Outcomes: 1 funded a new release, 2 joined an existing one, 3 none (budget; epoch closed, not begun or older than
    /// the last; the block's list of offers full).
    event OfferRecorded(bytes32 indexed providerId, bytes32 indexed product, uint64 indexed epoch, uint8 tier, uint8 outcome);
    event Entitled(bytes32 indexed labId, bytes32 indexed releaseKey, bytes32 indexed providerId, bytes32 product, uint64 epoch, uint8 tier);
    event EpochClosed(bytes32 indexed providerId, uint64 indexed epoch, bytes32 snapshotRoot);
    event CloseMissed(bytes32 indexed providerId, uint64 indexed epoch);
    /// commitments[t] = keccak256(abi.encode(manifest hash, salt)) of tier t, 0..finestTier.
    event ReleasePublished(bytes32 indexed releaseKey, bytes32 indexed providerId, bytes32 product, uint64 indexed epoch, bytes32[] commitments);
    event ReleaseLost(bytes32 indexed releaseKey, bytes32 indexed providerId);
    event PolicyChanged(bytes32 indexed providerId);
    event ProductProposed(bytes32 indexed product, bytes32 indexed voter, uint8 finestTier, uint64 microRho);
    event ProductAdded(bytes32 indexed product, uint8 finestTier, uint64 microRho);
    event ProductOffered(bytes32 indexed providerId, bytes32 indexed product, bool offered);
    event DisputeOpened(uint256 indexed disputeId, bytes32 indexed labId, bytes32 indexed releaseKey, uint8 tier);
    event DisputeAnswered(uint256 indexed disputeId, bytes encryptedKey);
    event DisputeFailed(uint256 indexed disputeId);

    /// Relationships alone, once per record transaction. Never reverts for want of budget.
    function recordOffer(bytes32 providerId, IRelationships.Offer calldata offer) external;
    /// The reward rule alone. A lab's tier for a release only rises; nothing else changes an entitlement.
    function entitle(bytes32 labId, bytes32 releaseKey, uint8 tier) external;

    // By a provider.
    function closeEpoch(uint64 epoch, bytes32 snapshotRoot) external; // epoch over, not closed before
    function publishRelease(bytes32 product, uint64 epoch, bytes32[] calldata commitments) external; // funded, closed, once
    function reportLost(bytes32 product, uint64 epoch) external; // a published release whose bytes are gone
    /// `lifetimeMicroRho` may only fall, never below what is spent; nothing unlocked is locked again.
    function setPolicy(uint32 minimumCohort, uint64 lifetimeMicroRho, uint64 sliceMicroRho, uint32 periodEpochs) external;
    function offerProduct(bytes32 product, bool offered) external;
    /// Added when more than half of the seats have called with the same arguments.
    function addProduct(bytes32 product, uint8 finestTier, uint64 microRho) external;

    /// By anyone active: an epoch with offers, not closed after its end and the grace.
    function reportMissedClose(bytes32 providerId, uint64 epoch) external;
    /// Once per lab, release and tier.
    function openDispute(bytes32 releaseKey, uint8 tier) external returns (uint256 disputeId); // by an entitled lab, after publication
    function answerDispute(uint256 disputeId, bytes calldata encryptedKey) external; // by the provider, within disputeBlocks
    function failDispute(uint256 disputeId) external; // by anyone active, after disputeBlocks

    function currentEpoch() external view returns (uint64);
    function epochSeconds() external view returns (uint64);
    function genesisTime() external view returns (uint64);
    function productOf(bytes32 product) external view returns (Product memory);
    function isOffered(bytes32 providerId, bytes32 product) external view returns (bool);
    function policyOf(bytes32 providerId) external view returns (Policy memory);
    function spentMicroRho(bytes32 providerId) external view returns (uint64);
    function unlockedMicroRho(bytes32 providerId) external view returns (uint64);
    function releaseKeyOf(bytes32 providerId, bytes32 product, uint64 epoch) external pure returns (bytes32);
    function releaseOf(bytes32 releaseKey) external view returns (Release memory);
    function commitmentOf(bytes32 releaseKey, uint8 tier) external view returns (bytes32);
    function snapshotRootOf(bytes32 providerId, uint64 epoch) external view returns (bytes32); // 0 = not closed
    function closedAt(bytes32 providerId, uint64 epoch) external view returns (uint64 blockNumber);
    function entitlementOf(bytes32 labId, bytes32 releaseKey) external view returns (Entitlement memory);
    /// An active lab, entitled to that tier (or a finer one) by sealing, or tier 0 of a published release once `commonsDelayEpochs` have passed.
    function mayClaim(bytes32 labId, bytes32 releaseKey, uint8 tier) external view returns (bool);
    function disputeOf(uint256 disputeId) external view returns (Dispute memory);
    /// (missed closes, failed disputes, lost releases): public marks against a provider.
    function marksOf(bytes32 providerId) external view returns (uint32 missedCloses, uint32 failedDisputes, uint32 lostReleases);
}

// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// One error per rule that a sender could have known; packages/shared/src/contracts decodes them by name.

// Who may call.
error NotSystem();
error NotRelationships();
error NotCensus();
error NotRewardRule();
error NotActive();
error NotProvider();
error NotLab();
error NotSponsor();
error NotOwner();
error NotSteward();
error NotPartOfRelationship();
error NotProposer();

// Set-up.
error AlreadyInitialized();
error AlreadyAnchored();
error NotAnchored();

// Registration and governance.
error BatchTooLarge(uint256 length, uint256 limit);
error AddressTaken();
error CommitmentTaken();
error ConsentExpired();
error ConsentInvalid();
error HostTooLong(uint256 length, uint256 limit);
error UnknownProposalKind();
error SubjectNotGoverned();
error ProposalNotOpen();
error LastGovernor();
error UnknownAffiliate();

// Keys.
error RotationPending();
error NoRotationPending();
error RotationWaiting(uint64 effectiveAt);
error RotationWaitOver();
error RecoveryNotSet();
error RecoverySetMismatch();
error TooFewApprovals(uint256 valid, uint256 threshold);
error SwitchNotFired();

// Relationships, permissions, summary.
error WrongState(uint8 state);
error ItemsMalformed(uint256 length);
error OfferMissing();
error GrantExists();
error GrantUnknown();
error GrantRevoked();
error GrantWindowInvalid();
error GrantConditionInvalid();
error PurposesInvalid();
error AcknowledgementInvalid(uint64 acknowledged, uint64 updates);

// Census.
error ProductUnknown();
error ProductExists();
error ProductInvalid();
error ProductNotOffered();
error TierUnknown(uint8 tier, uint8 finestTier);
error PolicyMissing();
error PolicyInvalid();
error LifetimeRaised(uint64 current);
error LifetimeBelowSpent(uint64 spent);
error EpochNotOver(uint64 epoch);
error EpochAlreadyClosed(uint64 epoch);
error EpochNotClosed(uint64 epoch);
error SnapshotRootMissing();
error EpochWithoutOffers(uint64 epoch);
error GraceNotOver(uint256 until);
error MissAlreadyReported();
error ReleaseNotFunded();
error ReleaseNotPublished();
error ReleaseAlreadyPublished();
error ReleaseAlreadyLost();
error CommitmentsInvalid(uint256 length, uint256 expected);
error NotEntitled();
error DisputeExists();
error DisputeNotOpen();
error DisputeAnswerInvalid();
error DisputeDeadlinePassed();
error DisputeDeadlineAhead();

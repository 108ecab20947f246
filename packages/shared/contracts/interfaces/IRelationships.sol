// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRegistrar} from "./IRegistrar.sol";

/// @title The paper's Patient-Provider Relationship: one address of the patient's per relationship.
interface IRelationships {
    /// The bounty, signed with the record transaction that carries it; tier >= 1.
    struct Offer {
        bytes32 product; // hash of the product's definition
        uint64 epoch;
        uint8 tier;
    }

    /// States: 0 none, 1 proposed, 2 accepted, 3 paused, 4 ended.
    /// `owner` is the participant id; its address may rotate. Records are keyed by the relationship's first address,
    /// which stays its name for ever.
    struct Relationship {
        bytes32 ownerId;
        bytes32 stewardId;
        uint8 state;
        bool dualApproval; // grants need the steward's confirmation as well
        uint64 records; // number of pointers
        uint64 updates; // number of additions and changes
    }

    /// One patient enters: her registration, and whether its consent accepts the relationship too.
    struct Enrollment {
        IRegistrar.Registration registration;
        bool accepted; // part of the signed consent
    }

    event RelationshipProposed(address indexed relationship, bytes32 indexed stewardId);
    event RelationshipStateChanged(address indexed relationship, uint8 state);
    event EnrollmentSkipped(address indexed account, bytes32 reason);
    /// `locator` is the encrypted query (32 bytes); the root stands in state, the locator only here.
    event RecordSet(address indexed relationship, uint32 indexed index, bytes32 root, bytes32 locator, uint64 update);
    event RecordSkipped(address indexed relationship, uint32 index, bytes32 reason);

    /// By a provider, at most 256 a call. An item that is no longer valid is skipped with an event, whose reason is
    /// that of `IRegistrar.registerFor`.
    function enroll(Enrollment[] calldata enrollments) external;
    // By the patient's address.
    function accept(address relationship) external;
    function pause(address relationship) external;
    function resume(address relationship) external;
    /// By either side; by the owner's current key even when she is no longer active.
    function end(address relationship) external;
    /// On by either side; off by the steward alone, whose confirmation it asks for.
    function setDualApproval(address relationship, bool required) external;

    /// By the steward. `items` is packed, 88 bytes each: relationship (20) ‖ index (4, big-endian; 0xffffffff = append)
    /// ‖ root (32) ‖ locator (32). Reverts without an offer (product 0 or tier 0), on a product the provider does not
    /// offer, on a tier the product has not, on length not a multiple of 88, on no items. Other faults skip the item:
    /// NOT_STEWARD, NOT_ACCEPTED, INDEX, ROOT (zero).
    function setRecords(Offer calldata offer, bytes calldata items) external;

    function relationshipOf(address relationship) external view returns (Relationship memory);
    function ownerOf(address relationship) external view returns (address currentAccount);
    function stewardOf(address relationship) external view returns (address currentAccount);
    function rootOf(address relationship, uint32 index) external view returns (bytes32);
}

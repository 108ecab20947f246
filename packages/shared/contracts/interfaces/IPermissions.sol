// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Grants as salted commitments, and the patient's census consent per relationship.
interface IPermissions {
    /// commitment = keccak256(abi.encode(viewer address, scope hash, salt)); the viewer shows the preimage to the gatekeeper only.
    /// Conditions: 0 none; 1 only once the owner's dead-man switch has fired (heirs); 2 void once it has fired.
    struct Grant {
        uint64 start; // unix seconds
        uint64 end; // unix seconds; 0 = no end
        uint8 condition;
        bool confirmed; // by the steward, where the relationship asks for both
        bool revoked;
        bool exists;
    }

    event Granted(address indexed relationship, bytes32 indexed commitment, uint64 start, uint64 end, uint8 condition);
    event GrantConfirmed(address indexed relationship, bytes32 indexed commitment);
    event Revoked(address indexed relationship, bytes32 indexed commitment);
    event CensusConsentSet(address indexed relationship, uint8 purposes);

    // By the relationship's owner. A commitment is granted once; revoked, never again. Granting needs an accepted
    // relationship and an active owner; revoking and the census consent work in every state, active or not, by her current key.
    function grant(address relationship, bytes32 commitment, uint64 start, uint64 end, uint8 condition) external;
    function revoke(address relationship, bytes32 commitment) external;
    /// By the steward.
    function confirm(address relationship, bytes32 commitment) external;
    /// Bits: 1 public health, 2 academic, 4 commercial. 255 = all (the state before the first call), 0 = none.
    function setCensusConsent(address relationship, uint8 purposes) external;

    function grantOf(address relationship, bytes32 commitment) external view returns (Grant memory);
    /// Everything that the chain knows: exists, not revoked, time window, confirmation, condition, relationship accepted,
    /// owner an active participant. Activity is that of the state asked, whatever `atTime`: who has left never returns.
    function isGranted(address relationship, bytes32 commitment, uint64 atTime) external view returns (bool);
    function censusConsentOf(address relationship) external view returns (uint8 purposes);
}

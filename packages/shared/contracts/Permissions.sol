// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {REGISTRAR, RELATIONSHIPS} from "./Addresses.sol";
import {
    GrantConditionInvalid,
    GrantExists,
    GrantRevoked,
    GrantUnknown,
    GrantWindowInvalid,
    NotOwner,
    NotSteward,
    PurposesInvalid,
    WrongState
} from "./Errors.sol";
import {ANY_ROLE, PROVIDER} from "./Roles.sol";
import {IPermissions} from "./interfaces/IPermissions.sol";
import {IRelationships} from "./interfaces/IRelationships.sol";

/// @title Grants and census consents; see IPermissions for every function's rule.
contract Permissions is IPermissions {
    uint8 private constant ACCEPTED = 2; // a relationship's state
    uint8 private constant ONLY_AFTER_SWITCH = 1;
    uint8 private constant VOID_AFTER_SWITCH = 2;
    uint8 private constant ALL_PURPOSES = 255;
    uint8 private constant KNOWN_PURPOSES = 1 | 2 | 4;

    mapping(address relationship => mapping(bytes32 commitment => Grant)) private _grants;
    mapping(address relationship => uint16 purposesPlusOne) private _consents; // 0: never set, so all

    function grant(address relationship, bytes32 commitment, uint64 start, uint64 end, uint8 condition) external {
        IRelationships.Relationship memory r = RELATIONSHIPS.relationshipOf(relationship);
        _checkOwner(r, REGISTRAR.activeIdOf(msg.sender, ANY_ROLE));
        if (r.state != ACCEPTED) revert WrongState(r.state);
        if (end != 0 && end <= start) revert GrantWindowInvalid();
        if (condition > VOID_AFTER_SWITCH) revert GrantConditionInvalid();
        Grant storage g = _grants[relationship][commitment];
        if (g.revoked) revert GrantRevoked();
        if (g.exists) revert GrantExists();
        _grants[relationship][commitment] = Grant(start, end, condition, false, false, true);
        emit Granted(relationship, commitment, start, end, condition);
    }

    function revoke(address relationship, bytes32 commitment) external {
        _checkCurrentOwner(relationship);
        _standing(relationship, commitment).revoked = true;
        emit Revoked(relationship, commitment);
    }

    function confirm(address relationship, bytes32 commitment) external {
        bytes32 id = REGISTRAR.activeIdOf(msg.sender, PROVIDER);
        if (id == 0 || id != RELATIONSHIPS.relationshipOf(relationship).stewardId) revert NotSteward();
        _standing(relationship, commitment).confirmed = true;
        emit GrantConfirmed(relationship, commitment);
    }

    function setCensusConsent(address relationship, uint8 purposes) external {
        _checkCurrentOwner(relationship);
        if (purposes != ALL_PURPOSES && purposes > KNOWN_PURPOSES) revert PurposesInvalid();
        _consents[relationship] = uint16(purposes) + 1;
        emit CensusConsentSet(relationship, purposes);
    }

    function grantOf(address relationship, bytes32 commitment) external view returns (Grant memory) {
        return _grants[relationship][commitment];
    }

    function isGranted(address relationship, bytes32 commitment, uint64 atTime) external view returns (bool) {
        Grant memory g = _grants[relationship][commitment];
        if (!g.exists || g.revoked || atTime < g.start || (g.end != 0 && atTime >= g.end)) return false;
        IRelationships.Relationship memory r = RELATIONSHIPS.relationshipOf(relationship);
        if (r.state != ACCEPTED || (r.dualApproval && !g.confirmed)) return false;
        if (!REGISTRAR.participant(r.ownerId).active) return false;
        if (g.condition == 0) return true;
        return REGISTRAR.isSwitchFiredAt(r.ownerId, atTime) == (g.condition == ONLY_AFTER_SWITCH);
    }

    function censusConsentOf(address relationship) external view returns (uint8) {
        uint16 stored = _consents[relationship];
        return stored == 0 ? ALL_PURPOSES : uint8(stored - 1);
    }

    /// Active or not, but by the current key: `everIdOf` would obey one that she has rotated away from.
    function _checkCurrentOwner(address relationship) private view {
        _checkOwner(RELATIONSHIPS.relationshipOf(relationship), REGISTRAR.idOf(msg.sender));
    }

    function _checkOwner(IRelationships.Relationship memory r, bytes32 callerId) private pure {
        if (r.ownerId == 0 || callerId != r.ownerId) revert NotOwner();
    }

    function _standing(address relationship, bytes32 commitment) private view returns (Grant storage g) {
        g = _grants[relationship][commitment];
        if (!g.exists) revert GrantUnknown();
        if (g.revoked) revert GrantRevoked();
    }
}

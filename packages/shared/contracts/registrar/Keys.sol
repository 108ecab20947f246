// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AddressTaken,
    BatchTooLarge,
    ConsentExpired,
    ConsentInvalid,
    NoRotationPending,
    NotActive,
    RecoveryNotSet,
    RecoverySetMismatch,
    RotationPending,
    RotationWaitOver,
    RotationWaiting,
    SwitchNotFired,
    TooFewApprovals
} from "../Errors.sol";
import {ANY_ROLE} from "../Roles.sol";
import {TypedData} from "../TypedData.sol";
import {Participants} from "./Participants.sol";

/// @title Key rotation by its owner, custodians or heirs, each with a wait in which the old key can veto.
abstract contract Keys is Participants {
    uint256 private constant CUSTODIAN_LIMIT = 32;

    mapping(bytes32 id => Recovery) private _recoveries;
    mapping(bytes32 id => Rotation) private _rotations;

    function setRecovery(bytes32 custodians, bytes32 heirs, uint64 timeout) external {
        bytes32 id = _caller();
        _recoveries[id] = Recovery(custodians, heirs, timeout, uint64(block.timestamp));
        emit RecoverySet(id);
    }

    function touch() external {
        bytes32 id = _caller();
        _touch(id);
        emit Touched(id);
    }

    function proposeRotation(address newAccount, bytes32 newEncryptionKey, uint64 deadline, bytes calldata consent) external {
        bytes32 id = _caller();
        _touch(id);
        _proposeRotation(id, newAccount, newEncryptionKey, deadline, consent);
    }

    function proposeRotationByCustodians(
        address account,
        address newAccount,
        bytes32 newEncryptionKey,
        uint64 deadline,
        bytes calldata consent,
        address[] calldata custodians,
        uint8 threshold,
        bytes32 salt,
        bytes[] calldata approvals
    ) external {
        bytes32 id = _rotating(account);
        _checkSet(_recoveries[id].custodians, custodians, threshold, salt);
        _checkApprovals(TypedData.custodianApproval(id, newAccount, deadline), custodians, threshold, approvals);
        _proposeRotation(id, newAccount, newEncryptionKey, deadline, consent);
    }

    function proposeRotationByHeirs(
        address account,
        address newAccount,
        bytes32 newEncryptionKey,
        uint64 deadline,
        bytes calldata consent,
        address[] calldata heirs,
        uint8 threshold,
        bytes32 salt,
        bytes[] calldata approvals
    ) external {
        bytes32 id = _rotating(account);
        if (!isSwitchFired(id)) revert SwitchNotFired();
        _checkSet(_recoveries[id].heirs, heirs, threshold, salt);
        _checkApprovals(TypedData.custodianApproval(id, newAccount, deadline), heirs, threshold, approvals);
        _proposeRotation(id, newAccount, newEncryptionKey, deadline, consent);
    }

    function vetoRotation() external {
        bytes32 id = _caller();
        Rotation memory rotation = _rotations[id];
        if (rotation.newAccount == address(0)) revert NoRotationPending();
        if (block.timestamp >= rotation.effectiveAt) revert RotationWaitOver();
        delete _rotations[id];
        _touch(id);
        emit RotationVetoed(id, rotation.newAccount);
    }

    function finishRotation(bytes32 id) external {
        _caller();
        Row storage row = _rows[id];
        Rotation memory rotation = _rotations[id];
        if (rotation.newAccount == address(0)) revert NoRotationPending();
        if (block.timestamp < rotation.effectiveAt) revert RotationWaiting(rotation.effectiveAt);
        if (!row.active) revert NotActive();
        delete _rotations[id];
        emit Rotated(id, row.account, rotation.newAccount);
        row.account = rotation.newAccount;
        row.encryptionKey = rotation.newEncryptionKey;
        _touch(id);
    }

    function recoveryOf(bytes32 id) external view returns (Recovery memory) {
        return _recoveries[id];
    }

    function rotationOf(bytes32 id) external view returns (Rotation memory) {
        return _rotations[id];
    }

    function isSwitchFired(bytes32 id) public view returns (bool) {
        return isSwitchFiredAt(id, uint64(block.timestamp));
    }

    function isSwitchFiredAt(bytes32 id, uint64 atTime) public view returns (bool) {
        Recovery storage recovery = _recoveries[id];
        return recovery.timeout != 0 && uint256(atTime) > uint256(recovery.lastTouch) + recovery.timeout;
    }

    function _touch(bytes32 id) private {
        if (_recoveries[id].timeout != 0) _recoveries[id].lastTouch = uint64(block.timestamp);
    }

    function _rotating(address account) private view returns (bytes32 id) {
        _caller();
        id = activeIdOf(account, ANY_ROLE);
        if (id == 0) revert NotActive();
    }

    function _proposeRotation(bytes32 id, address newAccount, bytes32 newEncryptionKey, uint64 deadline, bytes calldata consent) private {
        if (_rotations[id].newAccount != address(0)) revert RotationPending();
        if (_ids[newAccount] != 0) revert AddressTaken();
        if (block.timestamp > deadline) revert ConsentExpired();
        bytes32 message = TypedData.rotationConsent(id, newAccount, newEncryptionKey, deadline);
        if (!TypedData.isSignedBy(newAccount, _anchoredDomain(), message, consent)) revert ConsentInvalid();
        // Taken from now on, so a vetoed proposal cannot be sent again with the same signatures.
        _ids[newAccount] = id;
        uint64 effectiveAt = uint64(block.timestamp) + _rotationDelay;
        _rotations[id] = Rotation(newAccount, newEncryptionKey, effectiveAt);
        emit RotationProposed(id, _rows[id].account, newAccount, effectiveAt);
    }

    function _checkSet(bytes32 commitment, address[] calldata members, uint8 threshold, bytes32 salt) private pure {
        if (commitment == 0 || threshold == 0) revert RecoveryNotSet();
        if (members.length > CUSTODIAN_LIMIT) revert BatchTooLarge(members.length, CUSTODIAN_LIMIT);
        if (keccak256(abi.encode(members, threshold, salt)) != commitment) revert RecoverySetMismatch();
    }

    function _checkApprovals(bytes32 message, address[] calldata members, uint8 threshold, bytes[] calldata approvals) private view {
        bytes32 separator = _anchoredDomain();
        uint256 valid = 0;
        for (uint256 i = 0; i < members.length && i < approvals.length; i++) {
            if (_isListedBefore(members, i)) continue;
            if (TypedData.isSignedBy(members[i], separator, message, approvals[i])) valid++;
        }
        if (valid < threshold) revert TooFewApprovals(valid, threshold);
    }

    /// A custodian named twice has one voice.
    function _isListedBefore(address[] calldata members, uint256 position) private pure returns (bool) {
        for (uint256 i = 0; i < position; i++) if (members[i] == members[position]) return true;
        return false;
    }
}

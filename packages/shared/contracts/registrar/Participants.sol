// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRegistrar} from "../interfaces/IRegistrar.sol";
import {NotActive, NotAnchored, NotProvider} from "../Errors.sol";
import {ANY_ROLE, PROVIDER} from "../Roles.sol";

/// @title Participants' rows and who holds which address.
/// The node reads `_ids` and the first two words of a row from raw storage (src/contracts/registrar-storage.ts).
abstract contract Participants is IRegistrar {
    /// Two packed words and the key: what a registration costs is mostly these slots.
    struct Row {
        address account;
        uint8 role;
        bool active;
        uint64 since; // block number
        bytes32 sponsorId;
        bytes32 encryptionKey;
    }

    /// Kept after a rotation, so an address never passes to another participant and a relationship's name keeps its owner.
    mapping(address account => bytes32 id) internal _ids;
    mapping(bytes32 id => Row row) internal _rows;
    mapping(bytes32 id => string host) internal _hosts;
    bytes32 internal _domainSeparator;
    uint32 internal _governors;
    uint64 internal _rotationDelay; // seconds
    uint64 internal _chainId;

    function idOf(address account) public view returns (bytes32 id) {
        id = _ids[account];
        if (_rows[id].account != account) id = 0;
    }

    function everIdOf(address account) public view returns (bytes32) {
        return _ids[account];
    }

    function activeIdOf(address account, uint8 role) public view returns (bytes32) {
        bytes32 id = _ids[account];
        Row storage row = _rows[id];
        return row.account == account && row.active && (role == ANY_ROLE || role == row.role) ? id : bytes32(0);
    }

    function isActive(address account, uint8 role) external view returns (bool) {
        return activeIdOf(account, role) != 0;
    }

    function participant(bytes32 id) public view returns (Participant memory) {
        Row storage row = _rows[id];
        return Participant({
            account: row.account,
            role: row.role,
            active: row.active,
            sponsor: _rows[row.sponsorId].account,
            since: row.since,
            encryptionKey: row.encryptionKey,
            sponsorId: row.sponsorId
        });
    }

    function participantOf(address account) external view returns (bytes32 id, Participant memory p) {
        id = idOf(account);
        p = participant(id);
    }

    function hostOf(bytes32 id) external view returns (string memory) {
        return _hosts[id];
    }

    function governors() external view returns (uint32) {
        return _governors;
    }

    function domainSeparator() external view returns (bytes32) {
        return _domainSeparator;
    }

    function _isActive(bytes32 id) internal view returns (bool) {
        return _rows[id].active;
    }

    /// The caller's id, if it takes part in any role.
    function _caller() internal view returns (bytes32 id) {
        id = activeIdOf(msg.sender, ANY_ROLE);
        if (id == 0) revert NotActive();
    }

    function _callingProvider() internal view returns (bytes32 id) {
        id = activeIdOf(msg.sender, PROVIDER);
        if (id == 0) revert NotProvider();
    }

    /// Nothing is signed for a network before its genesis hash is known.
    function _anchoredDomain() internal view returns (bytes32 separator) {
        separator = _domainSeparator;
        if (separator == 0) revert NotAnchored();
    }

    /// The caller has checked that `account` and `id` are free.
    function _admit(bytes32 id, address account, uint8 role, bytes32 sponsorId, bytes32 encryptionKey) internal {
        _ids[account] = id;
        _rows[id] = Row({
            account: account,
            role: role,
            active: true,
            since: uint64(block.number),
            sponsorId: sponsorId,
            encryptionKey: encryptionKey
        });
        if (role == PROVIDER) _governors += 1;
        emit ParticipantRegistered(id, account, role, _rows[sponsorId].account);
    }

    function _isIdTaken(bytes32 id) internal view returns (bool) {
        return id == 0 || _rows[id].account != address(0);
    }
}

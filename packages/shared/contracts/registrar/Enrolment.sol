// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {RELATIONSHIPS} from "../Addresses.sol";
import {BatchTooLarge, HostTooLong, NotActive, NotOwner, NotRelationships, NotSponsor, UnknownAffiliate} from "../Errors.sol";
import {ANY_ROLE, LAB, PATIENT, PROVIDER, READER} from "../Roles.sol";
import {TypedData} from "../TypedData.sol";
import {Participants} from "./Participants.sol";

/// @title Patients, delegates and readers enter with their own consent; everyone keeps their own entry.
abstract contract Enrolment is Participants {
    uint256 internal constant BATCH_LIMIT = 256;
    uint256 internal constant HOST_LIMIT = 256; // bytes

    mapping(bytes32 id => mapping(bytes32 other => bool declared)) internal _affiliations;

    function register(Registration[] calldata registrations) external {
        bytes32 callerId = _caller();
        uint8 callerRole = _rows[callerId].role;
        if (callerRole != PROVIDER && callerRole != PATIENT) revert NotSponsor();
        if (registrations.length > BATCH_LIMIT) revert BatchTooLarge(registrations.length, BATCH_LIMIT);
        for (uint256 i = 0; i < registrations.length; i++) {
            // A patient may bring her own doctor or guardian, not further patients.
            bool isRoleAllowed = callerRole == PROVIDER || registrations[i].role != PATIENT;
            bytes32 reason = isRoleAllowed ? _register(msg.sender, callerId, registrations[i], false) : bytes32("ROLE");
            if (reason != 0) emit RegistrationSkipped(registrations[i].account, reason);
        }
    }

    function registerFor(address sponsor, Registration calldata registration, bool acceptRelationship) external returns (bytes32) {
        if (msg.sender != address(RELATIONSHIPS)) revert NotRelationships();
        if (registration.role != PATIENT) return "ROLE";
        bytes32 sponsorId = activeIdOf(sponsor, PROVIDER);
        if (sponsorId == 0) revert NotSponsor();
        return _register(sponsor, sponsorId, registration, acceptRelationship);
    }

    function deactivate(address account) external {
        bytes32 callerId = _caller();
        bytes32 id = activeIdOf(account, ANY_ROLE);
        if (id == 0) revert NotActive();
        Row storage row = _rows[id];
        // Providers and labs leave by vote, so that the last governor cannot.
        if (row.role < PATIENT) revert NotSponsor();
        if (callerId != id) {
            // Who is out sends nothing: a sponsor's word would silence her objections to that very sponsor.
            if (row.role == PATIENT) revert NotOwner();
            if (callerId != row.sponsorId) revert NotSponsor();
        }
        row.active = false;
        emit ParticipantRemoved(id, account);
    }

    function setHost(string calldata host) external {
        bytes32 id = _caller();
        if (bytes(host).length > HOST_LIMIT) revert HostTooLong(bytes(host).length, HOST_LIMIT);
        _hosts[id] = host;
        emit HostChanged(id, host);
    }

    function setEncryptionKey(bytes32 encryptionKey) external {
        bytes32 id = _caller();
        _rows[id].encryptionKey = encryptionKey;
        emit EncryptionKeyChanged(id, encryptionKey);
    }

    function declareAffiliation(address other, bool affiliated) external {
        bytes32 id = _caller();
        bytes32 otherId = activeIdOf(other, ANY_ROLE);
        if (otherId == 0 || otherId == id || !_isInstitution(id) || !_isInstitution(otherId)) revert UnknownAffiliate();
        _affiliations[id][otherId] = affiliated;
        emit AffiliationDeclared(id, otherId, affiliated);
    }

    /// Either side's word is enough: nobody can hide a tie that the other has declared.
    function isAffiliated(bytes32 a, bytes32 b) external view returns (bool) {
        return a == b || _affiliations[a][b] || _affiliations[b][a];
    }

    function _isInstitution(bytes32 id) internal view returns (bool) {
        return _rows[id].role == PROVIDER || _rows[id].role == LAB;
    }

    /// 0 when registered, else why not: the state of the chain may have moved since the batch was signed.
    function _register(address signedSponsor, bytes32 callerId, Registration calldata r, bool acceptRelationship) private returns (bytes32) {
        bytes32 separator = _anchoredDomain();
        if (r.role < PATIENT || r.role > READER) return "ROLE";
        if (_ids[r.account] != 0) return "ADDRESS_TAKEN";
        if (_isIdTaken(r.commitment)) return "COMMITMENT_TAKEN";
        if (block.timestamp > r.deadline) return "CONSENT_EXPIRED";
        bytes32 message =
            TypedData.consent(r.account, signedSponsor, r.role, r.commitment, r.encryptionKey, acceptRelationship, r.deadline);
        if (!TypedData.isSignedBy(r.account, separator, message, r.consent)) return "CONSENT_INVALID";
        _admit(r.commitment, r.account, r.role, _rows[callerId].sponsorId, r.encryptionKey);
        return 0;
    }
}

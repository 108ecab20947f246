// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    AddressTaken,
    CommitmentTaken,
    ConsentExpired,
    ConsentInvalid,
    HostTooLong,
    LastGovernor,
    NotProposer,
    ProposalNotOpen,
    SubjectNotGoverned,
    UnknownProposalKind
} from "../Errors.sol";
import {ANY_ROLE, LAB, PROVIDER} from "../Roles.sol";
import {TypedData} from "../TypedData.sol";
import {Enrolment} from "./Enrolment.sol";

/// @title One seat per active provider; more than half of the seats admit and remove providers and labs.
abstract contract Governance is Enrolment {
    uint8 private constant ADMIT_PROVIDER = 1;
    uint8 private constant ADMIT_LAB = 2;
    uint8 private constant REMOVE = 3;

    uint256 private _proposalCount;
    mapping(uint256 proposalId => Proposal) private _proposals;
    mapping(uint256 proposalId => bytes32) private _proposers; // the proposer's id
    mapping(uint256 proposalId => bytes32[]) private _supporters;

    function propose(
        uint8 kind,
        address subject,
        bytes32 commitment,
        bytes32 encryptionKey,
        string calldata host,
        uint64 consentDeadline,
        bytes calldata consent
    ) external returns (uint256 proposalId) {
        bytes32 proposerId = _callingProvider();
        if (kind == REMOVE) {
            commitment = _removable(subject);
        } else {
            if (kind != ADMIT_PROVIDER && kind != ADMIT_LAB) revert UnknownProposalKind();
            if (bytes(host).length > HOST_LIMIT) revert HostTooLong(bytes(host).length, HOST_LIMIT);
            if (_ids[subject] != 0) revert AddressTaken();
            if (_isIdTaken(commitment)) revert CommitmentTaken();
            _checkSubjectConsents(kind, subject, commitment, encryptionKey, consentDeadline, consent);
        }
        proposalId = ++_proposalCount;
        Proposal storage p = _proposals[proposalId];
        (p.kind, p.subject, p.commitment, p.encryptionKey, p.host) = (kind, subject, commitment, encryptionKey, host);
        (p.proposer, p.open) = (msg.sender, true);
        _proposers[proposalId] = proposerId;
        emit ProposalOpened(proposalId, kind, subject, msg.sender);
        _support(proposalId, proposerId);
    }

    function vote(uint256 proposalId, bool support) external {
        bytes32 voterId = _callingProvider();
        if (!_proposals[proposalId].open) revert ProposalNotOpen();
        if (support) {
            _support(proposalId, voterId);
        } else {
            _withdraw(proposalId, voterId);
            emit ProposalVoted(proposalId, voterId, false);
        }
    }

    function rescind(uint256 proposalId) external {
        if (!_proposals[proposalId].open) revert ProposalNotOpen();
        if (_callingProvider() != _proposers[proposalId]) revert NotProposer();
        _close(proposalId, false);
    }

    function proposal(uint256 proposalId) external view returns (Proposal memory p) {
        p = _proposals[proposalId];
        p.votes = _votes(proposalId);
    }

    /// Voting again is allowed: it enacts a proposal that a shrunken seat count has carried meanwhile.
    function _support(uint256 proposalId, bytes32 voterId) private {
        _withdraw(proposalId, voterId);
        _supporters[proposalId].push(voterId);
        emit ProposalVoted(proposalId, voterId, true);
        if (_votes(proposalId) * 2 > _governors) _enact(proposalId);
    }

    function _withdraw(uint256 proposalId, bytes32 voterId) private {
        bytes32[] storage supporters = _supporters[proposalId];
        for (uint256 i = 0; i < supporters.length; i++) {
            if (supporters[i] != voterId) continue;
            supporters[i] = supporters[supporters.length - 1];
            supporters.pop();
            return;
        }
    }

    /// A supporter that has lost its seat no longer counts.
    function _votes(uint256 proposalId) private view returns (uint32 count) {
        bytes32[] storage supporters = _supporters[proposalId];
        for (uint256 i = 0; i < supporters.length; i++) if (_isActive(supporters[i])) count++;
    }

    function _enact(uint256 proposalId) private {
        Proposal storage p = _proposals[proposalId];
        bytes32 id = p.commitment;
        if (p.kind == REMOVE) {
            Row storage row = _rows[id];
            if (!row.active) return _close(proposalId, false);
            _remove(id, row);
            return _close(proposalId, true);
        }
        // Someone else may have taken the address or the commitment since the proposal.
        if (_ids[p.subject] != 0 || _isIdTaken(id)) return _close(proposalId, false);
        _admit(id, p.subject, p.kind == ADMIT_PROVIDER ? PROVIDER : LAB, id, p.encryptionKey);
        if (bytes(p.host).length > 0) {
            _hosts[id] = p.host;
            emit HostChanged(id, p.host);
        }
        _close(proposalId, true);
    }

    function _remove(bytes32 id, Row storage row) private {
        if (row.role == PROVIDER) {
            if (_governors == 1) revert LastGovernor();
            _governors -= 1;
        }
        row.active = false;
        emit ParticipantRemoved(id, row.account);
    }

    function _close(uint256 proposalId, bool enacted) private {
        _proposals[proposalId].open = false;
        emit ProposalClosed(proposalId, enacted);
    }

    function _removable(address subject) private view returns (bytes32 id) {
        id = activeIdOf(subject, ANY_ROLE);
        if (id == 0 || !_isInstitution(id)) revert SubjectNotGoverned();
        if (_rows[id].role == PROVIDER && _governors == 1) revert LastGovernor();
    }

    /// Providers and labs sponsor themselves, so their consent names their own address.
    function _checkSubjectConsents(
        uint8 kind,
        address subject,
        bytes32 commitment,
        bytes32 encryptionKey,
        uint64 deadline,
        bytes calldata consent
    ) private view {
        if (block.timestamp > deadline) revert ConsentExpired();
        uint8 role = kind == ADMIT_PROVIDER ? PROVIDER : LAB;
        bytes32 message = TypedData.consent(subject, subject, role, commitment, encryptionKey, false, deadline);
        if (!TypedData.isSignedBy(subject, _anchoredDomain(), message, consent)) revert ConsentInvalid();
    }
}

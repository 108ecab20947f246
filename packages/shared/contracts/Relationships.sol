// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CENSUS, REGISTRAR} from "./Addresses.sol";
import {
    BatchTooLarge,
    ItemsMalformed,
    NotOwner,
    NotPartOfRelationship,
    NotProvider,
    NotSteward,
    OfferMissing,
    WrongState
} from "./Errors.sol";
import {ANY_ROLE, PROVIDER} from "./Roles.sol";
import {IRelationships} from "./interfaces/IRelationships.sol";

/// @title The paper's Patient-Provider Relationship; see IRelationships for every function's rule.
contract Relationships is IRelationships {
    uint8 private constant PROPOSED = 1;
    uint8 private constant ACCEPTED = 2;
    uint8 private constant PAUSED = 3;
    uint8 private constant ENDED = 4;

    uint256 private constant BATCH_LIMIT = 256;
    uint256 private constant ITEM_BYTES = 88;
    uint32 private constant APPEND = type(uint32).max;

    /// The owner is not stored: the Registrar knows whose address the relationship's name is.
    struct Row {
        bytes32 stewardId;
        uint8 state;
        bool dualApproval;
        uint32 records;
        uint64 updates;
    }

    mapping(address relationship => Row) private _rows;
    mapping(address relationship => mapping(uint32 index => bytes32 root)) private _roots;

    function enroll(Enrollment[] calldata enrollments) external {
        bytes32 stewardId = _callingProvider();
        if (enrollments.length > BATCH_LIMIT) revert BatchTooLarge(enrollments.length, BATCH_LIMIT);
        for (uint256 i = 0; i < enrollments.length; i++) {
            Enrollment calldata e = enrollments[i];
            bytes32 reason = REGISTRAR.registerFor(msg.sender, e.registration, e.accepted);
            if (reason != 0) {
                emit EnrollmentSkipped(e.registration.account, reason);
                continue;
            }
            Row storage row = _rows[e.registration.account];
            row.stewardId = stewardId;
            row.state = e.accepted ? ACCEPTED : PROPOSED;
            emit RelationshipProposed(e.registration.account, stewardId);
            if (e.accepted) emit RelationshipStateChanged(e.registration.account, ACCEPTED);
        }
    }

    function accept(address relationship) external {
        _move(relationship, PROPOSED, ACCEPTED);
    }

    function pause(address relationship) external {
        _move(relationship, ACCEPTED, PAUSED);
    }

    function resume(address relationship) external {
        _move(relationship, PAUSED, ACCEPTED);
    }

    function end(address relationship) external {
        Row storage row = _rows[relationship];
        // An owner who has left may still end it. Her current key, as everywhere: a key rotated away from has no say.
        if (!_isOwnedBy(relationship, REGISTRAR.idOf(msg.sender)) && !_isSteward(row)) revert NotPartOfRelationship();
        if (row.state == 0 || row.state == ENDED) revert WrongState(row.state);
        row.state = ENDED;
        emit RelationshipStateChanged(relationship, ENDED);
    }

    function setDualApproval(address relationship, bool required) external {
        Row storage row = _rows[relationship];
        if (!_isSteward(row)) {
            if (!_isOwner(relationship)) revert NotPartOfRelationship();
            if (!required) revert NotSteward();
        }
        if (row.state == 0 || row.state == ENDED) revert WrongState(row.state);
        row.dualApproval = required;
    }

    function setRecords(Offer calldata offer, bytes calldata items) external {
        bytes32 stewardId = _callingProvider();
        if (offer.product == 0 || offer.tier == 0) revert OfferMissing();
        if (items.length == 0 || items.length % ITEM_BYTES != 0) revert ItemsMalformed(items.length);
        for (uint256 offset = 0; offset < items.length; offset += ITEM_BYTES) {
            _setRecord(stewardId, items[offset:offset + ITEM_BYTES]);
        }
        CENSUS.recordOffer(stewardId, offer);
    }

    function relationshipOf(address relationship) external view returns (Relationship memory) {
        Row storage row = _rows[relationship];
        return Relationship({
            ownerId: row.state == 0 ? bytes32(0) : REGISTRAR.everIdOf(relationship),
            stewardId: row.stewardId,
            state: row.state,
            dualApproval: row.dualApproval,
            records: row.records,
            updates: row.updates
        });
    }

    function ownerOf(address relationship) external view returns (address) {
        if (_rows[relationship].state == 0) return address(0);
        return REGISTRAR.participant(REGISTRAR.everIdOf(relationship)).account;
    }

    function stewardOf(address relationship) external view returns (address) {
        return REGISTRAR.participant(_rows[relationship].stewardId).account;
    }

    function rootOf(address relationship, uint32 index) external view returns (bytes32) {
        return _roots[relationship][index];
    }

    function _setRecord(bytes32 stewardId, bytes calldata item) private {
        address relationship = address(bytes20(item[0:20]));
        uint32 index = uint32(bytes4(item[20:24]));
        bytes32 root = bytes32(item[24:56]);
        Row storage row = _rows[relationship];
        uint32 records = row.records;
        bytes32 reason = _faultOf(row, stewardId, index, records, root);
        if (reason != 0) {
            emit RecordSkipped(relationship, index, reason);
            return;
        }
        if (index == APPEND) {
            index = records;
            row.records = records + 1;
        }
        uint64 update = row.updates + 1;
        row.updates = update;
        _roots[relationship][index] = root;
        emit RecordSet(relationship, index, root, bytes32(item[56:88]), update);
    }

    /// What may have changed since the batch was signed; the rest of the batch is not held up by it.
    function _faultOf(Row storage row, bytes32 stewardId, uint32 index, uint32 records, bytes32 root) private view returns (bytes32) {
        if (row.stewardId != stewardId) return "NOT_STEWARD";
        if (row.state != ACCEPTED) return "NOT_ACCEPTED";
        if (index == APPEND ? records == APPEND : index >= records) return "INDEX";
        if (root == 0) return "ROOT";
        return 0;
    }

    function _move(address relationship, uint8 from, uint8 to) private {
        if (!_isOwner(relationship)) revert NotOwner();
        Row storage row = _rows[relationship];
        if (row.state != from) revert WrongState(row.state);
        row.state = to;
        emit RelationshipStateChanged(relationship, to);
    }

    function _isOwner(address relationship) private view returns (bool) {
        return _isOwnedBy(relationship, REGISTRAR.activeIdOf(msg.sender, ANY_ROLE));
    }

    function _isOwnedBy(address relationship, bytes32 id) private view returns (bool) {
        return id != 0 && id == REGISTRAR.everIdOf(relationship);
    }

    function _isSteward(Row storage row) private view returns (bool) {
        bytes32 id = REGISTRAR.activeIdOf(msg.sender, PROVIDER);
        return id != 0 && id == row.stewardId;
    }

    function _callingProvider() private view returns (bytes32 id) {
        id = REGISTRAR.activeIdOf(msg.sender, PROVIDER);
        if (id == 0) revert NotProvider();
    }
}

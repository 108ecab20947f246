// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {REGISTRAR, RELATIONSHIPS} from "./Addresses.sol";
import {AcknowledgementInvalid, NotOwner} from "./Errors.sol";
import {ANY_ROLE} from "./Roles.sol";
import {IRelationships} from "./interfaces/IRelationships.sol";
import {ISummary} from "./interfaces/ISummary.sol";

/// @title What a relationship's owner has seen; see ISummary for every function's rule.
contract Summary is ISummary {
    uint8 private constant NONE = 0;
    uint8 private constant NEW = 1;
    uint8 private constant PENDING_UPDATE = 2;
    uint8 private constant ACKNOWLEDGED = 3;

    struct Seen {
        bool ever;
        uint64 updates;
    }

    mapping(address relationship => Seen) private _seen;

    function acknowledge(address relationship, uint64 updates) external {
        IRelationships.Relationship memory r = RELATIONSHIPS.relationshipOf(relationship);
        if (r.ownerId == 0 || REGISTRAR.activeIdOf(msg.sender, ANY_ROLE) != r.ownerId) revert NotOwner();
        uint64 before = _seen[relationship].updates;
        if (updates > r.updates || updates < before) revert AcknowledgementInvalid(before, r.updates);
        _seen[relationship] = Seen(true, updates);
        emit Acknowledged(relationship, updates);
    }

    function statusOf(address relationship) external view returns (uint8 status, uint64 acknowledged, uint64 updates) {
        IRelationships.Relationship memory r = RELATIONSHIPS.relationshipOf(relationship);
        Seen memory seen = _seen[relationship];
        (acknowledged, updates) = (seen.updates, r.updates);
        if (r.state == 0) status = NONE;
        else if (!seen.ever) status = NEW;
        else status = acknowledged < updates ? PENDING_UPDATE : ACKNOWLEDGED;
    }
}

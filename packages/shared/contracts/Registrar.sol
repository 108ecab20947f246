// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SYSTEM} from "./Addresses.sol";
import {AddressTaken, AlreadyAnchored, AlreadyInitialized, CommitmentTaken, LastGovernor, NotSystem} from "./Errors.sol";
import {LAB, PROVIDER} from "./Roles.sol";
import {TypedData} from "./TypedData.sol";
import {Governance} from "./registrar/Governance.sol";
import {Keys} from "./registrar/Keys.sol";

/// @title Who takes part; see IRegistrar for every function's rule.
contract Registrar is Governance, Keys {
    struct GenesisParticipant {
        address account;
        bytes32 commitment;
        bytes32 encryptionKey;
        string host;
    }

    /// Genesis set-up: by the system address, once.
    function initialize(
        uint64 chainId,
        uint64 rotationDelay, // seconds
        GenesisParticipant[] calldata providers,
        GenesisParticipant[] calldata labs
    ) external {
        if (msg.sender != SYSTEM) revert NotSystem();
        if (_chainId != 0) revert AlreadyInitialized();
        if (providers.length == 0) revert LastGovernor();
        (_chainId, _rotationDelay) = (chainId, rotationDelay);
        _admitAll(PROVIDER, providers);
        _admitAll(LAB, labs);
    }

    function anchorGenesis(bytes32 genesisHash) external {
        if (msg.sender != SYSTEM) revert NotSystem();
        if (_domainSeparator != 0) revert AlreadyAnchored();
        _domainSeparator = TypedData.domain(_chainId, address(this), genesisHash);
    }

    function _admitAll(uint8 role, GenesisParticipant[] calldata participants) private {
        for (uint256 i = 0; i < participants.length; i++) {
            GenesisParticipant calldata p = participants[i];
            if (_ids[p.account] != 0) revert AddressTaken();
            if (_isIdTaken(p.commitment)) revert CommitmentTaken();
            _admit(p.commitment, p.account, role, p.commitment, p.encryptionKey);
            _hosts[p.commitment] = p.host;
        }
    }
}

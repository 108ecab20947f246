// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Who takes part: admission, roles, keys, custodians, governance.
/// Roles: 0 none, 1 provider, 2 lab, 3 patient, 4 delegate, 5 reader.
/// A participant is an id (salted commitment) that outlives its address: entitlements and votes belong to the id.
interface IRegistrar {
    struct Participant {
        address account; // current address
        uint8 role;
        bool active;
        address sponsor; // current account of the participant whose quota pays; a provider's or lab's own
        uint64 since; // block number of admission
        bytes32 encryptionKey; // X25519 public key
        bytes32 sponsorId; // quotas are summed under this id, which survives the sponsor's key rotation
    }

    /// One new patient, delegate or reader; `consent` is the EIP-712 `Consent` signed by `account`.
    struct Registration {
        address account;
        uint8 role;
        bytes32 commitment; // becomes the participant's id
        bytes32 encryptionKey;
        uint64 deadline; // unix seconds
        bytes consent;
    }

    /// Proposal kinds: 1 admit provider, 2 admit lab, 3 remove a provider or lab (`commitment` is then its id, so that
    /// a key rotation does not save it). `votes` counts the supporters that are active providers now.
    struct Proposal {
        uint8 kind;
        address subject;
        bytes32 commitment;
        bytes32 encryptionKey;
        string host;
        address proposer;
        bool open;
        uint32 votes;
    }

    /// Set by the owner of a participant; both lists are salted commitments: keccak256(abi.encode(members, threshold, salt)).
    struct Recovery {
        bytes32 custodians;
        bytes32 heirs;
        uint64 timeout; // seconds without a sign of life; 0 = switch off
        uint64 lastTouch; // unix seconds
    }

    struct Rotation {
        address newAccount;
        bytes32 newEncryptionKey;
        uint64 effectiveAt; // unix seconds
    }

    event ParticipantRegistered(bytes32 indexed id, address indexed account, uint8 role, address indexed sponsor);
    event RegistrationSkipped(address indexed account, bytes32 reason);
    event ParticipantRemoved(bytes32 indexed id, address indexed account);
    event EncryptionKeyChanged(bytes32 indexed id, bytes32 encryptionKey);
    event HostChanged(bytes32 indexed id, string host);
    event AffiliationDeclared(bytes32 indexed id, bytes32 indexed affiliate, bool affiliated);
    event ProposalOpened(uint256 indexed proposalId, uint8 kind, address indexed subject, address indexed proposer);
    event ProposalVoted(uint256 indexed proposalId, bytes32 indexed voter, bool support);
    event ProposalClosed(uint256 indexed proposalId, bool enacted);
    event RecoverySet(bytes32 indexed id);
    event Touched(bytes32 indexed id);
    event RotationProposed(bytes32 indexed id, address indexed oldAccount, address indexed newAccount, uint64 effectiveAt);
    event RotationVetoed(bytes32 indexed id, address indexed newAccount);
    event Rotated(bytes32 indexed id, address indexed oldAccount, address indexed newAccount);

    /// By the system address before the first transaction of block 1, once: the EIP-712 domain's salt.
    function anchorGenesis(bytes32 genesisHash) external;

    // Registration: caller is an active provider (any of 3–5) or an active patient (4, 5), at most 256 a call. Whoever
    // a patient registers is paid for by the patient's own sponsor. An address belongs to one participant for ever.
    function register(Registration[] calldata registrations) external;
    /// Called by Relationships alone, for `enroll`: 0 when registered, else the reason in ASCII: ROLE, ADDRESS_TAKEN,
    /// COMMITMENT_TAKEN, CONSENT_EXPIRED, CONSENT_INVALID. `acceptRelationship` is part of the signed consent.
    function registerFor(address sponsor, Registration calldata registration, bool acceptRelationship) external returns (bytes32 reason);
    /// A patient, delegate or reader leaves, for ever. A delegate's or reader's sponsor may call too; a patient's may not,
    /// or it could take away her say over grants and census. Leaving voids her grants (`IPermissions.isGranted`), ends no
    /// relationship and changes no census consent: those are set before, or in the same block.
    function deactivate(address account) external;

    function setHost(string calldata host) external;
    function setEncryptionKey(bytes32 encryptionKey) external;
    function declareAffiliation(address other, bool affiliated) external;

    // Governance: one seat per active provider; enacted at more than half of the active seats; never zero seats.
    // The proposer's vote is counted at once; `vote(_, false)` takes a vote back. The consent is the subject's (kinds 1, 2).
    function propose(uint8 kind, address subject, bytes32 commitment, bytes32 encryptionKey, string calldata host, uint64 consentDeadline, bytes calldata consent) external returns (uint256 proposalId);
    function vote(uint256 proposalId, bool support) external;
    function rescind(uint256 proposalId) external;

    // Keys. The new address signs EIP-712 `RotationConsent`; from the proposal on it is taken, so that after a veto the
    // same signatures cannot be used again. One rotation at a time. `setRecovery`, `touch`, an own proposal, a veto and a
    // finished rotation are signs of life.
    function setRecovery(bytes32 custodians, bytes32 heirs, uint64 timeout) external;
    function touch() external;
    function proposeRotation(address newAccount, bytes32 newEncryptionKey, uint64 deadline, bytes calldata consent) external;
    /// m of n custodians reveal their set and sign EIP-712 `CustodianApproval`; anyone active may submit.
    /// `approvals[i]` is `custodians[i]`'s signature, or empty. At most 32 custodians.
    function proposeRotationByCustodians(address account, address newAccount, bytes32 newEncryptionKey, uint64 deadline, bytes calldata consent, address[] calldata custodians, uint8 threshold, bytes32 salt, bytes[] calldata approvals) external;
    /// Like the custodians' way, for the heirs, once `timeout` has passed since the last touch.
    function proposeRotationByHeirs(address account, address newAccount, bytes32 newEncryptionKey, uint64 deadline, bytes calldata consent, address[] calldata heirs, uint8 threshold, bytes32 salt, bytes[] calldata approvals) external;
    function vetoRotation() external; // by the old key, while the wait lasts
    function finishRotation(bytes32 id) external; // by anyone active, after the wait

    // Views.
    function idOf(address account) external view returns (bytes32); // whose current account it is; 0 = nobody's
    /// The participant that this address belongs or has ever belonged to: what a relationship's name leads to.
    function everIdOf(address account) external view returns (bytes32);
    /// The id if it is active in that role (0 = any), else 0.
    function activeIdOf(address account, uint8 role) external view returns (bytes32);
    function participant(bytes32 id) external view returns (Participant memory);
    function participantOf(address account) external view returns (bytes32 id, Participant memory p);
    function hostOf(bytes32 id) external view returns (string memory);
    function isActive(address account, uint8 role) external view returns (bool);
    function isAffiliated(bytes32 a, bytes32 b) external view returns (bool);
    function governors() external view returns (uint32 activeProviders);
    function proposal(uint256 proposalId) external view returns (Proposal memory);
    function recoveryOf(bytes32 id) external view returns (Recovery memory);
    function rotationOf(bytes32 id) external view returns (Rotation memory);
    /// True when the dead-man switch is set and has run out.
    function isSwitchFired(bytes32 id) external view returns (bool);
    function isSwitchFiredAt(bytes32 id, uint64 atTime) external view returns (bool); // unix seconds
    function domainSeparator() external view returns (bytes32);
}

// Made by scripts/build-contracts.ts from sources 92185d3d4947ef4646347536ff2d4f5e52f2e7aa33037437204998017f39e152; do not edit.

export const registrarAbi = [
  {
    "inputs": [],
    "name": "AddressTaken",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "AlreadyAnchored",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "AlreadyInitialized",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "length",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "limit",
        "type": "uint256"
      }
    ],
    "name": "BatchTooLarge",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "CommitmentTaken",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ConsentExpired",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ConsentInvalid",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "length",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "limit",
        "type": "uint256"
      }
    ],
    "name": "HostTooLong",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "LastGovernor",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NoRotationPending",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NotActive",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NotAnchored",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NotOwner",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NotProposer",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NotProvider",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NotRelationships",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NotSponsor",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NotSystem",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ProposalNotOpen",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "RecoveryNotSet",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "RecoverySetMismatch",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "RotationPending",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "RotationWaitOver",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint64",
        "name": "effectiveAt",
        "type": "uint64"
      }
    ],
    "name": "RotationWaiting",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "SubjectNotGoverned",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "SwitchNotFired",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "valid",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "threshold",
        "type": "uint256"
      }
    ],
    "name": "TooFewApprovals",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "UnknownAffiliate",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "UnknownProposalKind",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "affiliate",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "bool",
        "name": "affiliated",
        "type": "bool"
      }
    ],
    "name": "AffiliationDeclared",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "encryptionKey",
        "type": "bytes32"
      }
    ],
    "name": "EncryptionKeyChanged",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "string",
        "name": "host",
        "type": "string"
      }
    ],
    "name": "HostChanged",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "account",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint8",
        "name": "role",
        "type": "uint8"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "sponsor",
        "type": "address"
      }
    ],
    "name": "ParticipantRegistered",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "ParticipantRemoved",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "proposalId",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "bool",
        "name": "enacted",
        "type": "bool"
      }
    ],
    "name": "ProposalClosed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "proposalId",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "uint8",
        "name": "kind",
        "type": "uint8"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "subject",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "proposer",
        "type": "address"
      }
    ],
    "name": "ProposalOpened",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "proposalId",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "voter",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "bool",
        "name": "support",
        "type": "bool"
      }
    ],
    "name": "ProposalVoted",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      }
    ],
    "name": "RecoverySet",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "account",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "reason",
        "type": "bytes32"
      }
    ],
    "name": "RegistrationSkipped",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "oldAccount",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "newAccount",
        "type": "address"
      }
    ],
    "name": "Rotated",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "oldAccount",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "newAccount",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint64",
        "name": "effectiveAt",
        "type": "uint64"
      }
    ],
    "name": "RotationProposed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "newAccount",
        "type": "address"
      }
    ],
    "name": "RotationVetoed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      }
    ],
    "name": "Touched",
    "type": "event"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      },
      {
        "internalType": "uint8",
        "name": "role",
        "type": "uint8"
      }
    ],
    "name": "activeIdOf",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "genesisHash",
        "type": "bytes32"
      }
    ],
    "name": "anchorGenesis",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "deactivate",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "other",
        "type": "address"
      },
      {
        "internalType": "bool",
        "name": "affiliated",
        "type": "bool"
      }
    ],
    "name": "declareAffiliation",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "domainSeparator",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "everIdOf",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      }
    ],
    "name": "finishRotation",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "governors",
    "outputs": [
      {
        "internalType": "uint32",
        "name": "",
        "type": "uint32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      }
    ],
    "name": "hostOf",
    "outputs": [
      {
        "internalType": "string",
        "name": "",
        "type": "string"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "idOf",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint64",
        "name": "chainId",
        "type": "uint64"
      },
      {
        "internalType": "uint64",
        "name": "rotationDelay",
        "type": "uint64"
      },
      {
        "components": [
          {
            "internalType": "address",
            "name": "account",
            "type": "address"
          },
          {
            "internalType": "bytes32",
            "name": "commitment",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "encryptionKey",
            "type": "bytes32"
          },
          {
            "internalType": "string",
            "name": "host",
            "type": "string"
          }
        ],
        "internalType": "struct Registrar.GenesisParticipant[]",
        "name": "providers",
        "type": "tuple[]"
      },
      {
        "components": [
          {
            "internalType": "address",
            "name": "account",
            "type": "address"
          },
          {
            "internalType": "bytes32",
            "name": "commitment",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "encryptionKey",
            "type": "bytes32"
          },
          {
            "internalType": "string",
            "name": "host",
            "type": "string"
          }
        ],
        "internalType": "struct Registrar.GenesisParticipant[]",
        "name": "labs",
        "type": "tuple[]"
      }
    ],
    "name": "initialize",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      },
      {
        "internalType": "uint8",
        "name": "role",
        "type": "uint8"
      }
    ],
    "name": "isActive",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "a",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "b",
        "type": "bytes32"
      }
    ],
    "name": "isAffiliated",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      }
    ],
    "name": "isSwitchFired",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "internalType": "uint64",
        "name": "atTime",
        "type": "uint64"
      }
    ],
    "name": "isSwitchFiredAt",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      }
    ],
    "name": "participant",
    "outputs": [
      {
        "components": [
          {
            "internalType": "address",
            "name": "account",
            "type": "address"
          },
          {
            "internalType": "uint8",
            "name": "role",
            "type": "uint8"
          },
          {
            "internalType": "bool",
            "name": "active",
            "type": "bool"
          },
          {
            "internalType": "address",
            "name": "sponsor",
            "type": "address"
          },
          {
            "internalType": "uint64",
            "name": "since",
            "type": "uint64"
          },
          {
            "internalType": "bytes32",
            "name": "encryptionKey",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "sponsorId",
            "type": "bytes32"
          }
        ],
        "internalType": "struct IRegistrar.Participant",
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "participantOf",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "components": [
          {
            "internalType": "address",
            "name": "account",
            "type": "address"
          },
          {
            "internalType": "uint8",
            "name": "role",
            "type": "uint8"
          },
          {
            "internalType": "bool",
            "name": "active",
            "type": "bool"
          },
          {
            "internalType": "address",
            "name": "sponsor",
            "type": "address"
          },
          {
            "internalType": "uint64",
            "name": "since",
            "type": "uint64"
          },
          {
            "internalType": "bytes32",
            "name": "encryptionKey",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "sponsorId",
            "type": "bytes32"
          }
        ],
        "internalType": "struct IRegistrar.Participant",
        "name": "p",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "proposalId",
        "type": "uint256"
      }
    ],
    "name": "proposal",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint8",
            "name": "kind",
            "type": "uint8"
          },
          {
            "internalType": "address",
            "name": "subject",
            "type": "address"
          },
          {
            "internalType": "bytes32",
            "name": "commitment",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "encryptionKey",
            "type": "bytes32"
          },
          {
            "internalType": "string",
            "name": "host",
            "type": "string"
          },
          {
            "internalType": "address",
            "name": "proposer",
            "type": "address"
          },
          {
            "internalType": "bool",
            "name": "open",
            "type": "bool"
          },
          {
            "internalType": "uint32",
            "name": "votes",
            "type": "uint32"
          }
        ],
        "internalType": "struct IRegistrar.Proposal",
        "name": "p",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint8",
        "name": "kind",
        "type": "uint8"
      },
      {
        "internalType": "address",
        "name": "subject",
        "type": "address"
      },
      {
        "internalType": "bytes32",
        "name": "commitment",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "encryptionKey",
        "type": "bytes32"
      },
      {
        "internalType": "string",
        "name": "host",
        "type": "string"
      },
      {
        "internalType": "uint64",
        "name": "consentDeadline",
        "type": "uint64"
      },
      {
        "internalType": "bytes",
        "name": "consent",
        "type": "bytes"
      }
    ],
    "name": "propose",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "proposalId",
        "type": "uint256"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "newAccount",
        "type": "address"
      },
      {
        "internalType": "bytes32",
        "name": "newEncryptionKey",
        "type": "bytes32"
      },
      {
        "internalType": "uint64",
        "name": "deadline",
        "type": "uint64"
      },
      {
        "internalType": "bytes",
        "name": "consent",
        "type": "bytes"
      }
    ],
    "name": "proposeRotation",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "newAccount",
        "type": "address"
      },
      {
        "internalType": "bytes32",
        "name": "newEncryptionKey",
        "type": "bytes32"
      },
      {
        "internalType": "uint64",
        "name": "deadline",
        "type": "uint64"
      },
      {
        "internalType": "bytes",
        "name": "consent",
        "type": "bytes"
      },
      {
        "internalType": "address[]",
        "name": "custodians",
        "type": "address[]"
      },
      {
        "internalType": "uint8",
        "name": "threshold",
        "type": "uint8"
      },
      {
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      },
      {
        "internalType": "bytes[]",
        "name": "approvals",
        "type": "bytes[]"
      }
    ],
    "name": "proposeRotationByCustodians",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "newAccount",
        "type": "address"
      },
      {
        "internalType": "bytes32",
        "name": "newEncryptionKey",
        "type": "bytes32"
      },
      {
        "internalType": "uint64",
        "name": "deadline",
        "type": "uint64"
      },
      {
        "internalType": "bytes",
        "name": "consent",
        "type": "bytes"
      },
      {
        "internalType": "address[]",
        "name": "heirs",
        "type": "address[]"
      },
      {
        "internalType": "uint8",
        "name": "threshold",
        "type": "uint8"
      },
      {
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      },
      {
        "internalType": "bytes[]",
        "name": "approvals",
        "type": "bytes[]"
      }
    ],
    "name": "proposeRotationByHeirs",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      }
    ],
    "name": "recoveryOf",
    "outputs": [
      {
        "components": [
          {
            "internalType": "bytes32",
            "name": "custodians",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "heirs",
            "type": "bytes32"
          },
          {
            "internalType": "uint64",
            "name": "timeout",
            "type": "uint64"
          },
          {
            "internalType": "uint64",
            "name": "lastTouch",
            "type": "uint64"
          }
        ],
        "internalType": "struct IRegistrar.Recovery",
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "address",
            "name": "account",
            "type": "address"
          },
          {
            "internalType": "uint8",
            "name": "role",
            "type": "uint8"
          },
          {
            "internalType": "bytes32",
            "name": "commitment",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "encryptionKey",
            "type": "bytes32"
          },
          {
            "internalType": "uint64",
            "name": "deadline",
            "type": "uint64"
          },
          {
            "internalType": "bytes",
            "name": "consent",
            "type": "bytes"
          }
        ],
        "internalType": "struct IRegistrar.Registration[]",
        "name": "registrations",
        "type": "tuple[]"
      }
    ],
    "name": "register",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "sponsor",
        "type": "address"
      },
      {
        "components": [
          {
            "internalType": "address",
            "name": "account",
            "type": "address"
          },
          {
            "internalType": "uint8",
            "name": "role",
            "type": "uint8"
          },
          {
            "internalType": "bytes32",
            "name": "commitment",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "encryptionKey",
            "type": "bytes32"
          },
          {
            "internalType": "uint64",
            "name": "deadline",
            "type": "uint64"
          },
          {
            "internalType": "bytes",
            "name": "consent",
            "type": "bytes"
          }
        ],
        "internalType": "struct IRegistrar.Registration",
        "name": "registration",
        "type": "tuple"
      },
      {
        "internalType": "bool",
        "name": "acceptRelationship",
        "type": "bool"
      }
    ],
    "name": "registerFor",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "proposalId",
        "type": "uint256"
      }
    ],
    "name": "rescind",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      }
    ],
    "name": "rotationOf",
    "outputs": [
      {
        "components": [
          {
            "internalType": "address",
            "name": "newAccount",
            "type": "address"
          },
          {
            "internalType": "bytes32",
            "name": "newEncryptionKey",
            "type": "bytes32"
          },
          {
            "internalType": "uint64",
            "name": "effectiveAt",
            "type": "uint64"
          }
        ],
        "internalType": "struct IRegistrar.Rotation",
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "encryptionKey",
        "type": "bytes32"
      }
    ],
    "name": "setEncryptionKey",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "string",
        "name": "host",
        "type": "string"
      }
    ],
    "name": "setHost",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "custodians",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "heirs",
        "type": "bytes32"
      },
      {
        "internalType": "uint64",
        "name": "timeout",
        "type": "uint64"
      }
    ],
    "name": "setRecovery",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "touch",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "vetoRotation",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "proposalId",
        "type": "uint256"
      },
      {
        "internalType": "bool",
        "name": "support",
        "type": "bool"
      }
    ],
    "name": "vote",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  }
] as const;

export const registrarSlots = { ids: 0n, rows: 1n, governors: 4n } as const;

export const registrarCode = '0x6080604052600436101561001257600080fd5b60003560e01c806305c0ea2914611d865780630b18974f14611d2457806318044d5f14611c2c5780631e2da05b14611c0e57806330326c1714611a855780633835db8814611a4b5780633b5171fc1461196d5780633ea053eb146118955780634390ea701461185f5780634bd29672146114125780635b2c09aa1461138357806372196e0f14610eb257806374efc9aa14610d3a578063763e051f14610cb35780637c1bebe214610c8b5780637cdca1b714610b9157806387bd2fd314610b4c578063958970cd14610b1c578063992343b51461097f578063998fb585146108d85780639ab2a2d6146107a1578063a55526db14610758578063a5ab89ff1461059f578063b2312bdf146104fc578063ba0ce583146104a7578063ba7feaba14610453578063c4aea7ec1461042f578063c54f70d4146103af578063c9d27afe146102fc578063d94fe832146102d1578063e3fa2e421461024e578063f698da25146102305763fce8d5341461018757600080fd5b3461022b576101ac61019836611ee0565b93959a9b909291949b999699989798612c95565b946101c06001600160401b034216876123ef565b15610201576101ff9b6101ea6101fa9688600052600a602052848484600160406000200154612ca7565b6101f58a8989612dc9565b612e3d565b612590565b005b7f40df8dcf0000000000000000000000000000000000000000000000000000000060005260046000fd5b600080fd5b3461022b57600036600319011261022b576020600354604051908152f35b3461022b57604036600319011261022b576004356024358082149081156102ab575b8115610284575b6020826040519015158152f35b90506000526005602052604060002090600052602052602060ff6040600020541682610277565b905081600052600560205260406000208160005260205260ff6040600020541690610270565b3461022b57602036600319011261022b5760206102f46102ef611de1565b6124cc565b604051908152f35b3461022b57604036600319011261022b57600435610318611e50565b9061032161286c565b9181600052600760205260ff60046040600020015460a01c1615610385571561034e57906101ff916128d3565b6103588282612fa5565b7fac05407a6652d4176a78eef947797abafece4f293b64728ecf55f898a404c230602060405160008152a3005b7f49c743100000000000000000000000000000000000000000000000000000000060005260046000fd5b3461022b57602036600319011261022b5760043580600052600760205260ff60046040600020015460a01c1615610385576103e861286c565b81600052600860205260406000205403610405576101ff90612f13565b7f7d1b73b90000000000000000000000000000000000000000000000000000000060005260046000fd5b3461022b57600036600319011261022b57602063ffffffff60045416604051908152f35b3461022b57606036600319011261022b5761046c611de1565b6024356001600160401b03811161022b5760c0600319823603011261022b57604435801515810361022b576020926102f49260040190612446565b3461022b57602036600319011261022b5760043560005260026020526104f86104dd6104e46040600020604051928380926121c1565b0382612166565b604051918291602083526020830190611e6f565b0390f35b3461022b57602036600319011261022b576000606060405161051d81612115565b8281528260208201528260408201520152600435600052600a602052608060406000206001600160401b036040519161055583612115565b8181549384815260026001840154936020830194855201549282606060408401938287168552019460401c1684526040519586525160208601525116604084015251166060820152f35b3461022b57602036600319011261022b576004356001600160401b03811161022b576105cf903690600401611e23565b6105d761250b565b91610100821161073d5782600052600260205260406000206001600160401b038311610727576106118361060b8354612187565b83612269565b6000601f841160011461069f579160409161066685807fb9b5fd6d39dac551ae231952d736e22fbc99e2c9543e780a30f82d3937c1b4569796600091610694575b508160011b916000199060031b1c19161790565b90555b82825193849260208452816020850152848401376000828201840152601f01601f19168101030190a2005b905084013589610652565b8181526020812090601f198516815b81811061070f57509160409391867fb9b5fd6d39dac551ae231952d736e22fbc99e2c9543e780a30f82d3937c1b456979694106106f5575b5050600184811b019055610669565b830135600019600387901b60f8161c1916905586806106e6565b919260206001819286890135815501940192016106ae565b634e487b7160e01b600052604160045260246000fd5b506319e4269160e01b60005260045261010060245260446000fd5b3461022b57600036600319011261022b5761077161250b565b61077a8161251d565b7fed482023e62938354dc6bb90b24b196bbfcedd7b196c93e2603d6a04565e9a2c600080a2005b3461022b57602036600319011261022b5773fffffffffffffffffffffffffffffffffffffffe33036108ae57600354610884576001600160401b0360045460601c1660405160208101917fd87cd6ef79d4e2b95e15ce8abf732db51ec771f1ca2edccf22a46c729ac5647283527f61083d925dc193f2de0cf85599d2907a89022fce9673cb4bbd510ed6bdae76fc60408301527fc89efdaa54c0f20c7adf612882df0950f5a951637e0307cdcb4c672f298b8bc6606083015260808201523060a082015260043560c082015260c0815261087c60e082612166565b519020600355005b7fa0094ce30000000000000000000000000000000000000000000000000000000060005260046000fd5b7fc928da190000000000000000000000000000000000000000000000000000000060005260046000fd5b3461022b57602036600319011261022b576101006109056108f7611de1565b6108ff612326565b506124cc565b61097d6109118261235d565b604051928352602083019060c080916001600160a01b03815116845260ff60208201511660208501526040810151151560408501526001600160a01b0360608201511660608501526001600160401b03608082015116608085015260a081015160a08501520151910152565bf35b3461022b57602036600319011261022b5760043561099b61250b565b5080600052600160205260406000209080600052600b6020526040600020916040516109c681612130565b6001600160a01b038454168082526001600160401b03600260018701549660208501978852015416906040830191825215610af2576001600160401b03905116804210610ac5575060ff825460a81c1615610a9b576101ff936001600160a01b0360029285600052600b60205260008460408220828155826001820155015581808654169151168091877f8c41dbcc7842f85abe8a62fe180b01ab19c0795c797bf0167c3d023d303a6943600080a41673ffffffffffffffffffffffffffffffffffffffff198454161783555191015561251d565b7f80cb55e20000000000000000000000000000000000000000000000000000000060005260046000fd5b7f4755210e0000000000000000000000000000000000000000000000000000000060005260045260246000fd5b7fc94d2e610000000000000000000000000000000000000000000000000000000060005260046000fd5b3461022b57604036600319011261022b576020610b42610b3a611e0d565b6004356123ef565b6040519015158152f35b3461022b576101ff610b796101fa6101ea610b6636611ee0565b969c979b91989a9d90959d949294612c95565b9788600052600a602052848484604060002054612ca7565b3461022b57600036600319011261022b57610baa61250b565b80600052600b602052604060002060405190610bc582612130565b6001600160401b0360026001600160a01b038354169283855260018101546020860152015416906040830191825215610af257516001600160401b0316421015610c61576001600160a01b039082600052600b60205260006002604082208281558260018201550155610c378361251d565b5116907fbd598b81c211f3651a243b2c553a4b20752496f8078599388839ad38f6b2c8ec600080a3005b7fccf97fc60000000000000000000000000000000000000000000000000000000060005260046000fd5b3461022b57602036600319011261022b576020610b426001600160401b0342166004356123ef565b3461022b57602036600319011261022b5760e0610cd160043561235d565b61097d604051809260c080916001600160a01b03815116845260ff60208201511660208501526040810151151560408501526001600160a01b0360608201511660608501526001600160401b03608082015116608085015260a081015160a08501520151910152565b3461022b57602036600319011261022b576004356001600160401b03811161022b57610d6a903690600401611eb0565b610d7261250b565b9182600052600160205260ff60406000205460a01c16916001831493841580948195610ea6575b50610e7c576101008211610e615760005b828110610db357005b6001908686610e3e575b15610e3157610dd7610dd08286886122cc565b84336129a7565b80610de4575b5001610daa565b7f86b1288fa4d9120fa0a210df5edf51961e996300db19e21df83196a04b522de760206001600160a01b03610e22610e1d868a8c6122cc565b612312565b1692604051908152a287610ddd565b63524f4c4560e01b610dd7565b50600360ff610e596020610e5385898b6122cc565b01612304565b161415610dbd565b5063bb1cb70b60e01b60005260045261010060245260446000fd5b7fdf4795c70000000000000000000000000000000000000000000000000000000060005260046000fd5b60039150141586610d99565b3461022b5760e036600319011261022b5760043560ff811680910361022b576024356001600160a01b0381169182820361022b57604435606435916084356001600160401b03811161022b57610f0c903690600401611e23565b60009691965060a435936001600160401b03851680950361022b5760c4356001600160401b03811161022b57610f46903690600401611e23565b8291610f5061286c565b97600388036111e8575050505050610f6786611fa6565b801580156111d8575b6111ae57806000526001602052600160ff60406000205460a01c16148061119c575b611172575b610fa2600654612244565b958660065586600052600760205260406000209260038401906001600160401b0381116107275760209a610fe082610fda8554612187565b85612269565b600090601f8311600114611104579261101e8360049897948b97946102f49e9f976000926110f9575b50508160011b916000199060031b1c19161790565b90555b600285015560018401557fffffffffffffffffffffff00000000000000000000000000000000000000000074ffffffffffffffffffffffffffffffffffffffff0084549260081b16911617178155017401000000000000000000000000000000000000000060ff60a01b198254161781556001600160a01b03331673ffffffffffffffffffffffffffffffffffffffff19825416179055846000526008865282604060002055604051918252847faeb6621ed978e19e62af97548598b561a39f8845901df685ec11a7941451342d873394a4826128d3565b013590503880611009565b8382528c822091601f198416815b81811061115b5750938a96936102f49d9e96936001938360049c9b9810611141575b505050811b019055611021565b0135600019600384901b60f8161c191690558f8080611134565b91938f600181928787013581550195019201611112565b7f36c552cb0000000000000000000000000000000000000000000000000000000060005260046000fd5b50600163ffffffff6004541614610f92565b7ff365255d0000000000000000000000000000000000000000000000000000000060005260046000fd5b506111e281612772565b15610f70565b6001881493841580611378575b61134e576101008711611333578760005260006020526040600020546113225761121e816128a8565b611311578142116112e7576112b094156112df576001915b6040519160ff60208401947f0f017d5c4044be7a0b8870e717d7862f0876a1afd44e60a05ee84c4836711d3486528b60408601528b606086015216608084015260a08301528b60c0830152600060e0830152610100820152610100815261129f61012082612166565b5190206112aa613057565b8b61308d565b610f97575b7f94db27a50000000000000000000000000000000000000000000000000000000060005260046000fd5b600291611236565b7fc479e86d0000000000000000000000000000000000000000000000000000000060005260046000fd5b630d82400f60e01b60005260046000fd5b63f649c1a560e01b60005260046000fd5b866319e4269160e01b60005260045261010060245260446000fd5b7f8c640ddd0000000000000000000000000000000000000000000000000000000060005260046000fd5b5060028914156111f5565b3461022b57602036600319011261022b576000604080516113a381612130565b8281528260208201520152600435600052600b602052606060406000206001600160401b036040516113d481612130565b6001600160a01b0383541692838252604083600260018401549360208601948552015416920191825260405193845251602084015251166040820152f35b3461022b57608036600319011261022b576004356001600160401b038116810361022b5761143e611e0d565b6044356001600160401b03811161022b5761145d903690600401611eb0565b90926064356001600160401b03811161022b5761147e903690600401611eb0565b93909173fffffffffffffffffffffffffffffffffffffffe33036108ae57600454906001600160401b038260601c16611835578415611172576bffffffffffffffff0000000073ffffffffffffffff0000000000000000000000007fffffffffffffffffffffffff00000000000000000000000000000000ffffffff9260609897981b169360201b1691161717600455600091607e1985360301925b848110156116a75760008160051b870135858112156116a3578701906001600160a01b0361154783612312565b16815280602052604081205461169457602082013591611566836128a8565b611685578061158961157a61159393612312565b856001604085013592826131a6565b606081019061283a565b9190928152600260205260408120926001600160401b038311611671576115c4836115be8654612187565b86612269565b81601f84116001146116095760019594936115f5939092836115fe5750508160011b916000199060031b1c19161790565b90555b0161151a565b013590508b80611009565b91601f19841685845260208420935b81811061165957509160019695949291838895931061163f575b505050811b0190556115f8565b0135600019600384901b60f8161c191690558a8080611632565b91936020600181928787013581550195019201611618565b602482634e487b7160e01b81526041600452fd5b600482630d82400f60e01b8152fd5b8063f649c1a560e01b60049252fd5b5080fd5b5090600091607e19823603015b818410156101ff576000938060051b840135828112156118315784016001600160a01b036116e182612312565b16865285602052604086205461182257602081013590611700826128a8565b611813578061158961171461172393612312565b846002604085013592826131a6565b90918752600260205260408720916001600160401b0382116117ff5761174d82610fda8554612187565b87601f831160011461179757916001959697988192611780949261178c5750508160011b916000199060031b1c19161790565b90555b019291906116b4565b013590508980611009565b90601f19831684835260208320925b8181106117e75750906001969798998488959493106117cd575b505050811b019055611783565b0135600019600384901b60f8161c191690558880806117c0565b99926020600181928686013581550194019a016117a6565b602488634e487b7160e01b81526041600452fd5b600487630d82400f60e01b8152fd5b60048663f649c1a560e01b8152fd5b8580fd5b7f0dc149f00000000000000000000000000000000000000000000000000000000060005260046000fd5b3461022b57604036600319011261022b57602061188b61187d611de1565b611885611e5f565b90612076565b1515604051908152f35b3461022b57602036600319011261022b576118ae611de1565b6118b661250b565b6118bf82611fa6565b918215610a9b57826000526001602052604060002080549260ff8460a01c1660038110610e7c5785820361192b575b505060ff60a81b196001600160a01b039316905516907fac4a936d09c8a247704ba7bf700602e320925d37026133d1090438bcd4a76171600080a3005b60031461194357600182015403610e7c5784806118ee565b7f30cd74710000000000000000000000000000000000000000000000000000000060005260046000fd5b3461022b57606036600319011261022b57611986611df7565b611a2461199161250b565b916001600160401b036040516119a681612115565b600435815281806002602084019360243585528260408201971687526060810194834216865289600052600a6020526040600020915182555160018201550194511616821984541617835551166fffffffffffffffff0000000000000000196fffffffffffffffff000000000000000083549260401b169116179055565b7ff6be8f332cf6a443383b0c4f4a62467fd15fc619495ec160cf1729f1dff6895b600080a2005b3461022b57602036600319011261022b576001600160a01b03611a6c611de1565b1660005260006020526020604060002054604051908152f35b3461022b57602036600319011261022b57600435604051611aa5816120f9565b60008152602081016000905260408101600090526060810160009052608081016060905260a081016000905260c081016000905260e0016000905280600052600760205260406000209060405190611afc826120f9565b82549260ff84168352602083019360081c6001600160a01b0316845260018101549160408401928352600282015491606085019283526040519081806003830190611b46916121c1565b03611b519083612166565b60808601918252600401549260a08601946001600160a01b038516865260c08701938560a01c60ff161515855260e088019560a81c63ffffffff168652611b97906127c9565b63ffffffff168552604051978897602089525160ff166020890152516001600160a01b031660408801525160608701525160808601525160a0850161010090526101208501611be591611e6f565b92516001600160a01b031660c085015251151560e08401525163ffffffff166101008301520390f35b3461022b57604036600319011261022b5760206102f461187d611de1565b3461022b57604036600319011261022b57611c45611de1565b611c4d611e50565b90611c5f611c5961250b565b91611fa6565b9182158015611d1b575b8015611d0b575b8015611cfb575b611cd15760207fc37d17d8403a50f1c7025accdeb20e008e31c67e932cc0678eea9c1c24337083918360005260058252604060002085600052825260406000209015159060ff1981541660ff8316179055604051908152a3005b7f9ca940160000000000000000000000000000000000000000000000000000000060005260046000fd5b50611d0583612772565b15611c77565b50611d1582612772565b15611c70565b50818314611c69565b3461022b57608036600319011261022b57611d3d611de1565b611d45611df7565b606435916001600160401b03831161022b57611d686101ff933690600401611e23565b929091611d7361250b565b90611d7d8261251d565b60243591612590565b3461022b57602036600319011261022b576004357fd153ee6a3def2ba8412e85dccab3118e02aba7d8efff62cb2bf228a647d0ed266020611dc561250b565b92836000526001825280600260406000200155604051908152a2005b600435906001600160a01b038216820361022b57565b604435906001600160401b038216820361022b57565b602435906001600160401b038216820361022b57565b9181601f8401121561022b578235916001600160401b03831161022b576020838186019501011161022b57565b60243590811515820361022b57565b6024359060ff8216820361022b57565b919082519283825260005b848110611e9b575050826000602080949584010152601f8019910116010190565b80602080928401015182828601015201611e7a565b9181601f8401121561022b578235916001600160401b03831161022b576020808501948460051b01011161022b57565b61012060031982011261022b576004356001600160a01b038116810361022b57916024356001600160a01b038116810361022b5791604435916064356001600160401b038116810361022b57916084356001600160401b03811161022b5781611f4b91600401611e23565b9290929160a4356001600160401b03811161022b5781611f6d91600401611eb0565b9290929160c43560ff8116810361022b579160e4359161010435906001600160401b03821161022b57611fa291600401611eb0565b9091565b6001600160a01b031680600052600060205260406000205490816000526001602052604060002054906001600160a01b038216149081611ffe575b5080611ff6575b15611ff05790565b50600090565b506001611fe8565b60ff915060a81c1638611fe1565b6001600160a01b031680600052600060205260406000205490816000526001602052604060002054906001600160a01b038216149081612067575b81612056575b5015611ff05790565b60ff915060a01c166001143861204d565b905060ff8160a81c1690612047565b6001600160a01b03169081600052600060205260406000205491826000526001602052604060002054906001600160a01b0382161491826120ea575b826120c2575b505015611ff05790565b60ff16801592509082156120da575b505038806120b8565b60a01c60ff1614905038806120d1565b915060ff8160a81c16916120b2565b61010081019081106001600160401b0382111761072757604052565b608081019081106001600160401b0382111761072757604052565b606081019081106001600160401b0382111761072757604052565b60e081019081106001600160401b0382111761072757604052565b90601f801991011681019081106001600160401b0382111761072757604052565b90600182811c921680156121b7575b60208310146121a157565b634e487b7160e01b600052602260045260246000fd5b91607f1691612196565b600092918154916121d183612187565b808352926001811690811561222757506001146121ed57505050565b60009081526020812093945091925b83831061220d575060209250010190565b6001816020929493945483858701015201910191906121fc565b915050602093945060ff929192191683830152151560051b010190565b60001981146122535760010190565b634e487b7160e01b600052601160045260246000fd5b919091601f831161227a575b505050565b81831161228657505050565b60005260206000206020601f830160051c92106122c3575b81601f9101920160051c039060005b82811015612275576000828201556001016122ad565b6000915061229e565b91908110156122ee5760051b8101359060be198136030182121561022b570190565b634e487b7160e01b600052603260045260246000fd5b3560ff8116810361022b5790565b356001600160a01b038116810361022b5790565b604051906123338261214b565b600060c0838281528260208201528260408201528260608201528260808201528260a08201520152565b612365612326565b506000526001602052604060002080546001820154908160005260016020526001600160401b0360026001600160a01b036040600020541694015491604051946123ae8661214b565b6001600160a01b038216865260ff8260a01c16602087015260ff8260a81c1615156040870152606086015260b01c16608084015260a083015260c082015290565b600052600a602052600260406000200154906001600160401b03821690811515928361241c575b50505090565b60401c6001600160401b03169182019250908210612253576001600160401b031611388080612416565b9190734d6564526563000000000000000000000000000233036124a257600360ff61247360208401612304565b1603612494576124828361200c565b8015610e7c5761249193612b69565b90565b50505063524f4c4560e01b90565b7f75d8a17a0000000000000000000000000000000000000000000000000000000060005260046000fd5b6001600160a01b031690816000526000602052604060002054918260005260016020526001600160a01b03604060002054160361250557565b60009150565b61251433611fa6565b908115610a9b57565b80600052600a6020526001600160401b036002604060002001541661253f5750565b600052600a60205261258e6001600160401b0342166002604060002001906fffffffffffffffff0000000000000000196fffffffffffffffff000000000000000083549260401b169116179055565b565b929490919383600052600b6020526001600160a01b0360406000205416612748576001600160a01b03831695866000526000602052604060002054611322576001600160401b0316928342116112e7576126479360405160208101917f1f150141eb69bc03103e933380867f782342e2999ac241de5ba98b29a20e3a84835287604083015289606083015288608083015260a082015260a0815261263560c082612166565b51902090612641613057565b9061308d565b156112b557826000526000602052806040600020556001600160401b0360045460201c166001600160401b034216016001600160401b038111612253576001600160401b036002816040519361269c85612130565b87855260208501968752816040860191169687825286600052600b6020526001600160a01b038060406000209751161673ffffffffffffffffffffffffffffffffffffffff198754161786555160018601555116920191166001600160401b03198254161790558060005260016020527fb492dea42fedbb8e0bf29af112b5a4b14d462de38922c0583ae0ed377fe0cd2e60206001600160a01b036040600020541693604051908152a4565b7f31fb48010000000000000000000000000000000000000000000000000000000060005260046000fd5b806000526001602052600160ff60406000205460a01c1614908115612795575090565b90506000526001602052600260ff60406000205460a01c161490565b80548210156122ee5760005260206000200190600090565b90600091600052600960205260406000206000908054915b8281106127ed57505050565b6127f781836127b1565b90549060031b1c600052600160205260ff60406000205460a81c1661281f575b6001016127e1565b9363ffffffff1663ffffffff81146122535760010193612817565b903590601e198136030182121561022b57018035906001600160401b03821161022b5760200191813603831361022b57565b6128753361200c565b90811561287e57565b7f3480e2b20000000000000000000000000000000000000000000000000000000060005260046000fd5b80159081156128b5575090565b905060005260016020526001600160a01b0360406000205416151590565b906128de8183612fa5565b816000526009602052604060002080546801000000000000000081101561072757612913818493600161292a940181556127b1565b819391549060031b91821b91600019901b19161790565b9055817fac05407a6652d4176a78eef947797abafece4f293b64728ecf55f898a404c230602060405160018152a3612961816127c9565b60011b6401fffffffe63fffffffe8216911681036122535763ffffffff600454161061298a5750565b61258e906134dd565b356001600160401b038116810361022b5790565b6129af613057565b9160208401600360ff6129c183612304565b16108015612b54575b612b44576001600160a01b036129df86612312565b166000526000602052604060002054612b2b57604085013592612a01846128a8565b612b015760808601946001600160401b03612a1b87612993565b164211612ad657612a57612a76926000612a5198888b612a3a81612312565b946060612a468b612304565b9201359c8d94612993565b9561337b565b612a6088612312565b90612a6e60a08a018a61283a565b93909261308d565b15612aad57612a90612a8a612aa896612312565b91612304565b916000526001602052600160406000200154926131a6565b600090565b50505050507f434f4e53454e545f494e56414c4944000000000000000000000000000000000090565b505050505050507f434f4e53454e545f45585049524544000000000000000000000000000000000090565b5050505050507f434f4d4d49544d454e545f54414b454e0000000000000000000000000000000090565b50505050506c20a2222922a9a9afaa20a5a2a760991b90565b505050505063524f4c4560e01b90565b50600560ff612b6283612304565b16116129ca565b919290612b74613057565b916020850190600360ff612b8784612304565b16108015612c80575b612c6f576001600160a01b03612ba587612312565b166000526000602052604060002054612c5557604086013593612bc7856128a8565b612c2a57608087016001600160401b03612be082612993565b164211612bfe57612a5196612a7693612a5792888b612a3a81612312565b50505050505050507f434f4e53454e545f45585049524544000000000000000000000000000000000090565b505050505050507f434f4d4d49544d454e545f54414b454e0000000000000000000000000000000090565b5050505050506c20a2222922a9a9afaa20a5a2a760991b90565b50505050505063524f4c4560e01b90565b50600560ff612c8e84612304565b1611612b90565b61251490612ca161250b565b50611fa6565b9392919284158015612dbe575b612d945760208411612d7a57909160405192839160208301958060808501606089525260a0840192906000905b808210612d3f575050509260ff612d0b94166040840152606083015203601f198101835282612166565b51902003612d1557565b7f9a239d180000000000000000000000000000000000000000000000000000000060005260046000fd5b9195945091928535906001600160a01b038216820361022b57602080916001600160a01b036001941681520196019201869495939291612ce1565b8363bb1cb70b60e01b600052600452602060245260446000fd5b7fc2774d640000000000000000000000000000000000000000000000000000000060005260046000fd5b5060ff831615612cb4565b916001600160401b03906001600160a01b036040519360208501957f2b53f036118f5aeb76a22259570e3dbc41bc6c6655ada5223c4bd093e1a90e858752604086015216606084015216608082015260808152612e2760a082612166565b51902090565b91908110156122ee5760051b0190565b959392949091612e4b613057565b9260009560005b83811080612f0a575b15612ec257612e6b81858561369f565b612e9f57612e7d610e1d828686612e2d565b858210156122ee5786612e9a918c612a6e8560051b8c018c61283a565b612ead575b612ea890612244565b612e52565b96612eba612ea891612244565b979050612e9f565b50975050505050509060ff1690818110612eda575050565b7f3ef8fc500000000000000000000000000000000000000000000000000000000060005260045260245260446000fd5b50848110612e5b565b806000526007602052600460406000200160ff60a01b1981541690557faffed5d901d9fbe9106721fa52653ede403c09699f9f810f6d378acc51fb50fa602060405160008152a2565b806000526007602052600460406000200160ff60a01b1981541690557faffed5d901d9fbe9106721fa52653ede403c09699f9f810f6d378acc51fb50fa602060405160018152a2565b60005260096020526040600020906000905b825490818310156130515780612fcd84866127b1565b90549060031b1c036130455750600019810190811161225357612913612ff661300492856127b1565b90549060031b1c92846127b1565b90558054801561302f57600019019061301d82826127b1565b8154906000199060031b1b1916905555565b634e487b7160e01b600052603160045260246000fd5b91600191500190612fb7565b50505050565b60035490811561306357565b7f0c4ba7e50000000000000000000000000000000000000000000000000000000060005260046000fd5b93929060418414801590613195575b61318b578360401161022b576020820135927f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a08411613180576040519060208201927f19010000000000000000000000000000000000000000000000000000000000008452602283015260428201526042815261311a606282612166565b5190209280604010156122ee5760201161022b5760209260009260809260408135918151948552013560f81c868401526040830152606082015282805260015afa15613174576001600160a01b0380600051921691161490565b6040513d6000823e3d90fd5b505050505050600090565b5050505050600090565b506001600160a01b0385161561309c565b919392906001600160a01b031692836000526000602052826040600020556040519060c08201908282106001600160401b038311176107275760029160405285835260ff60208401971696878152604084016001815260608501906001600160401b0343168252608086019287845260a087019485528860005260016020526001600160a01b038060406000209851161673ffffffffffffffffffffffffffffffffffffffff198854161787555160ff60a01b1974ff000000000000000000000000000000000000000088549260a01b16911617865551151560ff60a81b1975ff00000000000000000000000000000000000000000087549260a81b169116178555517fffff0000000000000000ffffffffffffffffffffffffffffffffffffffffffff7dffffffffffffffff0000000000000000000000000000000000000000000086549260b01b169116178455516001840155519101556001841461334c575b60005260016020527f4a9de9ada8ea251cef25d3c7da93807501f5b8a7dc70cae3c8aba76e509a667060206001600160a01b036040600020541694604051908152a4565b600454600163ffffffff82160163ffffffff81116122535763ffffffff169063ffffffff191617600455613308565b959260ff6001600160401b03959296936001600160a01b03604051988160208b019b7f0f017d5c4044be7a0b8870e717d7862f0876a1afd44e60a05ee84c4836711d348d521660408b015216606089015216608087015260a086015260c0850152151560e0840152166101008201526101008152612e2761012082612166565b9190918281146134d85761340f8354612187565b6001600160401b038111610727576134318161342b8454612187565b84612269565b600093601f82116001146134725761346392939482916000926134675750508160011b916000199060031b1c19161790565b9055565b015490503880611009565b845260208085208386529085209094601f198316815b8181106134c0575095836001959697106134a7575b505050811b019055565b015460001960f88460031b161c1916905538808061349d565b9192600180602092868b015481550194019201613488565b509050565b8060005260076020526040600020906001820154600360ff845416146135ee576001600160a01b03835460081c166000526000602052604060002054158015906135df575b6135d45760038361355b61258e9554600160ff8216146000146135cc578460015b6001600160a01b0360028601549360081c16826131a6565b016135668154612187565b613572575b5050612f5c565b6135c27fb9b5fd6d39dac551ae231952d736e22fbc99e2c9543e780a30f82d3937c1b456918360005260026020526135ae8160406000206133fb565b6040519182916020835260208301906121c1565b0390a2388061356b565b846002613543565b5061258e9150612f13565b506135e9816128a8565b613522565b809250600052600160205260406000209160ff835460a81c16156135d457600160ff845460a01c1614613661575b6001600160a01b038361258e94549060ff60a81b198216905516907fac4a936d09c8a247704ba7bf700602e320925d37026133d1090438bcd4a76171600080a3612f5c565b6004549263ffffffff84166001811461117257600019019063ffffffff82116122535763ffffffff1990941663ffffffff919091161760045561361c565b909160005b8181106136b45750505050600090565b6136c2610e1d828686612e2d565b6001600160a01b03806136d9610e1d868989612e2d565b169116146136e9576001016136a4565b5050505060019056';

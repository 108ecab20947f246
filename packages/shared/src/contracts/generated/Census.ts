// Made by scripts/build-contracts.ts from sources 92185d3d4947ef4646347536ff2d4f5e52f2e7aa33037437204998017f39e152; do not edit.

export const censusAbi = [
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
        "name": "expected",
        "type": "uint256"
      }
    ],
    "name": "CommitmentsInvalid",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "DisputeAnswerInvalid",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "DisputeDeadlineAhead",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "DisputeDeadlinePassed",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "DisputeExists",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "DisputeNotOpen",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint64",
        "name": "epoch",
        "type": "uint64"
      }
    ],
    "name": "EpochAlreadyClosed",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint64",
        "name": "epoch",
        "type": "uint64"
      }
    ],
    "name": "EpochNotClosed",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint64",
        "name": "epoch",
        "type": "uint64"
      }
    ],
    "name": "EpochNotOver",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint64",
        "name": "epoch",
        "type": "uint64"
      }
    ],
    "name": "EpochWithoutOffers",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "until",
        "type": "uint256"
      }
    ],
    "name": "GraceNotOver",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint64",
        "name": "spent",
        "type": "uint64"
      }
    ],
    "name": "LifetimeBelowSpent",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint64",
        "name": "current",
        "type": "uint64"
      }
    ],
    "name": "LifetimeRaised",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "MissAlreadyReported",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NotActive",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NotEntitled",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NotLab",
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
    "name": "NotRewardRule",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NotSystem",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "PolicyInvalid",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "PolicyMissing",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ProductExists",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ProductInvalid",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ProductNotOffered",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ProductUnknown",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ReleaseAlreadyLost",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ReleaseAlreadyPublished",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ReleaseNotFunded",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ReleaseNotPublished",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "SnapshotRootMissing",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint8",
        "name": "tier",
        "type": "uint8"
      },
      {
        "internalType": "uint8",
        "name": "finestTier",
        "type": "uint8"
      }
    ],
    "name": "TierUnknown",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "providerId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "uint64",
        "name": "epoch",
        "type": "uint64"
      }
    ],
    "name": "CloseMissed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "disputeId",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "bytes",
        "name": "encryptedKey",
        "type": "bytes"
      }
    ],
    "name": "DisputeAnswered",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "disputeId",
        "type": "uint256"
      }
    ],
    "name": "DisputeFailed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "uint256",
        "name": "disputeId",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "labId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "releaseKey",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "uint8",
        "name": "tier",
        "type": "uint8"
      }
    ],
    "name": "DisputeOpened",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "labId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "releaseKey",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "providerId",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "product",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "uint64",
        "name": "epoch",
        "type": "uint64"
      },
      {
        "indexed": false,
        "internalType": "uint8",
        "name": "tier",
        "type": "uint8"
      }
    ],
    "name": "Entitled",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "providerId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "uint64",
        "name": "epoch",
        "type": "uint64"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "snapshotRoot",
        "type": "bytes32"
      }
    ],
    "name": "EpochClosed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "providerId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "product",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "uint64",
        "name": "epoch",
        "type": "uint64"
      },
      {
        "indexed": false,
        "internalType": "uint8",
        "name": "tier",
        "type": "uint8"
      },
      {
        "indexed": false,
        "internalType": "uint8",
        "name": "outcome",
        "type": "uint8"
      }
    ],
    "name": "OfferRecorded",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "providerId",
        "type": "bytes32"
      }
    ],
    "name": "PolicyChanged",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "product",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "uint8",
        "name": "finestTier",
        "type": "uint8"
      },
      {
        "indexed": false,
        "internalType": "uint64",
        "name": "microRho",
        "type": "uint64"
      }
    ],
    "name": "ProductAdded",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "providerId",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "product",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "bool",
        "name": "offered",
        "type": "bool"
      }
    ],
    "name": "ProductOffered",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "product",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "voter",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "uint8",
        "name": "finestTier",
        "type": "uint8"
      },
      {
        "indexed": false,
        "internalType": "uint64",
        "name": "microRho",
        "type": "uint64"
      }
    ],
    "name": "ProductProposed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "releaseKey",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "providerId",
        "type": "bytes32"
      }
    ],
    "name": "ReleaseLost",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "releaseKey",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "providerId",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "product",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "uint64",
        "name": "epoch",
        "type": "uint64"
      },
      {
        "indexed": false,
        "internalType": "bytes32[]",
        "name": "commitments",
        "type": "bytes32[]"
      }
    ],
    "name": "ReleasePublished",
    "type": "event"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "product",
        "type": "bytes32"
      },
      {
        "internalType": "uint8",
        "name": "finestTier",
        "type": "uint8"
      },
      {
        "internalType": "uint64",
        "name": "microRho",
        "type": "uint64"
      }
    ],
    "name": "addProduct",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "disputeId",
        "type": "uint256"
      },
      {
        "internalType": "bytes",
        "name": "encryptedKey",
        "type": "bytes"
      }
    ],
    "name": "answerDispute",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint64",
        "name": "epoch",
        "type": "uint64"
      },
      {
        "internalType": "bytes32",
        "name": "snapshotRoot",
        "type": "bytes32"
      }
    ],
    "name": "closeEpoch",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "providerId",
        "type": "bytes32"
      },
      {
        "internalType": "uint64",
        "name": "epoch",
        "type": "uint64"
      }
    ],
    "name": "closedAt",
    "outputs": [
      {
        "internalType": "uint64",
        "name": "",
        "type": "uint64"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "releaseKey",
        "type": "bytes32"
      },
      {
        "internalType": "uint8",
        "name": "tier",
        "type": "uint8"
      }
    ],
    "name": "commitmentOf",
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
    "inputs": [],
    "name": "currentEpoch",
    "outputs": [
      {
        "internalType": "uint64",
        "name": "",
        "type": "uint64"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "disputeId",
        "type": "uint256"
      }
    ],
    "name": "disputeOf",
    "outputs": [
      {
        "components": [
          {
            "internalType": "bytes32",
            "name": "labId",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "releaseKey",
            "type": "bytes32"
          },
          {
            "internalType": "uint8",
            "name": "tier",
            "type": "uint8"
          },
          {
            "internalType": "uint64",
            "name": "openedAt",
            "type": "uint64"
          },
          {
            "internalType": "uint8",
            "name": "stage",
            "type": "uint8"
          }
        ],
        "internalType": "struct ICensus.Dispute",
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
        "name": "labId",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "releaseKey",
        "type": "bytes32"
      },
      {
        "internalType": "uint8",
        "name": "tier",
        "type": "uint8"
      }
    ],
    "name": "entitle",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "labId",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "releaseKey",
        "type": "bytes32"
      }
    ],
    "name": "entitlementOf",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint8",
            "name": "tier",
            "type": "uint8"
          },
          {
            "internalType": "uint64",
            "name": "grantedAt",
            "type": "uint64"
          }
        ],
        "internalType": "struct ICensus.Entitlement",
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "epochSeconds",
    "outputs": [
      {
        "internalType": "uint64",
        "name": "",
        "type": "uint64"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "disputeId",
        "type": "uint256"
      }
    ],
    "name": "failDispute",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "genesisTime",
    "outputs": [
      {
        "internalType": "uint64",
        "name": "",
        "type": "uint64"
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
            "internalType": "uint64",
            "name": "genesisTime",
            "type": "uint64"
          },
          {
            "internalType": "uint64",
            "name": "epochSeconds",
            "type": "uint64"
          },
          {
            "internalType": "uint64",
            "name": "closeGraceSeconds",
            "type": "uint64"
          },
          {
            "internalType": "uint32",
            "name": "commonsDelayEpochs",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "disputeBlocks",
            "type": "uint32"
          }
        ],
        "internalType": "struct Catalogue.Clock",
        "name": "clock",
        "type": "tuple"
      },
      {
        "components": [
          {
            "internalType": "bytes32",
            "name": "product",
            "type": "bytes32"
          },
          {
            "internalType": "uint8",
            "name": "finestTier",
            "type": "uint8"
          },
          {
            "internalType": "uint64",
            "name": "microRho",
            "type": "uint64"
          }
        ],
        "internalType": "struct Census.GenesisProduct[]",
        "name": "products",
        "type": "tuple[]"
      },
      {
        "components": [
          {
            "internalType": "bytes32",
            "name": "providerId",
            "type": "bytes32"
          },
          {
            "internalType": "uint32",
            "name": "minimumCohort",
            "type": "uint32"
          },
          {
            "internalType": "uint64",
            "name": "lifetimeMicroRho",
            "type": "uint64"
          },
          {
            "internalType": "uint64",
            "name": "sliceMicroRho",
            "type": "uint64"
          },
          {
            "internalType": "uint32",
            "name": "periodEpochs",
            "type": "uint32"
          },
          {
            "internalType": "bytes32[]",
            "name": "products",
            "type": "bytes32[]"
          }
        ],
        "internalType": "struct Census.GenesisPolicy[]",
        "name": "policies",
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
        "internalType": "bytes32",
        "name": "providerId",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "product",
        "type": "bytes32"
      }
    ],
    "name": "isOffered",
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
        "name": "providerId",
        "type": "bytes32"
      }
    ],
    "name": "marksOf",
    "outputs": [
      {
        "internalType": "uint32",
        "name": "",
        "type": "uint32"
      },
      {
        "internalType": "uint32",
        "name": "",
        "type": "uint32"
      },
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
        "name": "labId",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "releaseKey",
        "type": "bytes32"
      },
      {
        "internalType": "uint8",
        "name": "tier",
        "type": "uint8"
      }
    ],
    "name": "mayClaim",
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
        "name": "product",
        "type": "bytes32"
      },
      {
        "internalType": "bool",
        "name": "offered",
        "type": "bool"
      }
    ],
    "name": "offerProduct",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "releaseKey",
        "type": "bytes32"
      },
      {
        "internalType": "uint8",
        "name": "tier",
        "type": "uint8"
      }
    ],
    "name": "openDispute",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "disputeId",
        "type": "uint256"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "providerId",
        "type": "bytes32"
      }
    ],
    "name": "policyOf",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint32",
            "name": "minimumCohort",
            "type": "uint32"
          },
          {
            "internalType": "uint64",
            "name": "lifetimeMicroRho",
            "type": "uint64"
          },
          {
            "internalType": "uint64",
            "name": "sliceMicroRho",
            "type": "uint64"
          },
          {
            "internalType": "uint32",
            "name": "periodEpochs",
            "type": "uint32"
          },
          {
            "internalType": "uint64",
            "name": "sinceEpoch",
            "type": "uint64"
          }
        ],
        "internalType": "struct ICensus.Policy",
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
        "name": "product",
        "type": "bytes32"
      }
    ],
    "name": "productOf",
    "outputs": [
      {
        "components": [
          {
            "internalType": "bool",
            "name": "exists",
            "type": "bool"
          },
          {
            "internalType": "uint8",
            "name": "finestTier",
            "type": "uint8"
          },
          {
            "internalType": "uint64",
            "name": "microRho",
            "type": "uint64"
          }
        ],
        "internalType": "struct ICensus.Product",
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
        "name": "product",
        "type": "bytes32"
      },
      {
        "internalType": "uint64",
        "name": "epoch",
        "type": "uint64"
      },
      {
        "internalType": "bytes32[]",
        "name": "commitments",
        "type": "bytes32[]"
      }
    ],
    "name": "publishRelease",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "providerId",
        "type": "bytes32"
      },
      {
        "components": [
          {
            "internalType": "bytes32",
            "name": "product",
            "type": "bytes32"
          },
          {
            "internalType": "uint64",
            "name": "epoch",
            "type": "uint64"
          },
          {
            "internalType": "uint8",
            "name": "tier",
            "type": "uint8"
          }
        ],
        "internalType": "struct IRelationships.Offer",
        "name": "offer",
        "type": "tuple"
      }
    ],
    "name": "recordOffer",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "providerId",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "product",
        "type": "bytes32"
      },
      {
        "internalType": "uint64",
        "name": "epoch",
        "type": "uint64"
      }
    ],
    "name": "releaseKeyOf",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "releaseKey",
        "type": "bytes32"
      }
    ],
    "name": "releaseOf",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint8",
            "name": "stage",
            "type": "uint8"
          },
          {
            "internalType": "bytes32",
            "name": "providerId",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "product",
            "type": "bytes32"
          },
          {
            "internalType": "uint64",
            "name": "epoch",
            "type": "uint64"
          },
          {
            "internalType": "uint64",
            "name": "microRho",
            "type": "uint64"
          },
          {
            "internalType": "uint64",
            "name": "fundedAt",
            "type": "uint64"
          },
          {
            "internalType": "uint64",
            "name": "publishedAt",
            "type": "uint64"
          },
          {
            "internalType": "bool",
            "name": "lost",
            "type": "bool"
          }
        ],
        "internalType": "struct ICensus.Release",
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
        "name": "product",
        "type": "bytes32"
      },
      {
        "internalType": "uint64",
        "name": "epoch",
        "type": "uint64"
      }
    ],
    "name": "reportLost",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "providerId",
        "type": "bytes32"
      },
      {
        "internalType": "uint64",
        "name": "epoch",
        "type": "uint64"
      }
    ],
    "name": "reportMissedClose",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint32",
        "name": "minimumCohort",
        "type": "uint32"
      },
      {
        "internalType": "uint64",
        "name": "lifetimeMicroRho",
        "type": "uint64"
      },
      {
        "internalType": "uint64",
        "name": "sliceMicroRho",
        "type": "uint64"
      },
      {
        "internalType": "uint32",
        "name": "periodEpochs",
        "type": "uint32"
      }
    ],
    "name": "setPolicy",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "providerId",
        "type": "bytes32"
      },
      {
        "internalType": "uint64",
        "name": "epoch",
        "type": "uint64"
      }
    ],
    "name": "snapshotRootOf",
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
        "name": "providerId",
        "type": "bytes32"
      }
    ],
    "name": "spentMicroRho",
    "outputs": [
      {
        "internalType": "uint64",
        "name": "",
        "type": "uint64"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "providerId",
        "type": "bytes32"
      }
    ],
    "name": "unlockedMicroRho",
    "outputs": [
      {
        "internalType": "uint64",
        "name": "",
        "type": "uint64"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const;

export const censusCode = '0x6080604052600436101561001257600080fd5b60003560e01c806309fb511514612178578063136d20b414611bdb5780631db367b614611b725780631e6b70f814611b1d578063240b8d3d146119405780633b1135271461176557806342c6498a1461173e578063482cc50f1461170657806350e7d9fb1461144c57806352574a441461142e5780635483a0b51461138c5780636dcf56e7146110db5780636fd3436e1461104f5780636ff9b6ba14610d4a5780637667180814610d1e5780637746108814610c7257806392a5a3f114610b1c57806396eb31d814610ae7578063a78e6d4814610ac4578063b1eb0fb714610a23578063b5f8447a14610770578063b7e02b4314610678578063bbf2fdd61461054f578063bf5dc9c0146103bd578063c7a6211514610349578063ce8292ad14610318578063e10f6b93146102cf578063f8c59c16146101ae578063fb0b73c4146101955763fb5bb0c31461016657600080fd5b346101905760003660031901126101905760206001600160401b0360005460401c16604051908152f35b600080fd5b34610190576101ac6101a63661223d565b9161287e565b005b34610190576040366003190112610190576101c76121fb565b6101dc6101d2612fdb565b9160043583612849565b80600052600660205260406000208054600260ff8216036102a55760ff8160081c1661027b576101009061ff001916179055816000526009602052604060002080546bffffffff000000000000000061023d63ffffffff8360401c166123c3565b60401b16906bffffffff000000000000000019161790557ff4ecbbd07890c85ad5b0e9555514468e87ea0b7122ea9dbe89153ca22bb1f121600080a3005b7fee24b1090000000000000000000000000000000000000000000000000000000060005260046000fd5b7ff00b713b0000000000000000000000000000000000000000000000000000000060005260046000fd5b34610190576040366003190112610190576102e86121fb565b60043560005260076020526001600160401b03604060002091166000526020526020604060002054604051908152f35b34610190576060366003190112610190576020610341610336612211565b602435600435612849565b604051908152f35b346101905761035736612227565b906000602060405161036881612367565b8281520152600052600a6020526040600020906000526020526040806000206001600160401b0382519161039b83612367565b5481602060ff831694858152019160081c168152835192835251166020820152f35b34610190576040366003190112610190576004356024356001600160401b03811161019057366023820112156101905780600401356001600160401b038111610190573660248284010111610190576104158361305f565b61041d612fdb565b6001820154600052600660205260016040600020015403610525578115801561051a575b6104f05761044e816130ab565b6104c6577fe9ace27c3a66456d7d13d91e506a59e3b806d43add19f169792fcda40d8bd35692602492600260409301690200000000000000000069ff000000000000000000198254161790558083519485936020855282602086015201848401376000828201840152601f01601f19168101030190a2005b7f9a2384a90000000000000000000000000000000000000000000000000000000060005260046000fd5b7f9375d8850000000000000000000000000000000000000000000000000000000060005260046000fd5b506110008211610441565b7f3480e2b20000000000000000000000000000000000000000000000000000000060005260046000fd5b34610190576040366003190112610190576004356001600160401b0381168091036101905760243561057f612fdb565b906001600160401b03610590612656565b1683101561064a5780156106205781600052600760205260408060002060009085825260205220805461060b57818155600101805467ffffffffffffffff1916436001600160401b03161790556040519081527f281055f9a07760e6c90498bf0388d9cb39a7db9fe91459806e74b8bfb9bf8baa90602090a3005b836391f306d360e01b60005260045260246000fd5b7f90f7ed780000000000000000000000000000000000000000000000000000000060005260046000fd5b827facb91bdb0000000000000000000000000000000000000000000000000000000060005260045260246000fd5b3461019057602036600319011261019057600435610694612f31565b61069d8161305f565b6106a6816130ab565b156107465780600260019201690300000000000000000069ff000000000000000000198254161790550154600052600660205260016040600020015460005260096020526040600020805467ffffffff0000000061070c63ffffffff8360201c166123c3565b60201b169067ffffffff0000000019161790557f183ff67b2f5e17cf9d9062fb8cca7bfeeffed82f6fd9dd292a2ac3ced3bd4e4b600080a2005b7f33f809f80000000000000000000000000000000000000000000000000000000060005260046000fd5b346101905760403660031901126101905760043561078c6121bb565b604051631e2da05b60e01b81523360048201526002602482015291602083604481734d656452656300000000000000000000000000015afa928315610a17576000936109e0575b5082156109b757806000526006602052600260ff60406000205416036102a5576107fe828285612680565b1561098d5782600052600d602052604060002081600052602052604060002060ff831660005260205260ff604060002054166109635782602093928493600052600d84526040600020836000528452604060002060ff821660005284526040600020600160ff198254161790557f5a134de22230326367bd71dec840a20d80c0791bcfaab1ad90a306b41e6bce33610897600b546124d4565b94859283600b55604051906108ab82612330565b85825282820187815261092f6001600160401b0360ff6040860194169485855260ff806002606084019385431685526080810197600189528d600052600c8c52604060002091518255516001820155019651161660ff198654161785555116839068ffffffffffffffff0082549160081b169068ffffffffffffffff001916179055565b51815469ff000000000000000000191660489190911b69ff00000000000000000016179055604051908152a4604051908152f35b7f502c754b0000000000000000000000000000000000000000000000000000000060005260046000fd5b7fcde917f70000000000000000000000000000000000000000000000000000000060005260046000fd5b7ece391a0000000000000000000000000000000000000000000000000000000060005260046000fd5b90926020823d602011610a0f575b816109fb60209383612382565b81010312610a0c57505191836107d3565b80fd5b3d91506109ee565b6040513d6000823e3d90fd5b3461019057602036600319011261019057610a3c61262b565b50600435600052600c60205260a0604060002060ff60405191610a5e83612330565b6001600160401b0381549384815283600260018501549460208401958652015493604083019082861682528260806060860195878960081c168752019660481c168652604051978852516020880152511660408601525116606084015251166080820152f35b34610190576020610add610ad73661223d565b91612680565b6040519015158152f35b3461019057602036600319011261019057600435600052600560205260206001600160401b0360406000205416604051908152f35b3461019057602036600319011261019057600060e0604051610b3d8161234b565b8281528260208201528260408201528260608201528260808201528260a08201528260c082015201526004356000526006602052610100604060002060405190610b868261234b565b6001600160401b038154928160ff8516948583528160ff8260081c1615159586602086015281808460101c1680604088015260e0828660501c16938460608a015265ffffffffffff808860901c16978860808c015260c01c16988960a082015260026001830154928360c08401520154928391015260e0604051610c098161234b565b8d81526020810192835260408101938452606081019485526080810196875260a0810198895260c081019a8b52019a8b526040519b8c525160208c01525160408b01525116606089015251166080870152511660a0850152511660c083015251151560e0820152f35b346101905760403660031901126101905760043560243580151580820361019057610c9b612fdb565b9183600052600160205260ff6040600020541615610d0d577f6ce168576e44956293bcf2ffa42b3fffcc55f81b3b4cad74a4674cec77ce525191610d046020928560005260028452604060002087600052845260406000209060ff801983541691151516179055565b604051908152a3005b6394c9ddb160e01b60005260046000fd5b34610190576000366003190112610190576020610d39612656565b6001600160401b0360405191168152f35b346101905760803660031901126101905760043563ffffffff811680910361019057610d746121fb565b90610d7d612211565b6064359263ffffffff841680940361019057610d97612fdb565b938460005260046020526001600160401b0360406000205460201c16918560005260056020526001600160401b0360406000205416928015158061103d575b61101057506001600160401b031691808310610fe35750610df5612656565b9180158015610fd2575b8015610fca575b610fb95777ffffffffffffffffffffffffffffffffffffffffffffffff90610e478760005260046020526001600160401b0360406000205460201c16151590565b15610fb057610e98610e5888612537565b8860005260056020526040600020906fffffffffffffffff0000000000000000196fffffffffffffffff000000000000000083549260401b169116179055565b60405195610ea587612330565b8652602086019081526001600160401b036040870195168552606086019283526001600160401b03608087019416845286600052600460205263ffffffff8060406000209751161663ffffffff1987541617865551937fffffffffffffffff0000000000000000000000000000000000000000ffffffff6bffffffffffffffff000000007fffffffffffffffff00000000000000000000000000000000000000000000000063ffffffff60a01b73ffffffffffffffff0000000000000000000000008a54955160601b16965160a01b16965160c01b169660201b169116171617171790557f1d522f904a49b4288df957789eaa654550162d5ddf6e2d8aa163b9f7a1286fbe600080a2005b610e9885610e58565b63dbfebf9d60e01b60005260046000fd5b508115610e06565b506001600160401b03841615610dff565b7f6533e9ee0000000000000000000000000000000000000000000000000000000060005260045260246000fd5b7fa504082e0000000000000000000000000000000000000000000000000000000060005260045260246000fd5b50806001600160401b03831611610dd6565b346101905760203660031901126101905760006040805161106f81612315565b82815282602082015201526004356000526001602052606060406000206001600160401b03604051916110a183612315565b5460ff8082161515938481528360406020830192848660081c168452019360101c1683526040519485525116602084015251166040820152f35b34610190576060366003190112610190576004356110f76121fb565b906044356001600160401b038111610190576111179036906004016121cb565b611122939193612fdb565b9361112e838587612849565b9283600052600660205260406000209560ff87541660028114611362576001036113385780600052600760205260406000206001600160401b038316600052602052604060002054156113015785600052600160205260ff60406000205460081c1691600183018093116111fe578285036112e85760005b60ff81168481101561122d576111bd8188886122ef565b351561121457908160406111d460ff948a8a6122ef565b35918a600052600860205281600020600091825260205220551660ff81146111fe576001016111a6565b634e487b7160e01b600052601160045260246000fd5b84906332c3f39760e01b60005260045260245260446000fd5b5088547fffff000000000000ffffffffffffffffffffffffffffffffffffffffffffff00164360c01b65ffffffffffff60c01b16176002178955848388848b8a604051918252604060208301528060408301527f07ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff811161019057816001600160401b037fb80be9ec05882e12be05fb59df3b913eefeca6d989a8b0b25b1533525e58f6029460609360051b80998585013716968101030190a4005b82856332c3f39760e01b60005260045260245260446000fd5b6001600160401b03827f284c27ad000000000000000000000000000000000000000000000000000000006000521660045260246000fd5b7fac6151990000000000000000000000000000000000000000000000000000000060005260046000fd5b7f7e14c5f00000000000000000000000000000000000000000000000000000000060005260046000fd5b34610190576020366003190112610190576113a561262b565b50600435600052600460205260a060406000206001600160401b03604051916113cd83612330565b5463ffffffff808216938481528360208201818560201c168152816040840191818760601c1683526080606086019587898d1c168752019660c01c875260405198895251166020880152511660408601525116606084015251166080820152f35b34610190576020366003190112610190576020610d39600435612537565b34610190576060366003190112610190576004356114686121bb565b611470612211565b90611479612fdb565b611484838386612983565b6040805160ff841681526001600160401b0385166020820152829186917f9bf4513412e6968bd243601df5aaa5b9bc3cbcf7f1a3e3285e755b113bf69c289190a3604051602081019085825260ff841660408201526001600160401b0385166060820152606081526114f7608082612382565b51902060005260036020526040600020906001916000808254915b82811061163a5750156115e6575b5050508060011b90808204600214901517156111fe576040517fc4aea7ec000000000000000000000000000000000000000000000000000000008152602081600481734d656452656300000000000000000000000000015afa908115610a175760009161159f575b5063ffffffff161061159657005b6101ac92612a3d565b6020813d6020116115de575b816115b860209383612382565b810103126115da57519063ffffffff82168203610a0c575063ffffffff611588565b5080fd5b3d91506115ab565b6801000000000000000081101561162457611606916001820181556123db565b819291549060031b91821b91600019901b1916179055848080611520565b634e487b7160e01b600052604160045260246000fd5b908461164683866123db565b90549060031b1c146000146116615750600180915b01611512565b9061166c81856123db565b90549060031b1c6040519063763e051f60e01b8252600482015260e081602481734d656452656300000000000000000000000000015afa8015610a17576040916000916116d8575b5001516116c4575b60019061165b565b946116d06001916124d4565b9590506116bc565b6116f9915060e03d81116116ff575b6116f18183612382565b810190612421565b8b6116b4565b503d6116e7565b346101905761171436612227565b906000526002602052604060002090600052602052602060ff604060002054166040519015158152f35b346101905760003660031901126101905760206001600160401b0360005416604051908152f35b34610190576040366003190112610190576004356117816121fb565b9061178a612f31565b80600052600760205260406000206001600160401b0383166000526020526040600020600181019081549060ff8260401c161561190957546118eb5760ff8160481c166118c1576001600160401b0360005494169360018501908186116111fe576001600160401b0361181161180961181c94838560401c16906123b0565b8284166123a3565b9160801c16906123a3565b80421115611894575069010000000000000000009069ff0000000000000000001916179055806000526009602052604060002063ffffffff611860818354166123c3565b1663ffffffff198254161790557fdf0a1ae9e80257729ea99905bec21dffb963f65cf132a89d634dee948c6c52ca600080a3005b7fdd5c599c0000000000000000000000000000000000000000000000000000000060005260045260246000fd5b7f79c435060000000000000000000000000000000000000000000000000000000060005260046000fd5b6001600160401b03846391f306d360e01b6000521660045260246000fd5b6001600160401b03857fa1b5a4cd000000000000000000000000000000000000000000000000000000006000521660045260246000fd5b3461019057608036600319011261019057600435606036602319011261019057734d656452656300000000000000000000000000023303611af3578060005260026020526040600020602435908160005260205260ff6040600020541615611ac95780600052600160205260ff60406000205460081c1660ff6119c161229c565b16158015611ab6575b611a7b57506119f28260005260046020526001600160401b0360406000205460201c16151590565b15611a5157611a0082612b0b565b917ffa1d8762e2f40ea5f8aa6630b8607b064c8a41f82fe60d0f2b983891971a63b760406001600160401b03611a34612261565b60ff611a3e61229c565b97818551991689521660208801521694a4005b7fd4bc5bb30000000000000000000000000000000000000000000000000000000060005260046000fd5b60ff611a8561229c565b7fe753b47c000000000000000000000000000000000000000000000000000000006000521660045260245260446000fd5b508060ff611ac261229c565b16116119ca565b7f71f0a8d70000000000000000000000000000000000000000000000000000000060005260046000fd5b7f75d8a17a0000000000000000000000000000000000000000000000000000000060005260046000fd5b3461019057604036600319011261019057611b366121fb565b60043560005260076020526001600160401b036040600020911660005260205260206001600160401b0360016040600020015416604051908152f35b34610190576020366003190112610190576004356000526009602052606060406000206040805191611ba383612315565b5463ffffffff81169283815263ffffffff808360201c1692836020840152841c16928391015260405192835260208301526040820152f35b3461019057366003190160e081126101905760a0136101905760a4356001600160401b03811161019057366023820112156101905780600401356001600160401b0381116101905736602460608302840101116101905760c4356001600160401b03811161019057611c519036906004016121cb565b9073fffffffffffffffffffffffffffffffffffffffe330361214e576001600160401b0360005460401c16612124576004356001600160401b0381169081810361019057506001600160401b031960005416176000556024356001600160401b0381168103610190576fffffffffffffffff0000000000000000196fffffffffffffffff00000000000000006000549260401b16911617600055611cf3612261565b6000546064359063ffffffff82168203610190576084359063ffffffff82168203610190576fffffffffffffffffffffffffffffffff77ffffffffffffffff000000000000000000000000000000007fffffffff00000000000000000000000000000000000000000000000000000000847bffffffff000000000000000000000000000000000000000000000000955060e01b169560801b169116179160c01b16171760005560005b83811015611df857600190611df2606082028701602481013590611dec611de660448301611de16064611dce836122ac565b950194611dda86612277565b9087612983565b6122ac565b91612277565b91612a3d565b01611d9c565b5060009060be1981360301925b808310156101ac576000918360051b8101358581121561212057810190813592611e316020840161228b565b611e3d60408501612277565b611e4960608601612277565b906001600160401b03611e5e6080880161228b565b9116908115801561210f575b8015612101575b6120f257611e988860005260046020526001600160401b0360406000205460201c16151590565b156120e657611eeb611ea989612537565b9b969b5b898b52600560205260408b20906fffffffffffffffff0000000000000000196fffffffffffffffff000000000000000083549260401b169116179055565b63ffffffff60405194611efd86612330565b168452602084019182526001600160401b03604085019316835263ffffffff606085019116815277ffffffffffffffffffffffffffffffffffffffffffffffff60808501928a8452898b52600460205263ffffffff8060408d209751161663ffffffff1987541617865551937fffffffffffffffff0000000000000000000000000000000000000000ffffffff6bffffffffffffffff000000007fffffffffffffffff00000000000000000000000000000000000000000000000063ffffffff60a01b73ffffffffffffffff0000000000000000000000008a54955160601b16965160a01b16965160c01b169660201b16911617161717179055837f1d522f904a49b4288df957789eaa654550162d5ddf6e2d8aa163b9f7a1286fbe8680a260a0830196855b61202d89866122ba565b90508110156120d15761204a816120448b886122ba565b906122ef565b358752600160205260ff604088205416156120c257806120706001926120448c896122ba565b35878952600260205260408920818a52602052604089208360ff19825416179055877f6ce168576e44956293bcf2ffa42b3fffcc55f81b3b4cad74a4674cec77ce52516020604051868152a301612023565b6004876394c9ddb160e01b8152fd5b50959250955092506001915001919092611e05565b611eeb839b969b611ead565b60048963dbfebf9d60e01b8152fd5b5063ffffffff811615611e71565b506001600160401b03831615611e6a565b8380fd5b7f0dc149f00000000000000000000000000000000000000000000000000000000060005260046000fd5b7fc928da190000000000000000000000000000000000000000000000000000000060005260046000fd5b34610190576040366003190112610190576121916121bb565b600435600052600860205260ff604060002091166000526020526020604060002054604051908152f35b6024359060ff8216820361019057565b9181601f84011215610190578235916001600160401b038311610190576020808501948460051b01011161019057565b602435906001600160401b038216820361019057565b604435906001600160401b038216820361019057565b6040906003190112610190576004359060243590565b606090600319011261019057600435906024359060443560ff811681036101905790565b6044356001600160401b03811681036101905790565b356001600160401b03811681036101905790565b3563ffffffff811681036101905790565b60643560ff811681036101905790565b3560ff811681036101905790565b903590601e198136030182121561019057018035906001600160401b03821161019057602001918160051b3603831361019057565b91908110156122ff5760051b0190565b634e487b7160e01b600052603260045260246000fd5b606081019081106001600160401b0382111761162457604052565b60a081019081106001600160401b0382111761162457604052565b61010081019081106001600160401b0382111761162457604052565b604081019081106001600160401b0382111761162457604052565b90601f801991011681019081106001600160401b0382111761162457604052565b919082018092116111fe57565b818102929181159184041417156111fe57565b63ffffffff60019116019063ffffffff82116111fe57565b80548210156122ff5760005260206000200190600090565b519073ffffffffffffffffffffffffffffffffffffffff8216820361019057565b5190811515820361019057565b908160e09103126101905760405190600060e083016001600160401b038111848210176124c057604052612454826123f3565b8352602082015160ff811681036115da57602084015261247660408301612414565b6040840152612487606083016123f3565b60608401526080820151906001600160401b0382168203610a0c57509060c091608084015260a081015160a0840152015160c082015290565b602482634e487b7160e01b81526041600452fd5b60001981146111fe5760010190565b906001600160401b03809116911603906001600160401b0382116111fe57565b906001600160401b0316908115612521576001600160401b03160490565b634e487b7160e01b600052601260045260246000fd5b8060005260046020526040600020906040519161255383612330565b549163ffffffff831681526001600160401b038360201c16602082019381855260408301916001600160401b038260601c1683526080606085019463ffffffff8460a01c168652019160c01c825215612621576001600160401b0393846125de6126039563ffffffff6125d56125fd96856125cc612656565b915116906124e3565b91511690612503565b16906000526005602052848060406000205460401c16935116906123b0565b906123a3565b915116908181101561261d576001600160401b0391501690565b5090565b5050505050600090565b6040519061263882612330565b60006080838281528260208201528260408201528260608201520152565b61267d6000546001600160401b036126728183168242166124e3565b9160401c1690612503565b90565b9160405163763e051f60e01b815283600482015260e081602481734d656452656300000000000000000000000000015afa8015610a175773ffffffffffffffffffffffffffffffffffffffff9160009161282a575b5051168015159081612770575b50156127685760ff169182612746575090506000526006602052604060002054600260ff8216149081612713575090565b90506001600160401b03612740612728612656565b928263ffffffff60005460c01c169160101c166123a3565b91161190565b600052600a60205260406000209060005260205260ff60406000205416101590565b505050600090565b6040517f4390ea7000000000000000000000000000000000000000000000000000000000815273ffffffffffffffffffffffffffffffffffffffff919091166004820152600260248201529050602081604481734d656452656300000000000000000000000000015afa908115610a17576000916127f0575b50386126e2565b90506020813d602011612822575b8161280b60209383612382565b810103126101905761281c90612414565b386127e9565b3d91506127fe565b612843915060e03d60e0116116ff576116f18183612382565b386126d5565b916001600160401b03906040519260208401948552604084015216606082015260608152612878608082612382565b51902090565b734d65645265630000000000000000000000000006330361295957816000526006602052604060002060ff815416156113385781600052600a602052604060002083600052602052604060002060ff8082541695169485111561295257805468ffffffffffffffffff191668ffffffffffffffff004360081b1617851790556001810154600282015491546040805193845260109190911c6001600160401b031660208401528201949094527f25536710e464d38a2038ddbbda69ef18c0999a7776a7c7ba95396d8c33a4b92b90606090a4565b5050505050565b7ff2ba2ddb0000000000000000000000000000000000000000000000000000000060005260046000fd5b91909180600052600160205260ff60406000205416612a135715918215612a07575b82156129f7575b5081156129e5575b506129bb57565b7f326c33cd0000000000000000000000000000000000000000000000000000000060005260046000fd5b6001600160401b0391501615386129b4565b600891925060ff161190386129ac565b60ff81161592506129a5565b7fb185df3a0000000000000000000000000000000000000000000000000000000060005260046000fd5b917fcd2e1d9c89014986add8a0083b8cbd918a508f350c46b3ce60db269f761a6fe791612aeb604051612a6f81612315565b600181526001600160401b036020820160ff8516815260408301908287168252886000526001602052612ab6604060002094511515859060ff801983541691151516179055565b518354915169ffffffffffffffffff001990921660089190911b61ff001617911660101b69ffffffffffffffff000016179055565b6040805160ff9290921682526001600160401b03929092166020820152a2565b8060005260076020526040600020604435906001600160401b0382169081830361019057816000526020526040600020916001600160401b03612b4c612656565b16808314908115612f1d575b50158015612f13575b612f0a57602435612b73828287612849565b9485600052600660205260ff60406000205416612e5a578160005260016020526001600160401b0360406000205460101c1693612bb085836130d0565b158015612db7575b612dab57612bc685836130d0565b15612d9557816000526005602052604060002090856001600160401b0383541601906001600160401b0382116111fe576001986001600160401b0397600297612d55958a65ffffffffffff96168b1982541617905550612cb6604051998a94612c2e8661234b565b8d8652600060208088018281526040808a0194855260608a01978852438b1660808b0190815260a08b0185815260c08c019e8f5260e0909b019e8f52988452600690925291209c518d549151925169ffffffffffffffffffff1990921660ff919091161791151560081b61ff001691909117911660101b69ffffffffffffffff000016178a55565b51907fffffffffffffffff0000000000000000000000000000ffffffffffffffffffff71ffffffffffffffff0000000000000000000077ffffffffffff0000000000000000000000000000000000008b54935160901b169360501b16911617178755511685907fffff000000000000ffffffffffffffffffffffffffffffffffffffffffffffff65ffffffffffff60c01b83549260c01b169116179055565b51858401555191015501805460ff8160401c1615612d75575b5050600190565b68ff00000000000000001916680100000000000000001790553880612d6e565b634e487b7160e01b600052600160045260246000fd5b50505050505050600390565b5060643560ff811681036101905760405163c586a18d60e01b8152600481018490526024810189905260ff9190911660448201526020816064816000734d656452656300000000000000000000000000065af1908115610a1757600091612e20575b5015612bb8565b90506020813d602011612e52575b81612e3b60209383612382565b8101031261019057612e4c90612414565b38612e19565b3d9150612e2e565b93505050506064359160ff831683036101905760405163c586a18d60e01b81526004810192909252602482015260ff9190911660448201526020816064816000734d656452656300000000000000000000000000065af1908115610a1757600091612ed0575b5015612ecb57600290565b600390565b90506020813d602011612f02575b81612eeb60209383612382565b8101031261019057612efc90612414565b38612ec0565b3d9150612ede565b50505050600390565b5082541515612b61565b9050600183018084116111fe571438612b58565b604051631e2da05b60e01b815233600482015260006024820152602081604481734d656452656300000000000000000000000000015afa908115610a1757600091612fa9575b5015612f7f57565b7f80cb55e20000000000000000000000000000000000000000000000000000000060005260046000fd5b90506020813d602011612fd3575b81612fc460209383612382565b81010312610190575138612f77565b3d9150612fb7565b60405190631e2da05b60e01b825233600483015260016024830152602082604481734d656452656300000000000000000000000000015afa918215610a175760009261302b575b50811561052557565b90916020823d602011613057575b8161304660209383612382565b81010312610a0c5750519038613022565b3d9150613039565b600052600c602052604060002090600160ff600284015460481c160361308157565b7fbbba55da0000000000000000000000000000000000000000000000000000000060005260046000fd5b6001600160401b0360026130cb92015460081c1660005460e01c906123a3565b431190565b906131006130fa6001600160401b03928460005260056020528380604060002054169116906123a3565b92612537565b1610159056';

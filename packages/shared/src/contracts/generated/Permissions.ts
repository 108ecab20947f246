// Made by scripts/build-contracts.ts from sources b59c4e433dab90daa5c5d17eb965308521b3df5b3814fcedd570e2a740819a9b; do not edit.

export const permissionsAbi = [
  {
    "inputs": [],
    "name": "GrantConditionInvalid",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "GrantExists",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "GrantRevoked",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "GrantUnknown",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "GrantWindowInvalid",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NotOwner",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NotSteward",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "PurposesInvalid",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint8",
        "name": "state",
        "type": "uint8"
      }
    ],
    "name": "WrongState",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "relationship",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint8",
        "name": "purposes",
        "type": "uint8"
      }
    ],
    "name": "CensusConsentSet",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "relationship",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "commitment",
        "type": "bytes32"
      }
    ],
    "name": "GrantConfirmed",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "relationship",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "commitment",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "uint64",
        "name": "start",
        "type": "uint64"
      },
      {
        "indexed": false,
        "internalType": "uint64",
        "name": "end",
        "type": "uint64"
      },
      {
        "indexed": false,
        "internalType": "uint8",
        "name": "condition",
        "type": "uint8"
      }
    ],
    "name": "Granted",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "relationship",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "commitment",
        "type": "bytes32"
      }
    ],
    "name": "Revoked",
    "type": "event"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "relationship",
        "type": "address"
      }
    ],
    "name": "censusConsentOf",
    "outputs": [
      {
        "internalType": "uint8",
        "name": "",
        "type": "uint8"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "relationship",
        "type": "address"
      },
      {
        "internalType": "bytes32",
        "name": "commitment",
        "type": "bytes32"
      }
    ],
    "name": "confirm",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "relationship",
        "type": "address"
      },
      {
        "internalType": "bytes32",
        "name": "commitment",
        "type": "bytes32"
      },
      {
        "internalType": "uint64",
        "name": "start",
        "type": "uint64"
      },
      {
        "internalType": "uint64",
        "name": "end",
        "type": "uint64"
      },
      {
        "internalType": "uint8",
        "name": "condition",
        "type": "uint8"
      }
    ],
    "name": "grant",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "relationship",
        "type": "address"
      },
      {
        "internalType": "bytes32",
        "name": "commitment",
        "type": "bytes32"
      }
    ],
    "name": "grantOf",
    "outputs": [
      {
        "components": [
          {
            "internalType": "uint64",
            "name": "start",
            "type": "uint64"
          },
          {
            "internalType": "uint64",
            "name": "end",
            "type": "uint64"
          },
          {
            "internalType": "uint8",
            "name": "condition",
            "type": "uint8"
          },
          {
            "internalType": "bool",
            "name": "confirmed",
            "type": "bool"
          },
          {
            "internalType": "bool",
            "name": "revoked",
            "type": "bool"
          },
          {
            "internalType": "bool",
            "name": "exists",
            "type": "bool"
          }
        ],
        "internalType": "struct IPermissions.Grant",
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
        "name": "relationship",
        "type": "address"
      },
      {
        "internalType": "bytes32",
        "name": "commitment",
        "type": "bytes32"
      },
      {
        "internalType": "uint64",
        "name": "atTime",
        "type": "uint64"
      }
    ],
    "name": "isGranted",
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
        "internalType": "address",
        "name": "relationship",
        "type": "address"
      },
      {
        "internalType": "bytes32",
        "name": "commitment",
        "type": "bytes32"
      }
    ],
    "name": "revoke",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "relationship",
        "type": "address"
      },
      {
        "internalType": "uint8",
        "name": "purposes",
        "type": "uint8"
      }
    ],
    "name": "setCensusConsent",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  }
] as const;

export const permissionsCode = '0x6080604052600436101561001257600080fd5b60003560e01c8063268d51bf1461053f57806328b03b6a1461050557806346356be61461041c57806353612e16146103b657806356086f3b146102ca57806388e627211461023a5763ce1576081461006957600080fd5b3461023557604036600319011261023557610082610887565b60243590604051631e2da05b60e01b815233600482015260016024820152602081604481734d656452656300000000000000000000000000015afa9081156101f457600091610200575b50801590811561016e575b5061014457806100ef836001600160a01b0393610d6d565b7101000000000000000000000000000000000071ff000000000000000000000000000000000019825416179055167f80abd6c57ebe44717cc12d4b4c666d73eae07eb60bfdc5bec211c7621ef422d2600080a3005b7f7e802d700000000000000000000000000000000000000000000000000000000060005260046000fd5b9050604051632abb3c6560e01b81526001600160a01b038316600482015260c081602481734d656452656300000000000000000000000000025afa80156101f4576020916000916101c5575b5001511415386100d7565b6101e7915060c03d60c0116101ed575b6101df81836108e6565b81019061092a565b386101ba565b503d6101d5565b6040513d6000823e3d90fd5b906020823d60201161022d575b8161021a602093836108e6565b8101031261022a575051386100cc565b80fd5b3d915061020d565b600080fd5b3461023557604036600319011261023557610253610887565b6001600160a01b036024359161026881610c37565b506102738382610d6d565b720100000000000000000000000000000000000072ff00000000000000000000000000000000000019825416179055167f6e70be4be1a4aebd688b5523bd8b6278acac3963d71ebf2bd5ea50757047664b600080a3005b34610235576040366003190112610235576102e3610887565b60243560ff8116809103610235576102fa82610c37565b5060ff811415806103ac575b61038257600181019161ffff831161036c577f54bd20fedcc8778c14725d88a89232992c3c9bcb48d1560fd58fca5899962197916001600160a01b036020921693846000526001835261ffff6040600020911661ffff19825416179055604051908152a2005b634e487b7160e01b600052601160045260246000fd5b7f81f567690000000000000000000000000000000000000000000000000000000060005260046000fd5b5060078111610306565b34610235576020366003190112610235576001600160a01b036103d7610887565b16600052600160205261ffff6040600020541680156000146104045750602060ff5b60ff60405191168152f35b6000190161ffff811161036c5760ff602091166103f9565b34610235576040366003190112610235576001600160a01b0361043d610887565b610445610c06565b50166000526000602052604060002060243560005260205260c0604060002060405190610471826108b4565b5467ffffffffffffffff8116918281526020810167ffffffffffffffff8360401c16815260ff60408301818560801c16815267ffffffffffffffff6060850193838760881c16151585528360a06080880197828a60901c1615158952019760981c161515875260405197885251166020870152511660408501525115156060840152511515608083015251151560a0820152f35b34610235576060366003190112610235576020610535610523610887565b61052b61089d565b906024359061099b565b6040519015158152f35b346102355760a036600319011261023557610558610887565b6024359061056461089d565b9060643567ffffffffffffffff8116809103610235576084359160ff83168093036102355760ff604061059683610c37565b0151166002810361085a575081151580610846575b61081c57600283116107f2576001600160a01b03169283600052600060205260406000208560005260205260406000205460ff8160901c166107c85760981c60ff1661079e577fa5ad68529b5ae39744a62e70043ea810db2d142bde899955a3f58ebca7ff18029260609267ffffffffffffffff6040519361062c856108b4565b16928381526020810182815260408201908482528683016000815260808401916000835260a0850193600185528b600052600060205260406000208d60005260205267ffffffffffffffff60406000209651167fffffffffffffffffffffffffffffff000000000000000000000000000000000070ff000000000000000000000000000000006fffffffffffffffff00000000000000008954955160401b16935160801b169316171717845551151571ff00000000000000000000000000000000001971ff000000000000000000000000000000000085549260881b16911617835551151572ff0000000000000000000000000000000000001972ff00000000000000000000000000000000000084549260901b1691161782555115157fffffffffffffffffffffffff00ffffffffffffffffffffffffffffffffffffff73ff0000000000000000000000000000000000000083549260981b16911617905560405192835260208301526040820152a3005b7f1a067d140000000000000000000000000000000000000000000000000000000060005260046000fd5b7faf9adea10000000000000000000000000000000000000000000000000000000060005260046000fd5b7f43e4aff70000000000000000000000000000000000000000000000000000000060005260046000fd5b7fa53efe5c0000000000000000000000000000000000000000000000000000000060005260046000fd5b5067ffffffffffffffff84168211156105ab565b7fe37d4aeb0000000000000000000000000000000000000000000000000000000060005260045260246000fd5b600435906001600160a01b038216820361023557565b6044359067ffffffffffffffff8216820361023557565b60c0810190811067ffffffffffffffff8211176108d057604052565b634e487b7160e01b600052604160045260246000fd5b90601f8019910116810190811067ffffffffffffffff8211176108d057604052565b5190811515820361023557565b519067ffffffffffffffff8216820361023557565b908160c09103126102355760405190610942826108b4565b8051825260208101516020830152604081015160ff81168103610235576109939160a091604085015261097760608201610908565b606085015261098860808201610915565b608085015201610915565b60a082015290565b6001600160a01b031690816000526000602052604060002090600052602052604060002090604051916109cd836108b4565b549160a067ffffffffffffffff841680835267ffffffffffffffff8560401c1690816020850152604084019560ff8160801c168752606085019460ff8260881c161515865260ff808360901c1615159283608084015260981c1615908115958691015293610bfe575b508215610bea575b508115610bc3575b50610bba5760405191632abb3c6560e01b8352600483015260c082602481734d656452656300000000000000000000000000025afa9182156101f457600092610b99575b50600260ff6040840151161490811591610b79575b50610b715760ff82511615610b695767ffffffffffffffff905192604051937f958970cd0000000000000000000000000000000000000000000000000000000085526004850152166024830152602082604481734d656452656300000000000000000000000000015afa9182156101f457600092610b28575b5060ff6001915116149015151490565b9091506020813d602011610b61575b81610b44602093836108e6565b810103126102355760ff610b59600192610908565b929150610b18565b3d9150610b37565b505050600190565b505050600090565b60608301511515915081610b8f575b5038610a9f565b9050511538610b88565b610bb391925060c03d60c0116101ed576101df81836108e6565b9038610a8a565b50505050600090565b801515915081610bd5575b5038610a46565b905067ffffffffffffffff8516101538610bce565b67ffffffffffffffff871610915038610a3e565b925038610a36565b60405190610c13826108b4565b600060a0838281528260208201528260408201528260608201528260808201520152565b90610c40610c06565b506001600160a01b0360405192632abb3c6560e01b845216600483015260c082602481734d656452656300000000000000000000000000025afa9182156101f457600092610d4c575b50815115828115610cc6575b50610c9c57565b7f30cd74710000000000000000000000000000000000000000000000000000000060005260046000fd5b604051631e2da05b60e01b8152336004820152600060248201529150602082604481734d656452656300000000000000000000000000015afa9182156101f457600092610d18575b5051141538610c95565b9091506020813d602011610d44575b81610d34602093836108e6565b8101031261023557519038610d0e565b3d9150610d27565b610d6691925060c03d60c0116101ed576101df81836108e6565b9038610c89565b6001600160a01b03166000526000602052604060002090600052602052604060002090815460ff8160981c1615610daa5760901c60ff166107c857565b7f140d117a0000000000000000000000000000000000000000000000000000000060005260046000fd';

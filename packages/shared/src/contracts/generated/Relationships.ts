// Made by scripts/build-contracts.ts from sources b59c4e433dab90daa5c5d17eb965308521b3df5b3814fcedd570e2a740819a9b; do not edit.

export const relationshipsAbi = [
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
    "inputs": [
      {
        "internalType": "uint256",
        "name": "length",
        "type": "uint256"
      }
    ],
    "name": "ItemsMalformed",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NotOwner",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NotPartOfRelationship",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NotProvider",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NotSteward",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "OfferMissing",
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
    "name": "EnrollmentSkipped",
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
        "internalType": "uint32",
        "name": "index",
        "type": "uint32"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "root",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "locator",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "uint64",
        "name": "update",
        "type": "uint64"
      }
    ],
    "name": "RecordSet",
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
        "indexed": false,
        "internalType": "uint32",
        "name": "index",
        "type": "uint32"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "reason",
        "type": "bytes32"
      }
    ],
    "name": "RecordSkipped",
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
        "name": "stewardId",
        "type": "bytes32"
      }
    ],
    "name": "RelationshipProposed",
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
        "indexed": false,
        "internalType": "uint8",
        "name": "state",
        "type": "uint8"
      }
    ],
    "name": "RelationshipStateChanged",
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
    "name": "accept",
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
      }
    ],
    "name": "end",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
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
            "name": "accepted",
            "type": "bool"
          }
        ],
        "internalType": "struct IRelationships.Enrollment[]",
        "name": "enrollments",
        "type": "tuple[]"
      }
    ],
    "name": "enroll",
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
      }
    ],
    "name": "ownerOf",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
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
      }
    ],
    "name": "pause",
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
      }
    ],
    "name": "relationshipOf",
    "outputs": [
      {
        "components": [
          {
            "internalType": "bytes32",
            "name": "ownerId",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "stewardId",
            "type": "bytes32"
          },
          {
            "internalType": "uint8",
            "name": "state",
            "type": "uint8"
          },
          {
            "internalType": "bool",
            "name": "dualApproval",
            "type": "bool"
          },
          {
            "internalType": "uint64",
            "name": "records",
            "type": "uint64"
          },
          {
            "internalType": "uint64",
            "name": "updates",
            "type": "uint64"
          }
        ],
        "internalType": "struct IRelationships.Relationship",
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
      }
    ],
    "name": "resume",
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
        "internalType": "uint32",
        "name": "index",
        "type": "uint32"
      }
    ],
    "name": "rootOf",
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
        "name": "relationship",
        "type": "address"
      },
      {
        "internalType": "bool",
        "name": "required",
        "type": "bool"
      }
    ],
    "name": "setDualApproval",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
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
      },
      {
        "internalType": "bytes",
        "name": "items",
        "type": "bytes"
      }
    ],
    "name": "setRecords",
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
      }
    ],
    "name": "stewardOf",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const;

export const relationshipsCode = '0x6080604052600436101561001257600080fd5b6000803560e01c806314afd79e14610c565780632abb3c6514610ac85780635bc26fe314610a1357806376a67a511461098d578063793c1946146109075780638c4dd39d1461084b5780639f0059201461078b5780639ff86f701461069f578063bbeeb07514610482578063c3e06274146104245763e62f2b141461009657600080fd5b346103cd5760203660031901126103cd5760043567ffffffffffffffff811161042057366023820112156104205780600401359167ffffffffffffffff83116103cd573660248460051b840101116103cd576100f061107e565b9261010081116103ee5791368190036062190190825b848110156103ea5760248160051b83010135838112156103e6578201906024820160446101338280610ec8565b93019061013f82610edd565b604051947fba7feaba0000000000000000000000000000000000000000000000000000000086523360048701526060602487015280356001600160a01b0381168091036103e2576064870152602081013560ff81168091036103e2576084870152604081013560a4870152606081013560c4870152608081013567ffffffffffffffff81168091036103e25760e487015260a0810135601e19823603018112156103e257019060208235920167ffffffffffffffff83116103e25782360381136103e257868381936020956101449460c0610104860152816101248601528585013782820184018d905215156044830152601f01601f191681010301818a6001654d656452656360701b015af180156103d757879061039a575b600194508061035257506001600160a01b0361027d6102788380610ec8565b610eea565b168752866020526040872089815561029483610edd565b156103485760ff856002925b01911660ff198254161790556102f46001600160a01b036102c46102788480610ec8565b16928a604051947f42695c89825fb61c792fedaf39a1e62e8df46fa8275055f5ddf2a27d80d761dc8b80a3610edd565b610302575b50505b01610106565b60206001600160a01b0361033a610278847fb1632a9e8c8fcbccc90ecb02fd5db0b5792b2d36c6a3f7ba933369e1f03279d995610ec8565b169260028152a238806102f9565b60ff8580926102a0565b915060206001600160a01b0361038c610278847fd7e8e9994feae097a8f776d421b0a90a9bc117d93247b0cdb5fbe9c7110d211295610ec8565b1692604051908152a26102fc565b5090919260203d81116103d0575b6103b28183610cd8565b602082600092810103126103cd575090600193929151610259565b80fd5b503d6103a8565b6040513d89823e3d90fd5b8980fd5b8480fd5b8380f35b604492507fbb1cb70b000000000000000000000000000000000000000000000000000000008252600452610100602452fd5b5080fd5b50346103cd5760403660031901126103cd5761043e610c8b565b906024359163ffffffff831683036104205763ffffffff916001600160a01b0360409216815260016020522091166000526020526020604060002054604051908152f35b50346103cd57366003190160808112610420576060136103cd5760643567ffffffffffffffff811161042057366023820112156104205780600401359067ffffffffffffffff82116105cc5736602483830101116105cc576104e261107e565b91600435918215801561068a575b6106625781158015610656575b61062a57845b8281106105d057505050734d656452656300000000000000000000000000053b156105cc57604051917f240b8d3d0000000000000000000000000000000000000000000000000000000083526004830152602482015260243567ffffffffffffffff81168091036105cc57604482015260443560ff81168091036105cc57606482015281808260848183734d656452656300000000000000000000000000055af180156105bf576105b15780f35b6105ba91610cd8565b388180f35b50604051903d90823e3d90fd5b8280fd5b60588101808211610616578310610612576105f2605883830160240187611124565b605881018091111561050357602486634e487b7160e01b81526011600452fd5b8580fd5b602487634e487b7160e01b81526011600452fd5b602485837f157e4154000000000000000000000000000000000000000000000000000000008252600452fd5b506058820615156104fd565b6004857f5665f087000000000000000000000000000000000000000000000000000000008152fd5b5060443560ff811680910361061257156104f0565b50346103cd5760403660031901126103cd576106b9610c8b565b6024359081158015809303610787576001600160a01b03821684528360205260408420916106e683610ff8565b15610737575b50506001019081549060ff82168015801561072d575b61071b575061ff009060081b169061ff00191617905580f35b63e37d4aeb60e01b8552600452602484fd5b5060048114610702565b61074090610efe565b15610778576107505738806106ec565b6004837f7e802d70000000000000000000000000000000000000000000000000000000008152fd5b600484637a2516cd60e11b8152fd5b8380fd5b50346103cd5760203660031901126103cd576107a5610c8b565b6107ae81610efe565b15610823576001600160a01b0316808252816020526001604083200160ff815416600181036108115750600260ff198254161790557fb1632a9e8c8fcbccc90ecb02fd5db0b5792b2d36c6a3f7ba933369e1f03279d9602060405160028152a280f35b63e37d4aeb60e01b8452600452602483fd5b6004827f30cd7471000000000000000000000000000000000000000000000000000000008152fd5b50346103cd5760203660031901126103cd57610865610c8b565b6001600160a01b03811690818352826020526108846040842091610efe565b15806108f7575b6108e85760010160ff815416801580156108de575b6108115750600460ff198254161790557fb1632a9e8c8fcbccc90ecb02fd5db0b5792b2d36c6a3f7ba933369e1f03279d9602060405160048152a280f35b50600481146108a0565b600483637a2516cd60e11b8152fd5b5061090181610ff8565b1561088b565b50346103cd5760203660031901126103cd57610921610c8b565b61092a81610efe565b15610823576001600160a01b0316808252816020526001604083200160ff815416600381036108115750600260ff198254161790557fb1632a9e8c8fcbccc90ecb02fd5db0b5792b2d36c6a3f7ba933369e1f03279d9602060405160028152a280f35b50346103cd5760203660031901126103cd576109a7610c8b565b6109b081610efe565b15610823576001600160a01b0316808252816020526001604083200160ff815416600281036108115750600360ff198254161790557fb1632a9e8c8fcbccc90ecb02fd5db0b5792b2d36c6a3f7ba933369e1f03279d9602060405160038152a280f35b50346103cd5760203660031901126103cd576001600160a01b03610a35610c8b565b1681528060205260408120546040519063763e051f60e01b8252600482015260e0816024816001654d656452656360701b015afa908115610abd57906001600160a01b039160209391610a8e575b505116604051908152f35b610ab0915060e03d60e011610ab6575b610aa88183610cd8565b810190610d0e565b38610a83565b503d610a9e565b6040513d84823e3d90fd5b50346103cd5760203660031901126103cd576001600160a01b03610aea610c8b565b8260a0604051610af981610ca6565b82815282602082015282604082015282606082015282608082015201521680825281602052604082209060018201549260ff8416918215600014610bc057509267ffffffffffffffff809260c095945b5460ff60405192610b5984610ca6565b87845260208401928352604084019081526060840192828760081c16151584528560a0608087019663ffffffff8a60101c168852019760301c16875260405198895251602089015251166040870152511515606086015251166080840152511660a0820152f35b60405190630706bb7160e31b825260048201526020816024816001654d656452656360701b015afa918215610c4a578092610c0d575b50509267ffffffffffffffff809260c09594610b49565b9091506020823d602011610c42575b81610c2960209383610cd8565b810103126103cd57505167ffffffffffffffff80610bf6565b3d9150610c1c565b604051903d90823e3d90fd5b50346103cd5760203660031901126103cd576020610c7a610c75610c8b565b610dc5565b6001600160a01b0360405191168152f35b600435906001600160a01b0382168203610ca157565b600080fd5b60c0810190811067ffffffffffffffff821117610cc257604052565b634e487b7160e01b600052604160045260246000fd5b90601f8019910116810190811067ffffffffffffffff821117610cc257604052565b51906001600160a01b0382168203610ca157565b908160e0910312610ca15760405190600060e0830167ffffffffffffffff811184821017610db157604052610d4282610cfa565b8352602082015160ff8116810361042057602084015260408201518015158103610420576040840152610d7760608301610cfa565b606084015260808201519067ffffffffffffffff821682036103cd57509060c091608084015260a081015160a0840152015160c082015290565b602482634e487b7160e01b81526041600452fd5b6001600160a01b031680600052600060205260ff6001604060002001541615610ec25760405190630706bb7160e31b825260048201526020816024816001654d656452656360701b015afa908115610e8457600091610e90575b506040519063763e051f60e01b8252600482015260e0816024816001654d656452656360701b015afa8015610e84576001600160a01b0391600091610e65575b50511690565b610e7e915060e03d60e011610ab657610aa88183610cd8565b38610e5f565b6040513d6000823e3d90fd5b90506020813d602011610eba575b81610eab60209383610cd8565b81010312610ca1575138610e1f565b3d9150610e9e565b50600090565b90359060be1981360301821215610ca1570190565b358015158103610ca15790565b356001600160a01b0381168103610ca15790565b60405190631e2da05b60e01b8252336004830152600060248301526020826044816001654d656452656360701b015afa918215610e8457600092610fc4575b508115159182610f4c57505090565b9091506001600160a01b0360405192630706bb7160e31b84521660048301526020826024816001654d656452656360701b015afa918215610e8457600092610f9357501490565b9091506020813d602011610fbc575b81610faf60209383610cd8565b81010312610ca157511490565b3d9150610fa2565b90916020823d602011610ff0575b81610fdf60209383610cd8565b810103126103cd5750519038610f3d565b3d9150610fd2565b604051631e2da05b60e01b8152336004820152600160248201526020816044816001654d656452656360701b015afa908115610e845760009161104c575b50801515918261104557505090565b5414919050565b906020823d602011611076575b8161106660209383610cd8565b810103126103cd57505138611036565b3d9150611059565b604051631e2da05b60e01b815233600482015260016024820152906020826044816001654d656452656360701b015afa918215610e84576000926110f0575b5081156110c657565b7f3480e2b20000000000000000000000000000000000000000000000000000000060005260046000fd5b90916020823d60201161111c575b8161110b60209383610cd8565b810103126103cd57505190386110bd565b3d91506110fe565b82601411610ca157813560601c9183601811610ca157601481013560e01c9184603811610ca157601882013594846000526000602052604060002091600183019261117f888554928863ffffffff8560101c169586926112da565b8061129f575063ffffffff861461126d575b5050815491600167ffffffffffffffff8460301c16019267ffffffffffffffff8411611257576dffffffffffffffff0000000000008460301b16906dffffffffffffffff0000000000001916179055846000526001602052604060002063ffffffff851660005260205285604060002055605811610ca1577f849f6cb59e2d43eda8d3bada5a3b0be226985347e166c780028d3959b164f44e9267ffffffffffffffff63ffffffff926038606095013560405198895260208901521660408701521693a3565b634e487b7160e01b600052601160045260246000fd5b9094506001850163ffffffff81116112575765ffffffff00009060101b169065ffffffff000019161782553880611191565b93505050507f7b689abd4304a39772a43d603028808934ed90f55682d37978c7e734144a9031939450604080939250519182526020820152a2565b9081540361139c5760ff6001600292015416036113755763ffffffff1663ffffffff8114600014611367575063ffffffff809116145b611342571561131e57600090565b7f524f4f540000000000000000000000000000000000000000000000000000000090565b507f494e44455800000000000000000000000000000000000000000000000000000090565b9063ffffffff161115611310565b5050507f4e4f545f4143434550544544000000000000000000000000000000000000000090565b505050507f4e4f545f535445574152440000000000000000000000000000000000000000009056';

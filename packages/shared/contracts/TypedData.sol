// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title EIP-712 messages that the Registrar checks; packages/shared/src/signing/typed-data.ts signs them.
library TypedData {
    bytes32 private constant DOMAIN =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract,bytes32 salt)");
    bytes32 private constant CONSENT = keccak256(
        "Consent(address account,address sponsor,uint8 role,bytes32 commitment,bytes32 encryptionKey,bool acceptRelationship,uint64 deadline)"
    );
    bytes32 private constant ROTATION_CONSENT =
        keccak256("RotationConsent(bytes32 id,address newAccount,bytes32 newEncryptionKey,uint64 deadline)");
    bytes32 private constant CUSTODIAN_APPROVAL = keccak256("CustodianApproval(bytes32 id,address newAccount,uint64 deadline)");

    // Half of secp256k1's order: a higher s is the same signature written a second way (EIP-2).
    uint256 private constant MAX_S = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;

    function domain(uint256 chainId, address verifyingContract, bytes32 salt) internal pure returns (bytes32) {
        return keccak256(abi.encode(DOMAIN, keccak256("MedRec"), keccak256("1"), chainId, verifyingContract, salt));
    }

    function consent(
        address account,
        address sponsor,
        uint8 role,
        bytes32 commitment,
        bytes32 encryptionKey,
        bool acceptRelationship,
        uint64 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(CONSENT, account, sponsor, role, commitment, encryptionKey, acceptRelationship, deadline));
    }

    function rotationConsent(bytes32 id, address newAccount, bytes32 newEncryptionKey, uint64 deadline) internal pure returns (bytes32) {
        return keccak256(abi.encode(ROTATION_CONSENT, id, newAccount, newEncryptionKey, deadline));
    }

    function custodianApproval(bytes32 id, address newAccount, uint64 deadline) internal pure returns (bytes32) {
        return keccak256(abi.encode(CUSTODIAN_APPROVAL, id, newAccount, deadline));
    }

    /// True when `signature` (r ‖ s ‖ v, low s, v 27 or 28) of the message is by `signer`; false for anything else.
    function isSignedBy(address signer, bytes32 domainSeparator, bytes32 structHash, bytes calldata signature) internal pure returns (bool) {
        if (signature.length != 65 || signer == address(0)) return false;
        bytes32 s = bytes32(signature[32:64]);
        if (uint256(s) > MAX_S) return false;
        bytes32 digest = keccak256(abi.encodePacked("\x19\x01", domainSeparator, structHash));
        return ecrecover(digest, uint8(signature[64]), bytes32(signature[0:32]), s) == signer;
    }
}

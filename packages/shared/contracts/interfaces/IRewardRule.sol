// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Turns offers and sealed blocks into entitlements.
interface IRewardRule {
    /// By Census, for each offer that could have outcome 1 or 2, in transaction order. False when the block's list is
    /// full: the offer's outcome is then 3 and nothing is debited.
    function onOffer(bytes32 providerId, bytes32 releaseKey, uint8 tier) external returns (bool collected);
    /// By the system address after the block's last transaction, gas-capped; failure makes the block invalid.
    function onBlock(uint256 number, address coinbase, address[] calldata ommerCoinbases) external;
    function name() external view returns (string memory);
}

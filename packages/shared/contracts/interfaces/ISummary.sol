// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What a relationship's owner has seen. Status: 0 none, 1 new, 2 pending update, 3 acknowledged.
interface ISummary {
    event Acknowledged(address indexed relationship, uint64 updates);

    /// By the owner; `updates` may not exceed the relationship's counter nor fall.
    function acknowledge(address relationship, uint64 updates) external;
    function statusOf(address relationship) external view returns (uint8 status, uint64 acknowledged, uint64 updates);
}

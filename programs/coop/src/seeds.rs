//! The first seed of every address that the program derives. All of them stand here, so that no two are equal.

/// `["coop", founder, id (u64 le)]` → [`Coop`](crate::state::Coop)
pub const COOP: &[u8] = b"coop";
/// `["vault", coop]` → the token account of the co-op's money, authority = coop
pub const VAULT: &[u8] = b"vault";
/// `["member", coop, wallet]` → [`Member`](crate::state::Member)
pub const MEMBER: &[u8] = b"member";
/// `["vouch", candidate, voucher]` → [`Vouch`](crate::state::Vouch); both are members' addresses
pub const VOUCH: &[u8] = b"vouch";
/// `["pool", coop, index (u32 le)]` → [`Pool`](crate::state::Pool)
pub const POOL: &[u8] = b"pool";
/// `["escrow", pool]` → the token account of pledged money, authority = pool
pub const ESCROW: &[u8] = b"escrow";
/// `["service", coop, index (u32 le)]` → [`Service`](crate::state::Service)
pub const SERVICE: &[u8] = b"service";
/// `["period", coop, number (u32 le)]` → [`Period`](crate::state::Period)
pub const PERIOD: &[u8] = b"period";
/// `["proposal", coop, proposer's member number (u32 le), its count (u32 le)]` → [`Proposal`](crate::state::Proposal)
pub const PROPOSAL: &[u8] = b"proposal";
/// `["ballots", proposal, page (u32 le)]` → [`BallotPage`](crate::state::BallotPage); page = member number ÷ 128, rounded down
pub const BALLOTS: &[u8] = b"ballots";
/// `["mandate", coop, index (u32 le)]` → [`Mandate`](crate::state::Mandate)
pub const MANDATE: &[u8] = b"mandate";
/// `["agent", coop]` → the address that signs for the co-op in other programs, and owns what it has there
pub const AGENT: &[u8] = b"agent";
/// `["pledge", pool, member]` → [`Pledge`](crate::state::Pledge); `member` is the address of the member's account
pub const PLEDGE: &[u8] = b"pledge";
